package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weir.examples.workload.Injection;
import io.weir.examples.workload.Workload;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.examples.workload.WorkloadSpec;
import io.weir.capture.CaptureWriter;
import io.weir.testkit.Captures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code weir replay}, as a script sees it. */
class ReplayCommandTest
{
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void shouldTellTheFiguresOfNetflowV5()
    {
        final CliRun run = netflow4M();

        assertEquals(0, run.exitCode(), run::toString);
        final JsonNode summary = run.line("summary");
        assertEquals(2708, summary.get("datagrams").asLong());
        assertEquals(2708, summary.get("decoded").asLong());
        assertEquals(78_684, summary.get("flowRecords").asLong());
        assertEquals(2_048_144_412L, summary.get("bytes").asLong());
        assertEquals(2_862_857, summary.get("frames").asLong());
        final JsonNode pairs = summary.get("definitions").get("pairs");
        assertEquals(2_048_144_412L, pairs.get("in").asLong());
        assertEquals(pairs.get("in").asLong(), pairs.get("live").asLong() + pairs.get("exported").asLong() +
            pairs.get("other").asLong() + pairs.get("filtered").asLong());
        final JsonNode rows = run.line("top").get("rows");
        assertEquals(20, rows.size());
        assertEquals("0.88.39.21,122.166.253.119", rows.get(0).get("key").asText());
        assertEquals(337_177_263, rows.get(0).get("bytes").asLong());
        assertTrue(run.err().contains("warning: ") && run.err().contains("at offset 3998912"), run::err);
    }

    @Test
    void shouldCountOnlyWhatAFilterLetsThrough() throws IOException
    {
        final Path config = folder.resolve("filters.json");
        Files.writeString(config, "{\"flows\": {\"others\": {\"filter\": \"ipprotocol!=6\"}}}");
        final CliRun run = CliRun.of("replay", Captures.file("overflowd/netflow_4M.pcap").toString(), "--flow", "tcp",
            "--filter", "ipprotocol=6", "--config", config.toString(), "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        final JsonNode tcp = run.line("summary").get("definitions").get("tcp");
        final JsonNode others = run.line("summary").get("definitions").get("others");
        assertEquals(2_048_144_412L, tcp.get("in").asLong());
        assertEquals(2_048_144_412L, tcp.get("live").asLong() + others.get("live").asLong());
        assertEquals(tcp.get("filtered").asLong(), others.get("live").asLong());
        assertTrue(tcp.get("live").asLong() > 0 && others.get("live").asLong() > 0, run::toString);
    }

    @Test
    void shouldPrintFlowRecordsThatAddUpToWhatCameIn() throws IOException
    {
        final Path config = folder.resolve("log.json");
        Files.writeString(config, "{\"flows\": {\"sources\": {\"keys\": \"ipsource\", \"log\": true, \"fs\": \" \", " +
            "\"activeTimeout\": 1, \"idleTimeout\": 2, \"scope\": \"network\", \"capacity\": 1000}}}");
        final CliRun run =
            CliRun.of("replay", elephant().toString(), "--config", config.toString(), "--format", "json");
        assertEquals(0, run.exitCode(), run::toString);
        long bytes = 0;
        final Set<String> reasons = new TreeSet<>();
        for (final JsonNode flow : run.lines())
        {
            if (!"flow".equals(flow.get("type").asText()))
            {
                continue;
            }
            bytes += flow.get("bytes").asLong();
            reasons.add(flow.get("reason").asText());
            assertTrue(flow.get("start").asText().compareTo(flow.get("end").asText()) <= 0, flow::toString);
        }
        assertTrue(reasons.contains("ACTIVE_TIMEOUT") && reasons.contains("CLOSED"), reasons::toString);
        assertEquals(run.line("summary").get("definitions").get("sources").get("in").asLong(), bytes);
        Files.writeString(config, "{\"flows\": {\"sources\": {\"cacheType\": \"eternal\"}}}");
        final CliRun wrong = CliRun.of("replay", elephant().toString(), "--config", config.toString());
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("flows.sources.cacheType: 'eternal' is not one of [normal, permanent, " +
            "immediate]"), wrong::err);
    }

