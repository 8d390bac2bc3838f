package io.weir.flowcache;

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
 * "WEIRSNAP" | version 16 | name | keys 32, each a text | value | separator | scope 8 | aggregation 8 |
 * time constant ns 64 | time ns 64 | in 64 | live 64 | exported 64 | other 64 | filtered 64 | flows 32, each:
 *   text of each key | agent 128 | data source 64 | decaying, variance, one: doubles |
 *   held 32, each: until ns 64, rate, variance: doubles |
 *   total 64 | frames 64 | error 64 | samples 64 | first ns 64 | last ns 64 | consistent 8
 * </pre>
 */
final class SnapshotWriter
{
    static final byte[] MAGIC = "WEIRSNAP".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;

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
    }

    private static void writeText(final DataOutputStream out, final String text) throws IOException
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
