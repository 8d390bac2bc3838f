package io.weir.flowcache;

import io.weir.flowcache.table.ValueCell;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes snapshots. Numbers are big-endian; a text is its length in 32 bits and its UTF-8 bytes.
 *
 * <pre>
 * "WEIRSNAP" | version 16 | name | keys 32, each a text | value | values 32, each a text | hash identity 64 |
 * separator | scope 8 | aggregation 8 | time constant ns 64 | time ns 64 |
 * in 64 | live 64 | exported 64 | other 64 | filtered 64 | flows 32, each:
 *   text of each key | agent 128 | data source 64 | decaying, variance, one: doubles |
 *   held 32, each: until ns 64, rate, variance: doubles |
 *   total 64 | frames 64 | error 64 | samples 64 | first ns 64 | last ns 64 | consistent 8 |
 *   each value that is not the rate:
 *     decaying: double | held 32, each: until ns 64, rate: double | current, previous, life: words 32, each 64
 * </pre>
 * Words are a double and the weight of its records, a double; of distinct values, up to 16 hashes in their order, or
 * the 1024 registers of a sketch. Version 1 had no values, no hash identity, and one rate alone.
 */
final class SnapshotWriter
{
    static final byte[] MAGIC = "WEIRSNAP".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 2;

    private SnapshotWriter()
    {
    }

    static byte[] write(final FlowSnapshot snapshot, final List<SnapshotFlow> flows)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes))
        {
            out.write(MAGIC);
            out.writeShort(VERSION);
            writeHeader(out, snapshot);
            out.writeInt(flows.size());
            for (final SnapshotFlow flow : flows)
            {
                writeFlow(out, flow);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeHeader(final DataOutputStream out, final FlowSnapshot snapshot) throws IOException
    {
        writeText(out, snapshot.name);
        out.writeInt(snapshot.keys.size());
        for (final String key : snapshot.keys)
        {
            writeText(out, key);
        }
        writeText(out, snapshot.value);
        out.writeInt(snapshot.values.size());
        for (final String value : snapshot.values)
        {
            writeText(out, value);
        }
        out.writeLong(snapshot.hashIdentity);
        writeText(out, snapshot.separator);
        out.writeByte(snapshot.scope.ordinal());
        out.writeByte(snapshot.aggregation.ordinal());
        out.writeLong(snapshot.timeConstantNs);
        out.writeLong(snapshot.timeNs);
        out.writeLong(snapshot.accounts.in());
        out.writeLong(snapshot.accounts.live());
        out.writeLong(snapshot.accounts.exported());
        out.writeLong(snapshot.accounts.other());
        out.writeLong(snapshot.accounts.filtered());
    }

    private static void writeFlow(final DataOutputStream out, final SnapshotFlow flow) throws IOException
    {
        for (final String key : flow.keys())
        {
            writeText(out, key);
        }
        out.writeLong(flow.agentHigh());
        out.writeLong(flow.agentLow());
        out.writeLong(flow.dataSource());
        out.writeDouble(flow.decaying());
        out.writeDouble(flow.variance());
        out.writeDouble(flow.one());
        out.writeInt(flow.held().size());
        for (final SnapshotFlow.Held held : flow.held())
        {
            out.writeLong(held.untilNs());
            out.writeDouble(held.rate());
            out.writeDouble(held.variance());
        }
        out.writeLong(flow.total());
        out.writeLong(flow.frames());
        out.writeLong(flow.error());
        out.writeLong(flow.samples());
        out.writeLong(flow.firstNs());
        out.writeLong(flow.lastNs());
        out.writeByte(flow.consistent() ? 1 : 0);
        for (final SnapshotValue value : flow.values())
        {
            out.writeDouble(value.decaying());
            out.writeInt(value.held().size());
            for (final SnapshotFlow.Held held : value.held())
            {
                out.writeLong(held.untilNs());
                out.writeDouble(held.rate());
            }
            writeCell(out, value.current());
            writeCell(out, value.previous());
            writeCell(out, value.life());
        }
    }

    private static void writeCell(final DataOutputStream out, final ValueCell cell) throws IOException
    {
        final long[] words = cell.toWords();
        out.writeInt(words.length);
        for (final long word : words)
        {
            out.writeLong(word);
        }
    }

    private static void writeText(final DataOutputStream out, final String text) throws IOException
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
