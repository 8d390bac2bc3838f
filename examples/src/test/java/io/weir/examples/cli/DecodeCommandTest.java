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
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** {@code weir decode}: a line for every record. */
class DecodeCommandTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldListEveryFieldOfAFlowSample()
    {
        final CliRun run = CliRun.of("decode", Captures.file("cistern-sflow/flow_sample.dump").toString());

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(1, run.lines().size(), run::toString);
        final JsonNode flow = run.lines().get(0);
        assertEquals("flow", flow.get("type").asText());
        assertEquals("sflow5", flow.get("protocol").asText());
        assertEquals("192.0.2.1", flow.get("exporter").asText());
        assertEquals("1970-01-01T00:00:00Z", flow.get("time").asText());
        assertEquals("199.58.161.150", flow.get("ipsource").asText());
        assertEquals("197.161.57.246", flow.get("ipdestination").asText());
        assertEquals(318, flow.get("bytes").asLong());
        assertEquals(1, flow.get("frames").asLong());
        assertEquals(4096, flow.get("samplingRate").asLong());
        assertEquals("RECORD", flow.get("samplingSource").asText());
        assertTrue(flow.get("start").isNull());
        assertTrue(flow.path("ip6source").isMissingNode(), "what is not there is absent");
        assertTrue(flow.path("elements").isMissingNode(), "sFlow has no elements");
    }

    @Test
    void shouldListEveryRecordOfNetflowV5WithItsElements()
    {
        final CliRun run = CliRun.of("decode", Captures.file("akvorado/nfv5.pcap").toString());

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(29, run.lines().size());
        long bytes = 0;
        for (final JsonNode flow : run.lines())
        {
            assertEquals("netflow5", flow.get("protocol").asText());
            assertEquals(flow.get("bytes"), flow.get("elements").get("octetDeltaCount"));
            assertEquals(flow.get("ipsource"), flow.get("elements").get("sourceIPv4Address"));
            assertEquals(flow.get("l4protocol"), flow.get("elements").get("protocolIdentifier"));
            bytes += flow.get("bytes").asLong();
        }
        assertEquals(88_345, bytes);
    }

    @Test
    void shouldListTemplatesOptionsAndFlowsOfIpfixByTheNamesOfTheirElements() throws IOException
    {
        final Path file = folder.resolve("made.pcap");
        CliRun.of("generate", "--out", file.toString(), "--protocol", "ipfix", "--records", "50", "--exporters", "1");

        final CliRun run = CliRun.of("decode", file.toString());

        assertEquals(0, run.exitCode(), run::toString);
        final List<JsonNode> templates = lines(run, "template");
        assertEquals(3, templates.size(), "repeated templates are not told again");
        assertEquals("LEARNED", templates.get(0).get("event").asText());
        assertEquals(20, templates.get(0).get("fields").size());
        assertEquals("{\"name\":\"sourceIPv4Address\",\"id\":8,\"length\":4}",
            templates.get(0).get("fields").get(0).toString());
        assertEquals("variable", templates.get(2).get("fields").get(1).get("length").asText());
        final List<JsonNode> options = lines(run, "options");
        assertEquals(1, options.get(0).get("elements").get("samplingInterval").asLong());
        assertEquals(1, options.get(0).get("scope").get("observationDomainId").asLong());
        assertEquals("ge-0/0/0", options.get(1).get("elements").get("interfaceName").asText());
        final List<JsonNode> flows = lines(run, "flow");
        assertEquals(50, flows.size());
        for (final JsonNode flow : flows)
        {
            final JsonNode elements = flow.get("elements");
            assertEquals(20, elements.size());
            assertEquals(flow.get("ipsource"), elements.get("sourceIPv4Address"));
            assertEquals(flow.get("bytes"), elements.get("octetDeltaCount"));
            assertEquals("ge-0/0/" + (elements.get("ingressInterface").asInt() - 1),
                flow.get("ifname:inputifindex").asText());
            assertEquals(Instant.parse(flow.get("start").asText()),
                Instant.parse(elements.get("flowStartMilliseconds").asText()));
        }
    }

    private static List<JsonNode> lines(final CliRun run, final String type)
    {
        return run.lines().stream().filter(line -> type.equals(line.get("type").asText())).toList();
    }

    @Test
    void VEC_N07_I06_I09_I14_I18_shouldShowEveryFormOfAValue() throws IOException
    {
        assertElements("N07", Map.of("33002", "\"firewallExtendedEvent\":1001", "57554", "\"57554\":7"));
        assertElements("I06", Map.of("micro", "\"flowStartMicroseconds\":\"2023-11-14T22:13:20.500Z\"",
            "nano", "\"flowEndNanoseconds\":\"2023-11-14T22:13:21.250Z\""));
        assertElements("I09", Map.of("float", ":0.5"));
        assertElements("I05", Map.of("reverse", "\"reverseOctetDeltaCount\":5000"));
        assertElements("I14", Map.of("twice", "["));
        assertElements("I18", Map.of("unknown", "\"65545/"));
    }

    @Test
    void BAD_I17_shouldShowValuesOfEveryReducedSizeOrTheirBytes() throws IOException
    {
        // mibObjectValueInteger in 3 bytes, samplingProbability in 4, dataRecordsReliability as 1, 0 and 3, and lengths
        // that no such value has.
        final String template = "000a %04x 60000000 00000001 00000001" + "0002 002c 0100 0009" +
            "01b2 0003 01b2 0008 0137 0004 0137 0003 0114 0001 0114 0001 0114 0001 0001 0009 0002 0007";
        final String data = "0100 %04x" + "fffffe" + "fffffffffffffffd" + "3e800000" + "010203" + "01" + "00" + "03" +
            "000000000000000001" + "ffffffffffffff";
        final byte[] message = HexFormat.of().parseHex(
            (template.formatted(16 + 44 + 4 + 37) + data.formatted(4 + 37)).replace(" ", ""));
        final Path file = folder.resolve("I17");
        Files.write(file, message);
        final JsonNode elements = lines(CliRun.of("decode", file.toString()), "flow").get(0).get("elements");
        assertEquals("[-2,-3]", elements.get("mibObjectValueInteger").toString());
        assertEquals(0.25, elements.get("samplingProbability").get(0).asDouble());
        assertEquals("[true,0,3]", elements.get("dataRecordsReliability").toString());
        assertEquals("000000000000000001", elements.get("octetDeltaCount").asText());
        assertEquals((1L << 56) - 1, elements.get("packetDeltaCount").asLong());
    }

    private void assertElements(final String vector, final Map<String, String> parts) throws IOException
    {
        final Path file = folder.resolve(vector);
        Files.write(file, Vectors.datagrams(vector).get(0));
        final CliRun run = CliRun.of("decode", file.toString());
        final String elements = lines(run, "flow").get(0).get("elements").toString();
        parts.forEach((name, part) -> assertTrue(elements.contains(part), () -> name + " in " + elements));
    }

    @Test
    void shouldListRefusedTemplates() throws IOException
    {
        final Path file = folder.resolve("N11");
        Files.write(file, Vectors.datagrams("N11").get(0));
        final JsonNode template = lines(CliRun.of("decode", file.toString()), "template").get(0);
        assertEquals("REFUSED", template.get("event").asText());
        assertEquals("TEMPLATE_ZERO", template.get("reason").asText());
    }

    @Test
    void shouldListCounterStructures()
    {
        final CliRun run = CliRun.of("decode", Captures.file("cistern-sflow/counter_sample.dump").toString());

        assertEquals(0, run.exitCode(), run::toString);
        final List<String> structures =
            run.lines().stream().map(line -> line.get("type").asText() + " " + line.get("structure").asText()).toList();
        assertEquals(List.of("counters 0:2", "counters 0:1"), structures);
        final JsonNode generic = run.lines().get(1).get("counters");
        assertTrue(generic.get("ifInOctets").isIntegralNumber(), generic::toString);
    }

    @Test
    void VEC_S21_shouldListWhatVersion4Tells() throws IOException
    {
        final Path file = folder.resolve("sflow4");
        Files.write(file, Vectors.datagrams("S21").get(0));

        final CliRun run = CliRun.of("decode", file.toString());

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(2, run.lines().size(), run::toString);
        final JsonNode flow = run.lines().get(0);
        assertEquals("sflow4", flow.get("protocol").asText());
        assertEquals(9, flow.get("sequence").asLong());
        assertEquals(9999, flow.get("samplePool").asLong());
        assertEquals("192.0.2.1", flow.get("ipsource").asText());
        assertEquals("RECORD", flow.get("samplingSource").asText());
        assertEquals("sampled_header", flow.get("structures").get(0).get("name").asText());
        assertEquals(100, flow.get("structures").get(0).get("fields").get("frame_length").asLong());
        assertEquals(20, flow.get("structures").get(1).get("fields").get("dst_vlan").asLong());
        assertEquals("if_counters", run.lines().get(1).get("name").asText());
        assertEquals("sflow4", run.lines().get(1).get("protocol").asText());
        assertEquals("{\"sflow4\":1}",
            CliRun.of("decode", "--summary", file.toString()).lines().get(0).get("protocols").toString());
    }

    @Test
    void VEC_S22_shouldListCustomMetrics() throws IOException
    {
        final Path file = folder.resolve("rtmetric");
        Files.write(file, Vectors.datagrams("S22").get(0));

        final CliRun run = CliRun.of("decode", file.toString());

        assertEquals(1, run.lines().size(), run::toString);
        final JsonNode line = run.lines().get(0);
        assertEquals("counters", line.get("type").asText());
        assertEquals("4300:1002", line.get("structure").asText());
        assertEquals("pod1", line.get("datasource").asText());
        assertEquals("{\"cpu\":1.5,\"req\":123}", line.get("counters").toString());
    }

    @Test
    void shouldListAttributesOfCustomFlowsAndRecordsOfAggregates() throws IOException
    {
        final byte[] flow = HexFormat.of().parseHex("00000005" + "00000001c00002fe" + "00000000" + "00000001" +
            "00002710" + "00000002" + "010cc3eb" + "00000038" + "00000003" + "617070" + "00" + "0000000a" +
            "00000064" + "00000002" + "00000002" + "69700000" + "00000002" + "0a000001" + "00000003" + "75726c00" +
            "00000000" + "00000001" + "2f000000" +
            "00000001" + "00000050" + "000000010000000300000064000003e800000000000000030000000500000001" +
            "000003f8" + "00000028" + "00000001" + "00000002" + "000003fc" + "00000008" + "000001bb" + "0000c350" +
            "000003f8" + "00000008" + "00000001" + "00000000");
        final Path file = folder.resolve("rtflow");
        Files.write(file, flow);

        final CliRun run = CliRun.of("decode", file.toString());

        assertEquals(2, run.lines().size(), run::toString);
        final JsonNode custom = run.lines().get(1);
        assertEquals("rtflow", custom.get("name").asText());
        assertEquals("app", custom.get("datasource").asText());
        assertEquals(10, custom.get("samplingRate").asLong());
        assertEquals("{\"ip\":\"10.0.0.1\",\"url\":\"/\"}", custom.get("fields").toString());
        final JsonNode units = run.lines().get(0).get("structures").get(0).get("fields").get("pdus");
        assertEquals(443, units.get(0).get(0).get("fields").get("src_port").asLong(), units::toString);
        assertEquals("[[]]", units.get(0).get(1).get("fields").get("pdus").toString(), units::toString);
    }

    @Test
    void shouldListRejectedDatagrams() throws IOException
    {
        final Path file = folder.resolve("unknown");
        Files.write(file, new byte[]{ 0, 99, 1, 2, 3, 4 });

        final CliRun run = CliRun.of("decode", file.toString());

        assertEquals(0, run.exitCode(), run::toString);
        final JsonNode rejected = run.lines().get(0);
        assertEquals("rejected", rejected.get("type").asText());
        assertEquals("VERSION", rejected.get("reason").asText());
        assertEquals(6, rejected.get("length").asInt());
        assertTrue(rejected.get("protocol").isNull());
    }

    @Test
    void shouldSummarizeFilesOneByOneOrTogether()
    {
        final String first = Captures.file("graylog/netflow-v5-2.dat").toString();
        final String second = Captures.file("cistern-sflow/flow_sample.dump").toString();

        final CliRun apart = CliRun.of("decode", "--summary", first, second);
        final CliRun together = CliRun.of("decode", "--summary", "--together", first, second);

        assertEquals(2, apart.lines().size());
        assertEquals(first, apart.lines().get(0).get("file").asText());
        assertEquals(30, apart.lines().get(0).get("flowRecords").asLong());
        assertEquals(0, apart.lines().get(1).get("flowRecords").asLong());
        assertEquals(1, together.lines().size());
        final JsonNode all = together.lines().get(0);
        assertEquals(2, all.get("file").size());
        assertEquals(2, all.get("datagrams").asLong());
        assertEquals(30, all.get("flowRecords").asLong());
        assertEquals(1, all.get("flowSamples").asLong());
        assertEquals(342_263 + 1_302_528, all.get("bytes").asLong());
    }

    @Test
    void shouldPrintTheMembersOfASummaryInTheirOrder()
    {
        final CliRun run =
            CliRun.of("decode", "--summary", Captures.file("cistern-sflow/flow_sample.dump").toString());

        final List<String> members = run.lines().get(0).properties().stream().map(Map.Entry::getKey).toList();
        assertEquals(List.of("file", "datagrams", "decoded", "rejected", "protocols", "flowSamples", "counterSamples",
            "discardSamples", "flowRecords", "optionsRecords", "templates", "unknownTemplateSets", "bytes", "frames",
            "sums", "sumSamplingRate", "sumRateTimesFrameLength"), members);
    }
}
