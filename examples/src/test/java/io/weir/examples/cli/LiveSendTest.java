package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Replay;
import io.weir.collector.ReplayResult;
import io.weir.testkit.KernelSockets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code weir send} of every capture into a running {@code weir listen} gives the totals of {@code weir replay}. */
class LiveSendTest
{
    private static final List<String> TOTALS = List.of(
        "datagrams", "decoded", "rejected", "flowSamples", "counterSamples", "flowRecords", "bytes", "frames");

    @TempDir
    private Path folder;

    private static void add(final JsonNode summary, final Map<String, Long> totals)
    {
        for (final String name : TOTALS)
        {
            final JsonNode total = summary.get(name);
            if (total.isObject())
            {
                total.properties().forEach(
                    member -> totals.merge(name + ' ' + member.getKey(), member.getValue().asLong(), Long::sum));
            }
            else
            {
                totals.merge(name, total.asLong(), Long::sum);
            }
        }
    }

    // What weir replay prints.
    private static JsonNode replayed(final Path file) throws IOException
    {
        final Tally tally = new Tally();
        final ReplayResult result = Replay.of(file).decoders(SflowDecoder.provider(), NetflowDecoder.provider())
            .sink(tally).run();
        return new RunSummary(result.counters(), result.exporters(), tally).replayObject();
    }

    // Its template comes 41 s after its first data, which are held for half a minute, and sending is faster than that.
    private static boolean isTheSameLive(final Path file)
    {
        return !file.endsWith("nprobe-netflow9-4.pcap");
    }

    @Test
    void shouldEqualReplayOfEveryCapture() throws IOException
    {
        final List<Path> files = LiveTotalsTest.files().filter(LiveSendTest::isTheSameLive).toList();
        assertTrue(files.size() > 200, files::toString);
        final Map<String, Long> expected = new TreeMap<>();
        final Map<String, Long> totals = new TreeMap<>();
        try (LiveRun live = new LiveRun(folder.resolve("status.json"), "--format", "json", "--allow", "127.0.0.0/8"))
        {
            for (int i = 0; i < files.size(); i++)
            {
                final String file = files.get(i).toString();
                add(replayed(files.get(i)), expected);
                // Sixteen addresses for each, so that no file knows the templates of another.
                final CliRun send = CliRun.of("send", file, "--to", live.address(), "--from",
                    "127." + (1 + i / 16) + "." + i % 16 * 16 + ".1", "--spread", "--rate", "2000");
                assertTrue(send.err().contains("weir: sent "), send::toString);
                live.awaitTaken();
            }
            // On a machine that is too busy, or whose sockets have little room, this shows nothing.
            assumeTrue(KernelSockets.drops(live.port()) <= 0, "the kernel dropped datagrams");
            live.awaitDatagrams(expected.get("datagrams"));
            final List<JsonNode> lines = live.stop();
            add(LiveRun.line(lines, "summary"), totals);
        }
        assertEquals(expected, totals);
    }
}
