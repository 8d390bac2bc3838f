package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weir.codec.netflow.IpfixMessageWriter;
import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** {@code weir listen}, {@code weir send} and {@code weir status}, over loopback. */
class LiveCommandsTest
{
    private static final String CSV = "customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip\n";

    @TempDir
    private Path folder;

    private Path generate(final String protocol, final int records)
    {
        final Path file = folder.resolve(protocol + ".pcap");
        final CliRun run = CliRun.of("generate", "--out", file.toString(), "--protocol", protocol, "--records",
            Integer.toString(records), "--flows", "50", "--exporters", "1", "--seed", "3");
        assertEquals(0, run.exitCode(), run::toString);
        return file;
    }

    @ParameterizedTest
    @CsvSource({ "channel, sflow", "nio, sflow", "channel, netflow5", "nio, netflow5", "channel, ipfix" })
    void shouldReceiveWhatIsSentAsReplayReadsIt(final String receiver, final String protocol)
    {
        final Path file = generate(protocol, 3_000);
        final String[] flow = { "--flow", "pairs", "--keys", "ipsource,ipdestination", "--format", "json" };
        final JsonNode expected = CliRun.of("replay", file.toString(), flow[0], flow[1], flow[2], flow[3], flow[4],
            flow[5]).line("summary");
        final List<JsonNode> lines;
        try (LiveRun live = new LiveRun(folder.resolve("status.json"), "--receiver", receiver, "--allow", "127.0.0.2",
            flow[0], flow[1], flow[2], flow[3], flow[4], flow[5]))
        {
            CliRun.of("send", file.toString(), "--to", live.address(), "--from", "127.0.0.3", "--rate", "5000");
            final CliRun sent = CliRun.of(
                "send", file.toString(), "--to", live.address(), "--from", "127.0.0.2", "--rate", "5000");
            assertEquals(0, sent.exitCode(), sent::toString);
            assertEquals("", sent.out());
            assertTrue(sent.err().contains("sent " + Text.count(expected.get("datagrams").asLong()) + " datagrams"),
                sent::err);
            live.awaitDatagrams(expected.get("datagrams").asLong());
            lines = live.stop();
        }
        final JsonNode summary = LiveRun.line(lines, "summary");
        for (final String name : List.of("decoded", "flowSamples", "counterSamples", "flowRecords", "bytes", "frames"))
        {
            assertEquals(expected.get(name), summary.get(name), name);
        }
        assertEquals(expected.get("definitions"), summary.get("definitions"));
        final JsonNode listener = LiveRun.line(lines, "listener");
        assertEquals(expected.get("datagrams"), listener.get("decoded"));
        assertEquals(expected.get("datagrams"), listener.get("rejected").get("NOT_ALLOWED"));
        assertTrue(listener.get("kernelDrops").asLong() <= 0);
    }

    @Test
    void shouldKnowTemplatesAfterARestart() throws IOException
    {
        final Template template = Template.builder(TemplateFormat.IPFIX_DATA, 256).field(1, 4).build();
        final IpfixMessageWriter writer = new IpfixMessageWriter(1);
        final byte[] buffer = new byte[100];
        writer.begin(buffer, 0, 100).exportTime(Instant.now().getEpochSecond() * 1_000_000_000L).template(template);
        final Path first = Files.write(folder.resolve("first"), Arrays.copyOf(buffer, writer.finish()));
        writer.begin(buffer, 0, 100).exportTime(Instant.now().getEpochSecond() * 1_000_000_000L)
            .beginRecord(template).number(77).endRecord();
        final Path second = Files.write(folder.resolve("second"), Arrays.copyOf(buffer, writer.finish()));
        final Path templates = Files.write(folder.resolve("templates"), new byte[]{ 1, 2, 3 });
        for (final Path message : List.of(first, second))
        {
            try (LiveRun live = new LiveRun(
                folder.resolve("status-" + message.getFileName()), "--templates", templates.toString(), "--format",
                "json"))
            {
                CliRun.of("send", message.toString(), "--to", live.address(), "--from", "127.0.0.2");
                live.awaitDatagrams(1);
                final List<JsonNode> lines = live.stop();
                assertEquals(message == first, live.err().contains("these are no saved templates"), live::err);
                assertEquals(message == first ? 0 : 77, LiveRun.line(lines, "summary").get("bytes").asInt());
            }
        }
    }

