package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weir.testkit.Captures;
import io.weir.testkit.Vectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code --metrics} and {@code --dropped} of {@code weir replay}. */
class MetricQueryTest
{
    @TempDir
    private Path folder;

    private static List<JsonNode> lines(final CliRun run, final String type)
    {
        assertEquals(0, run.exitCode(), run::toString);
        return run.lines().stream().filter(line -> type.equals(line.get("type").asText())).toList();
    }

    @Test
    void shouldAnswerQueriesOfMetrics()
    {
        final CliRun run = CliRun.of("replay", Captures.file("overflowd/sflow.pcap").toString(), "--format", "json",
            "--metrics", "max:ifspeed,any:ifadminstatus,ifnothing", "--metrics", "table:ifindex,sort:ifinoctets:-3",
            "--metrics", "dump?ifindex=1");

        final List<JsonNode> summaries = lines(run, "metric");
        assertEquals(3, summaries.size(), run::toString);
        assertEquals("192.168.1.1", summaries.get(0).get("agent").asText());
        assertTrue(summaries.get(0).get("metricValue").isIntegralNumber());
        assertTrue(summaries.get(0).get("metricN").asInt() > 10);
        assertTrue(summaries.get(0).get("lastUpdateMax").asLong() >= summaries.get(0).get("lastUpdateMin").asLong());
        assertTrue(List.of("up", "down").contains(summaries.get(1).get("metricValue").asText()));
        assertTrue(summaries.get(2).get("metricValue").isNull());
        final List<JsonNode> rows = lines(run, "row");
        assertEquals(3, rows.size());
        assertEquals("ifinoctets", rows.get(0).get("metrics").get(1).get("metricName").asText());
        assertTrue(rows.get(0).get("metrics").get(1).get("metricValue").asDouble() >=
            rows.get(2).get("metrics").get(1).get("metricValue").asDouble());
        assertTrue(lines(run, "dump").stream().allMatch(line -> "1".equals(line.get("dataSource").asText())));
        assertTrue(lines(run, "dump").size() > 5, run::toString);
    }

    @Test
    void VEC_S22_shouldPrintMetricsThatExportersNameInEveryFormat() throws IOException
    {
        final Path file = folder.resolve("rtmetric");
        Files.write(file, Vectors.datagrams("S22").get(0));

        final CliRun table = CliRun.of("replay", file.toString(), "--metrics", "cpu?datasource=pod*");
        final CliRun csv = CliRun.of("replay", file.toString(), "--metrics", "dump", "--format", "csv");

        assertTrue(table.out().contains("192.0.2.254 pod1"), table::toString);
        assertTrue(table.out().contains("1.5"), table::toString);
        assertTrue(csv.out().contains("dump,,cpu,,,192.0.2.254,pod1,1.5,,,,\n"), csv::toString);
    }

    @Test
    void shouldPrintRowsAsRows()
    {
        final CliRun run = CliRun.of("replay", Captures.file("overflowd/sflow.pcap").toString(),
            "--metrics", "table:ifindex,sort:ifspeed:-1");

        final List<String> lines = run.out().lines().map(String::strip).toList();
        final int title = lines.indexOf("Metrics") + 1;
        assertTrue(lines.get(title).matches("agent and data source +ifindex +ifspeed"), run::toString);
        assertTrue(lines.get(title + 1).matches("192\\.168\\.1\\.1 \\d+ +\\d+ +10000000000"), run::toString);
    }

    @Test
    void shouldRefuseWrongQueries()
    {
        final String file = Captures.file("overflowd/sflow.pcap").toString();
        for (final String query : List.of("mx:ifspeed", "table:", "", "table:sort:ifspeed:many", "dump?ifindex"))
        {
            final CliRun run = CliRun.of("replay", file, "--metrics", query);
            assertEquals(2, run.exitCode(), run::toString);
            assertTrue(run.err().contains("--metrics '" + query + "'"), run::toString);
        }
    }

    @Test
    void VEC_S12_shouldCountDroppedPackets() throws IOException
    {
        final Path file = folder.resolve("drops");
        Files.write(file, Vectors.datagrams("S12").get(0));
        final Path config = folder.resolve("weir.json");
        Files.writeString(config, "{\"flows\": {\"also\": {\"keys\": \"reason\", \"value\": \"frames\", " +
            "\"dropped\": true}, \"none\": {\"keys\": \"ipsource\", \"dropped\": false}}}");

        final CliRun run = CliRun.of("replay", file.toString(), "--flow", "drops", "--keys", "ipsource,reason",
            "--value", "frames", "--dropped", "--config", config.toString(), "--format", "json");

        final List<JsonNode> tops = lines(run, "top");
        assertEquals(List.of("also", "none", "drops"), tops.stream().map(top -> top.get("flow").asText()).toList());
        assertEquals("acl", tops.get(0).get("rows").get(0).get("key").asText());
        assertEquals(0, tops.get(1).get("rows").size());
        assertEquals("192.0.2.1,acl", tops.get(2).get("rows").get(0).get("key").asText());
        assertEquals(1, tops.get(2).get("rows").get(0).get("frames").asInt());
        Files.writeString(config, "{\"flows\": {\"a\": {\"dropped\": 1}}}");
        final CliRun wrong = CliRun.of("replay", file.toString(), "--config", config.toString());
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("flows.a.dropped: true or false is expected: 1"), wrong::toString);
    }
}
