package io.weir.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weir.examples.cli.LiveRun;
import io.weir.examples.peers.Traffic.Totals;
import io.weir.testkit.Await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Exporters that others wrote send to a running {@code weir listen}: its totals, and their health. */
@Tag("peers")
class LiveExportersTest
{
    private static final int TAIL_BYTES = 29;
    private static final int TRAFFIC_MS = 10_000;
    private static final String[] WITHOUT_TAIL = {
        "--flow", "traffic", "--keys", "udpsourceport", "--value", "bytes", "--filter", "udpsourceport!=9"};

    @TempDir
    private Path folder;

    private LiveRun listen(final String... options)
    {
        final String[] all = new String[options.length + 2];
        all[0] = "--format";
        all[1] = "json";
        System.arraycopy(options, 0, all, 2, options.length);
        return new LiveRun(folder.resolve("status.json"), all);
    }

    private void softflowd(final int version, final Path capture, final LiveRun live)
        throws IOException, InterruptedException
    {
        final String softflowd = Peer.require("softflowd", "apt install softflowd");
        // Without a control socket: softflowd 1.1.0 waits on it for ever when it reads a file.
        Peer.run(folder.resolve("out"), List.of(softflowd, "-r", capture.toString(), "-a", "-d", "-c", "none",
            "-p", folder.resolve("pid").toString(), "-m", "100000", "-v", Integer.toString(version),
            "-n", live.address()));
        live.awaitTaken();
    }

    private static void assertTotals(final Traffic traffic, final LiveRun live)
    {
        final List<JsonNode> lines = live.stop();
        final JsonNode summary = LiveRun.line(lines, "summary");
        assertEquals(summary.get("datagrams"), summary.get("decoded"), summary::toString);
        assertEquals(traffic.packets() + Traffic.TAIL, summary.get("frames").asLong(), summary::toString);
        assertEquals(bytes(traffic) + Traffic.TAIL * TAIL_BYTES, summary.get("bytes").asLong(), summary::toString);
        assertEquals(traffic.flows().size() + 1, summary.get("flowRecords").asInt(), summary::toString);
    }

    private static long bytes(final Traffic traffic)
    {
        return traffic.flows().values().stream().mapToLong(Totals::bytes).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 10})
    void shouldGiveTheTotalsThatSoftflowdWasFed(final int version) throws IOException, InterruptedException
    {
        final Path capture = folder.resolve("traffic.pcap");
        final Traffic traffic = Traffic.write(capture, 5 != version);
        try (LiveRun live = listen())
        {
            softflowd(version, capture, live);
            assertTotals(traffic, live);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    void shouldGiveTheTotalsThatNfprobeWasFed(final int version) throws IOException
    {
        final Path capture = folder.resolve("traffic.pcap");
        final Traffic traffic = Traffic.write(capture, true);
        try (LiveRun live = listen())
        {
            Peer.pmacctd(folder, capture, """
                plugins: nfprobe
                aggregate: src_host, dst_host, src_port, dst_port, proto, tos
                nfprobe_version: %d
                nfprobe_receiver: %s
                nfprobe_maxflows: 100000
                """.formatted(version, live.address()), () -> awaitRecords(live, traffic.flows().size() + 1));
            assertTotals(traffic, live);
        }
    }

    @Test
    void shouldGiveTheTotalsThatSfprobeWasFed() throws IOException
    {
        final Path capture = folder.resolve("traffic.pcap");
        final Traffic traffic = Traffic.write(capture, true);
        try (LiveRun live = listen(WITHOUT_TAIL))
        {
            Peer.pmacctd(folder, capture, """
                plugins: sfprobe
                sampling_rate: 1
                sfprobe_receiver: %s
                sfprobe_agentip: 192.0.2.7
                """.formatted(live.address()), () -> awaitRecords(live, traffic.packets()));
            final JsonNode summary = LiveRun.line(live.stop(), "summary");
            assertEquals(summary.get("datagrams"), summary.get("decoded"), summary::toString);
            final JsonNode accounts = summary.get("definitions").get("traffic");
            assertEquals(bytes(traffic) + Traffic.FRAMING * traffic.packets(),
                accounts.get("in").asLong() - accounts.get("filtered").asLong(), summary::toString);
        }
    }

    @Test
    void shouldTurnUnhealthyWhenSoftflowdStopsAndHealthyWhenItResumes()
    {
        try (LiveRun live = listen("--no-data-after", "2s"))
        {
            for (int run = 0; run < 2; run++)
            {
                live.sendUntil("HEALTHY", () -> softflowdNow(live));
                live.awaitUnhealthy();
                assertTrue(live.health().at("/exporters/0/message").asText().startsWith(
                    "No data found for the last 2 seconds at "), () -> live.health().toString());
            }
            final List<String> states = live.stop().stream()
                .filter(line -> "healthChange".equals(line.path("type").asText()))
                .map(line -> line.path("state").asText()).toList();
            assertTrue(states.indexOf("UNHEALTHY") < states.lastIndexOf("HEALTHY"), states::toString);
            assertEquals("UNHEALTHY", states.get(states.size() - 1), states::toString);
        }
    }

    // Traffic of just now, so that its clock is right.
    private void softflowdNow(final LiveRun live)
    {
        try
        {
            final Path capture = folder.resolve("traffic.pcap");
            Traffic.write(capture, true, System.currentTimeMillis() - TRAFFIC_MS);
            softflowd(9, capture, live);
        }
        catch (final IOException | InterruptedException e)
        {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRecords(final LiveRun live, final long count)
    {
        Await.until(() -> live.total("records") + " records of " + count + "\n" + live.err(),
            () -> live.total("records") >= count);
    }
}