    @Test
    void shouldTellMonitoringSystemsWhenAnExporterStopsAndWhenItResumes() throws IOException
    {
        final Path file = generate("netflow5", 30);
        final Path expected = Files.writeString(folder.resolve("exporters.csv"), CSV +
            "c1,Corp,s1,North,r1,127.0.0.2\n");
        final Path status = folder.resolve("status.json");
        try (LiveRun live = new LiveRun(status, "--exporters", expected.toString(), "--no-data-after", "2s", "--format",
            "json"))
        {
            for (int i = 0; i < 2; i++)
            {
                live.sendUntil("HEALTHY|DEGRADED", () ->
                    CliRun.of("send", file.toString(), "--to", live.address(), "--from", "127.0.0.2"));
                live.awaitUnhealthy();
            }
            final CliRun run = CliRun.of("status", status.toString());
            assertEquals(2, run.exitCode(), run::toString);
            assertTrue(run.out().contains("No data found for the last 2 seconds at "), run::out);
            assertTrue(run.out().contains("North"), run::out);
            final List<JsonNode> lines = live.stop();
            assertTrue(lines.stream().filter(line -> "healthChange".equals(line.path("type").asText())).count() >= 3,
                lines::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({ "HEALTHY, 0", "DEGRADED, 1", "UNHEALTHY, 2" })
    void shouldExitByTheWorstState(final String state, final int exitCode) throws IOException
    {
        final Path file = Files.writeString(folder.resolve("status.json"), "{\"type\":\"health\",\"time\":\"" +
            Instant.now() + "\",\"state\":\"" + state + "\",\"exporters\":[{\"address\":\"10.0.0.1\",\"technology\":" +
            "\"SFLOW\",\"state\":\"" + state + "\",\"message\":\"a\\u001bb\"}],\"groups\":[]}");
        final CliRun table = CliRun.of("status", file.toString());
        assertEquals(exitCode, table.exitCode(), table::toString);
        assertTrue(table.out().contains("10.0.0.1") && table.out().contains("a?b"), table::out);
        final CliRun json = CliRun.of("status", file.toString(), "--format", "json");
        assertEquals(exitCode, json.exitCode());
        assertEquals(state, json.line("health").get("state").asText());
    }

    @Test
    void shouldSayThatItDoesNotKnowWhenTheFileIsOldBrokenOrMissing() throws IOException
    {
        final Path old = Files.writeString(folder.resolve("old.json"),
            "{\"time\":\"2026-03-27T06:50:00Z\",\"state\":\"HEALTHY\",\"exporters\":[],\"groups\":[]}");
        assertEquals(StatusCommand.UNKNOWN, CliRun.of("status", old.toString()).exitCode());
        for (final String text : List.of("", "{", "[]", "{\"time\":\"now\",\"state\":\"HEALTHY\"}", "{\"state\":\"\"}"))
        {
            final Path broken = Files.writeString(folder.resolve("broken.json"), text);
            final CliRun run = CliRun.of("status", broken.toString());
            assertEquals(StatusCommand.UNKNOWN, run.exitCode(), run::toString);
            assertTrue(run.err().contains("is not a status file"), run::err);
        }
        final CliRun missing = CliRun.of("status", folder.resolve("missing").toString());
        assertEquals(StatusCommand.UNKNOWN, missing.exitCode());
        assertTrue(missing.err().contains("no such file"), missing::err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "listen --port 6343|--bind=ADDRESS|2",
        "listen --bind 127.0.0.1|--port=PORT|2",
        "listen --bind 127.0.0.1 --port 70000|port out of range|2",
        "listen --bind 127.0.0.1 --port 0 --allow 10.0.0.0/33|allow: 10.0.0.0/33 has a prefix length outside 0..32|2",
        "listen --bind 127.0.0.1 --port 0 --receiver pigeon|choose channel, nio, epoll or trains|2",
        "listen --bind 127.0.0.1 --port 0 --no-data-after 0|--no-data-after must be more than 0|2",
        "listen --bind 192.0.2.77 --port 0|cannot be bound|1",
        "listen --bind 127.0.0.1 --port 0 --exporters FOLDER/none.csv|none.csv: no such file|1",
        "listen --bind 127.0.0.1 --port 0 --exporters FOLDER/wrong.csv|inventory: line 1: no column customer.id|1",
        "send FOLDER/wrong.csv|--to=HOST:PORT|2",
        "send FOLDER/wrong.csv --to 127.0.0.1|is not an address with a port|2",
        "send FOLDER/wrong.csv --to 127.0.0.1:0|is not an address with a port|2",
        "send FOLDER/wrong.csv --to 127.0.0.1:9 --rate -1|--rate is out of range|2",
        "send FOLDER/wrong.csv --to 127.0.0.1:9 --from 192.0.2.77|cannot send from 192.0.2.77|1",
        "send FOLDER/wrong.csv --to 127.0.0.1:9 --spread|--spread needs --from=ADDRESS|2",
        "send FOLDER/wrong.csv --to 127.0.0.1:9 --from 10.0.0.300|--from 10.0.0.300 is not an address|2",
        "send FOLDER/none.pcap --to 127.0.0.1:9|none.pcap: no such file|1",
        "status FOLDER/wrong.csv --format csv|choose table or json|2",
    })
    void shouldRefuseWrongUseInOneLine(final String args, final String message, final int exitCode) throws IOException
    {
        Files.writeString(folder.resolve("wrong.csv"), "a,b\n");
        final CliRun run = CliRun.of(args.replace("FOLDER", folder.toString()).split(" "));
        assertEquals(exitCode, run.exitCode(), run::toString);
        assertTrue(run.err().contains(message), run::toString);
        assertEquals("", run.out());
    }

    @Test
    void shouldSendAgainAndAgainUntilItIsStopped()
    {
        final Path file = generate("sflow", 10);
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Terminal terminal = new Terminal(
            new PrintStream(new ByteArrayOutputStream()), new PrintStream(err, true, StandardCharsets.UTF_8), false,
            false);
        terminal.requestStop();
        assertEquals(0, Weir.run(terminal, "send", file.toString(), "--to", "127.0.0.1:9", "--loop"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("sent 0 datagrams"), err::toString);
    }

    @Test
    void shouldListenForATime()
    {
        final CliRun run = CliRun.of("listen", "--bind", "127.0.0.1", "--port", "0", "--port", "0", "--duration",
            "50ms", "--flow", "a", "--format", "json");
        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(0, run.line("summary").get("datagrams").asLong());
        assertEquals(2, run.lines().stream().filter(line -> "listener".equals(line.path("type").asText())).count());
        assertTrue(run.err().contains("allow: no network given"), run::err);
    }
}
