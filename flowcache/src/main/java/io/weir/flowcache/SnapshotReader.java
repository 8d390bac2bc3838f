package io.weir.flowcache;

import io.weir.flowcache.table.Statistic;
import io.weir.flowcache.table.ValueCell;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link SnapshotWriter} wrote, and refuses all else. Not thread safe. */
final class SnapshotReader
{
    private static final int MIN_TEXT_BYTES = Integer.BYTES;
    private static final int MIN_HELD_BYTES = 3 * Long.BYTES;
    private static final int MIN_FLOW_BYTES = 12 * Long.BYTES + Integer.BYTES + 1;

    private final ByteBuffer bytes;

    SnapshotReader(final byte[] bytes)
    {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    FlowSnapshot read()
    {
        try
        {
            return readAll();
        }
        catch (final BufferUnderflowException e)
        {
            throw wrong("ends in the middle", e);
        }
    }

    private IllegalArgumentException wrong(final String what, final Exception cause)
    {
        return new IllegalArgumentException("snapshot: " + what + " at byte " + bytes.position(), cause);
    }

    private FlowSnapshot readAll()
    {
        final byte[] magic = new byte[SnapshotWriter.MAGIC.length];
        bytes.get(magic);
        if (!Arrays.equals(SnapshotWriter.MAGIC, magic))
        {
            throw wrong("does not begin as one", null);
        }
        final int version = bytes.getShort();
        if (version < 1 || version > SnapshotWriter.VERSION)
        {
            throw wrong("version " + version + " is not known, 1 to " + SnapshotWriter.VERSION + " are", null);
        }
        final String name = text();
        final List<String> keys = new ArrayList<>();
        final int keyCount = count(MIN_TEXT_BYTES);
        for (int i = 0; i < keyCount; i++)
        {
            keys.add(text());
        }
        final String value = text();
        final List<String> values = new ArrayList<>();
        final int valueCount = 1 == version ? 0 : count(MIN_TEXT_BYTES);
        for (int i = 0; i < valueCount; i++)
        {
            values.add(text());
        }
        final long hashIdentity = 1 == version ? 0 : bytes.getLong();
        final FlowSnapshot.Header header = new FlowSnapshot.Header(name, List.copyOf(keys), value, List.copyOf(values),
            hashIdentity, text(), constant(Scope.values()), constant(Aggregation.values()), bytes.getLong());
        if (header.timeConstantNs() <= 0)
        {
            throw wrong("time constant " + header.timeConstantNs() + " is not above 0", null);
        }
        final long timeNs = bytes.getLong();
        final FlowSnapshot.Accounts accounts = new FlowSnapshot.Accounts(
            bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        final List<Statistic> statistics = header.statistics();
        final List<SnapshotFlow> flows = new ArrayList<>();
        final int flowCount = count(MIN_FLOW_BYTES + keyCount * MIN_TEXT_BYTES);
        for (int i = 0; i < flowCount; i++)
        {
            flows.add(flow(keyCount, statistics));
            if (i > 0 && SnapshotFlow.BY_KEY.compare(flows.get(i - 1), flows.get(i)) >= 0)
            {
                throw wrong("flow " + i + " is not behind the one before", null);
            }
        }
        if (bytes.hasRemaining())
        {
            throw wrong(bytes.remaining() + " bytes are left", null);
        }
        return FlowSnapshot.of(header, timeNs, accounts, flows);
    }

    private SnapshotFlow flow(final int keyCount, final List<Statistic> statistics)
    {
        final List<String> keys = new ArrayList<>(keyCount);
        for (int i = 0; i < keyCount; i++)
        {
            keys.add(text());
        }
        final long agentHigh = bytes.getLong();
        final long agentLow = bytes.getLong();
        final long dataSource = bytes.getLong();
        final double decaying = bytes.getDouble();
        final double variance = bytes.getDouble();
        final double one = bytes.getDouble();
        final List<SnapshotFlow.Held> held = new ArrayList<>();
        final int heldCount = count(MIN_HELD_BYTES);
        for (int i = 0; i < heldCount; i++)
        {
            held.add(new SnapshotFlow.Held(bytes.getLong(), bytes.getDouble(), bytes.getDouble()));
        }
        return new SnapshotFlow(List.copyOf(keys), agentHigh, agentLow, dataSource, decaying, variance, one,
            List.copyOf(held), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(),
            bytes.getLong(), 0 != bytes.get(), statistics.stream().map(this::value).toList());
    }

    private SnapshotValue value(final Statistic statistic)
    {
        final double decaying = bytes.getDouble();
        final List<SnapshotFlow.Held> held = new ArrayList<>();
        final int heldCount = count(2 * Long.BYTES);
        for (int i = 0; i < heldCount; i++)
        {
            held.add(new SnapshotFlow.Held(bytes.getLong(), bytes.getDouble(), 0));
        }
        return new SnapshotValue(decaying, List.copyOf(held), cell(statistic), cell(statistic), cell(statistic));
    }

    private ValueCell cell(final Statistic statistic)
    {
        final long[] words = new long[count(Long.BYTES)];
        for (int i = 0; i < words.length; i++)
        {
            words[i] = bytes.getLong();
        }
        try
        {
            return ValueCell.of(statistic, words);
        }
        catch (final IllegalArgumentException e)
        {
            throw wrong(e.getMessage(), e);
        }
    }

    /* How many of something follow, of which each takes some bytes at least. */
    private int count(final int minBytes)
    {
        final int count = bytes.getInt();
        if (count < 0 || count > bytes.remaining() / minBytes)
        {
            throw wrong(count + " parts do not fit into what is left", null);
        }
        return count;
    }

    private String text()
    {
        final byte[] text = new byte[count(1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private <T> T constant(final T[] values)
    {
        final int ordinal = bytes.get();
        if (ordinal < 0 || ordinal >= values.length)
        {
            throw wrong("value " + ordinal + " is not one of " + Arrays.toString(values), null);
        }
        return values[ordinal];
    }
}