    @Test
    void shouldLabelByGroupsAndMapsOfAConfiguration() throws IOException
    {
        final Path config = folder.resolve("groups.json");
        Files.writeString(config, "{\"groups\": {\"sites\": {\"all\": [\"0.0.0.0/0\"]}}, " +
            "\"maps\": {\"protocols\": {\"tcp\": 6, \"udp\": [\"17\"]}}, \"flows\": {\"labels\": {\"keys\": " +
            "[\"group:ipsource:sites\", \"null:[map:ipprotocol:protocols]:other\"]}}}");
        final CliRun run = CliRun.of("replay", Captures.file("overflowd/netflow_4M.pcap").toString(),
            "--config", config.toString(), "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        final List<String> keys = new ArrayList<>();
        long bytes = 0;
        for (final JsonNode row : run.line("top").get("rows"))
        {
            keys.add(row.get("key").asText());
            bytes += row.get("bytes").asLong();
        }
        assertTrue(keys.contains("all,tcp") && keys.contains("all,udp"), keys::toString);
        assertEquals(2_048_144_412L, bytes);
    }

    private static CliRun netflow4M()
    {
        return CliRun.of("replay", Captures.file("overflowd/netflow_4M.pcap").toString(), "--flow", "pairs", "--keys",
            "ipsource,ipdestination", "--value", "bytes", "-n", "20", "--format", "json");
    }

    @Test
    void shouldTellTheFiguresOfSflow()
    {
        final CliRun run = CliRun.of("replay", Captures.file("overflowd/sflow.pcap").toString(), "--flow", "pairs",
            "--keys", "ipsource,ipdestination", "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        final JsonNode summary = run.line("summary");
        assertEquals(5855, summary.get("flowSamples").asLong());
        assertEquals(502, summary.get("counterSamples").asLong());
        assertEquals(1_817_614_200L, summary.get("bytes").asLong());
        assertEquals(1_756_500, summary.get("frames").asLong());
        assertEquals(1_817_614_200L, summary.get("definitions").get("pairs").get("in").asLong());
        assertEquals(1_776_515_400L, run.line("top").get("rows").get(0).get("bytes").asLong());
    }

    @Test
    void shouldPrintTheSameBytesEveryTime()
    {
        final CliRun first = netflow4M();

        assertTrue(first.bytes().length > 0);
        assertArrayEquals(first.bytes(), netflow4M().bytes());
    }

    @Test
    void shouldRaiseAndClearAtTheTimesOfTheCapture() throws IOException
    {
        final Path capture = elephant();
        final CliRun run = CliRun.of("replay", capture.toString(), "--flow", "elephant", "--keys",
            "ipsource,ipdestination", "--value", "bytes", "-t", "1s", "--threshold", "big", "--metric", "elephant",
            "--above", "10e6", "--clear-below", "5e6", "--by-flow", "--timeout", "1", "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        final List<JsonNode> events = events(run);
        assertEquals(2, events.size(), run::toString);
        final JsonNode raised = events.get(0);
        assertEquals("RAISED", raised.get("state").asText());
        assertEquals("big", raised.get("thresholdID").asText());
        assertEquals("10.0.0.1,172.16.0.1", raised.get("flowKey").asText());
        assertEquals(raised.get("eventID").asLong(), raised.get("episode").asLong());
        assertEquals(10_000_000, raised.get("threshold").asLong());
        // The rate of 20 MB/s is above 10 MB/s after t ln 2, within the noise of one sample in 100.
        assertEquals(START_NS / 1e6 + 2000 + 1000 * Math.log(2), raised.get("timestamp").asDouble(), 150);
        final JsonNode cleared = events.get(1);
        assertEquals("CLEARED", cleared.get("state").asText());
        assertEquals(raised.get("episode").asLong(), cleared.get("episode").asLong());
        assertEquals("BELOW", cleared.get("reason").asText());
        assertEquals(START_NS / 1e6 + 6000 + 1000 * Math.log(4) + 1000, cleared.get("timestamp").asDouble(), 150);
        assertEquals(0, run.line("summary").get("active").asInt());
    }

    private static List<JsonNode> events(final CliRun run)
    {
        return run.lines().stream().filter(line -> "event".equals(line.get("type").asText())).toList();
    }

    // An elephant of 20 MB/s from 2 s to 6 s in ten seconds of other traffic, sampled 1 in 100.
    private Path elephant() throws IOException
    {
        final Injection elephant =
            Injection.elephant(0, 0x0A00_0001, 0xAC10_0001, 20e6, START_NS + 2 * SECOND_NS, START_NS + 6 * SECOND_NS);
        final Workload workload = new Workload(WorkloadSpec.builder(WorkloadProtocol.SFLOW).startNs(START_NS)
            .records(1000).recordsPerSecond(100).flows(1000, 0).samplingRate(100).injections(List.of(elephant))
            .build());
        final Path file = folder.resolve("elephant.pcap");
        try (CaptureWriter capture = CaptureWriter.create(file))
        {
            while (workload.next())
            {
                capture.source(workload.sourceHigh(), workload.sourceLow(), workload.sourcePort());
                capture.write(workload.buffer(), 0, workload.length(), workload.timeNs());
            }
        }
        return file;
    }

    @Test
    void shouldReadDefinitionsFromAFile() throws IOException
    {
        final Path config = folder.resolve("weir.json");
        Files.writeString(config, "{\"flows\": {\"elephant\": {\"keys\": [\"ipsource\", \"ipdestination\"], " +
            "\"value\": \"bytes\", \"t\": 1, \"n\": 3}}, \"thresholds\": {\"big\": {\"metric\": \"elephant\", " +
            "\"value\": 10e6, \"clearBelow\": 5e6, \"timeout\": 0.5, \"byFlow\": true}}}");
        final CliRun run =
            CliRun.of("replay", elephant().toString(), "--config", config.toString(), "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(2, events(run).size(), run::toString);
        assertEquals(3, run.line("top").get("rows").size());
    }

    @Test
    void shouldMeasureSeveralFlowsAtOnce() throws IOException
    {
        final CliRun run = CliRun.of("replay", elephant().toString(),
            "--flow", "pairs", "--keys", "ipsource,ipdestination", "-n", "2",
            "--flow", "ports", "--keys", "l4destinationport", "--value", "frames", "-n", "4",
            "--flow", "all", "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        final List<JsonNode> tops = new ArrayList<>(run.lines());
        tops.removeIf(line -> !"top".equals(line.get("type").asText()));
        assertEquals(List.of("pairs", "ports", "all"), tops.stream().map(top -> top.get("flow").asText()).toList());
        assertEquals(2, tops.get(0).get("rows").size());
        assertEquals(4, tops.get(1).get("rows").size());
        assertTrue(tops.get(1).get("rows").get(0).path("bytes").isMissingNode());
        assertEquals(1, tops.get(2).get("rows").size());
        assertEquals(run.line("summary").get("bytes").asLong(),
            tops.get(2).get("rows").get(0).get("bytes").asLong());
    }

    @Test
    void shouldPrintTheTopFlowsOfEveryInterval() throws IOException
    {
        final CliRun run = CliRun.of("replay", elephant().toString(), "--flow", "pairs", "--keys",
            "ipsource,ipdestination", "--interval", "1s", "--top", "1", "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        final List<JsonNode> intervals =
            run.lines().stream().filter(line -> "interval".equals(line.get("type").asText())).toList();
        assertTrue(intervals.size() >= 9 && intervals.size() <= 11, run::toString);
        assertEquals("10.0.0.1,172.16.0.1", intervals.get(4).get("rows").get(0).get("key").asText());
        assertEquals(1, intervals.get(4).get("rows").size());
    }

    @Test
    void shouldPrintCsvAsOneTable() throws IOException
    {
        final CliRun run = CliRun.of("replay", elephant().toString(), "--flow", "elephant", "--keys",
            "ipsource,ipdestination", "--threshold", "big", "--metric", "elephant", "--above", "5e6", "--by-flow",
            "--format", "csv");

        assertEquals(0, run.exitCode(), run::toString);
        final List<String> lines = run.out().lines().toList();
        assertEquals("type,time,name,key,state,agent,dataSource,value,low,high,total,frames", lines.get(0));
        assertTrue(lines.get(1).startsWith("event,2026-01-01T00:00:0"), lines.get(1));
        assertTrue(lines.get(1).contains(",big,\"10.0.0.1,172.16.0.1\",RAISED,198.18.0.1,1,"), lines.get(1));
        assertEquals(5, lines.stream().filter(line -> line.startsWith("top,,elephant,")).count());
        assertTrue(run.err().contains("Summary"), run::err);
    }

    @Test
    void shouldTellSeveralValuesOfAFlow() throws IOException
    {
        final Path config = folder.resolve("values.json");
        Files.writeString(config, "{\"flows\": {\"means\": {\"keys\": \"ipsource,ipdestination\", " +
            "\"value\": \"avg:bytes\", \"values\": [\"frames\", \"max:frames\"], \"scope\": \"network\"}}}");
        final String[] replay = { "replay", Captures.file("overflowd/netflow_4M.pcap").toString(), "--config",
            config.toString(), "--flow", "pairs", "--keys", "ipsource,ipdestination", "--values",
            "frames,avg:bytes,max:frames", "--format", "json" };
        final CliRun run = CliRun.of(replay);

        assertEquals(0, run.exitCode(), run::toString);
        final List<JsonNode> tops =
            run.lines().stream().filter(line -> "top".equals(line.path("type").asText())).toList();
        final JsonNode pair = tops.get(1).get("rows").get(0);
        assertEquals(337_177_263, pair.get("bytes").asLong());
        assertEquals(pair.get("frames").asLong(), pair.get("totals").get(0).asLong());
        assertEquals(3, pair.get("values").size());
        assertTrue(pair.get("totals").get(1).asDouble() < 337_177_263 && pair.get("low").isNumber(), pair::toString);
        final JsonNode means = tops.get(0).get("rows").get(0);
        assertTrue(means.get("total").asDouble() >= pair.get("totals").get(1).asDouble(), means::toString);
        assertEquals(means.get("frames").asLong(), means.get("totals").get(0).asLong());
        assertTrue(!means.has("low") && !means.has("bytes"), means::toString);

        replay[replay.length - 1] = "csv";
        final List<String> csv = CliRun.of(replay).out().lines().toList();
        assertEquals("type,time,name,key,state,agent,dataSource,value,low,high,total,frames,values", csv.get(0));
        assertTrue(csv.get(6).startsWith("top,,pairs,\"0.88.39.21,122.166.253.119\""), csv.get(6));
        assertEquals(3, csv.get(6).substring(csv.get(6).lastIndexOf(',')).split(" ").length);
        replay[replay.length - 1] = "table";
        assertTrue(CliRun.of(replay).out().contains("Top flows of means by avg:bytes"));
    }

    @Test
    void shouldTellPercentilesOfSizesAndRates()
    {
        final String[] replay = { "replay", Captures.file("overflowd/sflow.pcap").toString(), "--flow", "pairs",
            "--keys", "ipsource,ipdestination", "--percentiles", "--format", "json" };
        final CliRun run = CliRun.of(replay);

        assertEquals(0, run.exitCode(), run::toString);
        final JsonNode percentiles = run.line("percentiles");
        assertEquals(5855, percentiles.get("recordBytes").get("count").asLong());
        assertEquals(percentiles.get("recordBytes").get("p50"), percentiles.get("packetBytes").get("p50"));
        final JsonNode rates = percentiles.get("rate.pairs");
        assertTrue(rates.get("count").asLong() > 100 && rates.get("max").asLong() >= rates.get("p50").asLong(),
            rates::toString);
        replay[replay.length - 1] = "table";
        assertTrue(CliRun.of(replay).out().contains("rate.pairs"));
    }

    @Test
    void shouldPrintTablesForPeople()
    {
        final CliRun run = CliRun.of("replay", Captures.file("overflowd/sflow.pcap").toString(), "--flow", "pairs",
            "--keys", "ipsource,ipdestination");

        assertEquals(0, run.exitCode(), run::toString);
        assertTrue(run.out().contains("Top flows of pairs by bytes"), run::out);
        assertTrue(run.out().contains("1,776,515,400"), run::out);
        assertTrue(run.out().contains("5,855 flow samples, 502 counter samples"), run::out);
        assertTrue(run.out().indexOf('\u001B') < 0, "no control sequences when it is not a terminal");
    }
}
