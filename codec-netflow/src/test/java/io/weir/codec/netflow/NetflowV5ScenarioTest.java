package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weir.capture.CaptureException;
import io.weir.capture.CaptureReader;
import io.weir.exporter.ExporterCounter;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Captures;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scenario of {@code expected.json} that holds version 5 alone. Where it allows for both, a datagram whose count
 * exceeds it is rejected whole, as nfdump does, and not cut down to the records that fit, as tshark does.
 */
class NetflowV5ScenarioTest
{
    private static final Set<String> SCENARIOS = Set.of(
        "logstash/nf5_ntop", "logstash/nf5_invalid01", "logstash/nf5_invalid02", "logstash/nf5_mikrotik",
        "logstash/nf5_juniper_mx80", "akvorado/nf5", "overflowd/netflow_4M", "graylog/netflow-v5-1",
        "graylog/netflow-v5-2", "graylog/netflow5", "graylog/netgraph-netflow5", "graylog/pmacctd-netflow5",
        "goflow2/nflegacy_TestDecodeNetFlowV5_data", "vflow/v5_TestV5FlowPacket");
    private static final String CUT_CAPTURE = "overflowd/netflow_4M.pcap";
    private static final int TOP = 5;

    @TestFactory
    Stream<DynamicTest> shouldGiveWhatIndependentDecodersGive() throws IOException
    {
        final JsonNode all = new ObjectMapper().readTree(Captures.file("expected.json").toFile()).get("scenarios");
        final List<DynamicTest> tests = new ArrayList<>();
        final Set<String> found = new HashSet<>();
        for (final JsonNode scenario : all)
        {
            final JsonNode datagrams = scenario.get("datagrams");
            if (1 == datagrams.size() && datagrams.has("nf5"))
            {
                final String id = scenario.get("id").asText();
                found.add(id);
                tests.add(DynamicTest.dynamicTest(id, () -> run(scenario)));
            }
        }
        assertEquals(SCENARIOS, found);
        return tests.stream();
    }

    private static void run(final JsonNode scenario) throws IOException
    {
        final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());
        int datagrams = 0;
        for (final JsonNode file : scenario.get("files"))
        {
            final JsonNode offsets = scenario.path("split_offsets").path(file.asText());
            datagrams += offsets.isMissingNode() ?
                decodeCapture(kit, file.asText()) : decodePieces(kit, file.asText(), offsets);
        }
        assertEquals(scenario.get("datagrams").get("nf5").asInt(), datagrams);

        final JsonNode expected = scenario.get("expected").get("netflow");
        final JsonNode irregular = expected.path("irregularities");
        assertEquals(irregular.path("v5_count_exceeds_datagram").asInt(0),
            kit.outcomes(DecodeStatus.COUNT) + kit.outcomes(DecodeStatus.LENGTH));
        assertEquals(irregular.path("v5_trailing_bytes").asInt(0), kit.faults(DecodeStatus.TRAILING));
        assertEquals(datagrams, kit.outcomes(DecodeStatus.OK) + kit.outcomes(DecodeStatus.COUNT));
        assertEquals(scenario.get("exporters").asInt(),
            kit.exporters().stream().map(exporter -> exporter.source()).distinct().count());
        if (!expected.has("data_records"))
        {
            assertEquals(0, kit.flowCount());
            return;
        }
        assertEquals(expected.get("data_records").asLong(), kit.flowCount());
        assertEquals(kit.flowCount(), kit.count(ExporterCounter.FLOW_RECORDS));
        assertSums(expected, kit.flows());
        assertPairs(expected, kit.flows());
    }

    private static void assertSums(final JsonNode expected, final List<FlowRecord> flows)
    {
        long bytes = 0;
        long frames = 0;
        long scaledBytes = 0;
        long scaledFrames = 0;
        for (final FlowRecord record : flows)
        {
            bytes += record.get(Slots.BYTES);
            frames += record.get(Slots.FRAMES);
            scaledBytes += record.get(Slots.BYTES) * record.samplingRateOrOne();
            scaledFrames += record.get(Slots.FRAMES) * record.samplingRateOrOne();
        }
        assertEquals(expected.get("sums").get("octetDeltaCount").asLong(), bytes);
        assertEquals(expected.get("sums").get("packetDeltaCount").asLong(), frames);
        final JsonNode scaled = expected.path("nfdump_after_announced_sampling");
        assertEquals(scaled.path("bytes").asLong(bytes), scaledBytes);
        assertEquals(scaled.path("packets").asLong(frames), scaledFrames);
    }

    private static void assertPairs(final JsonNode expected, final List<FlowRecord> flows)
    {
        final Map<String, Long> pairs = new HashMap<>();
        for (final FlowRecord record : flows)
        {
            final String source = IpText.of(record.get(Slots.IP_SOURCE), record.get(Slots.IP_SOURCE + 1));
            final String destination =
                IpText.of(record.get(Slots.IP_DESTINATION), record.get(Slots.IP_DESTINATION + 1));
            pairs.merge(source + ' ' + destination, record.get(Slots.BYTES), Long::sum);
        }
        assertEquals(expected.get("distinct_pairs_with_octetDeltaCount").asInt(), pairs.size());
        final JsonNode top = expected.get("top_pairs_by_octetDeltaCount");
        assertTrue(top.size() == Math.min(TOP, pairs.size()));
        for (final JsonNode pair : top)
        {
            assertEquals(pair.get(2).asLong(), pairs.get(pair.get(0).asText() + ' ' + pair.get(1).asText()));
        }
        final long[] sorted = pairs.values().stream().mapToLong(bytes -> -bytes).sorted().toArray();
        for (int i = 0; i < top.size(); i++)
        {
            assertEquals(top.get(i).get(2).asLong(), -sorted[i]);
        }
    }

    private static int decodeCapture(final DecoderKit kit, final String file) throws IOException
    {
        int datagrams = 0;
        try (CaptureReader reader = CaptureReader.open(Captures.file(file)))
        {
            while (reader.next())
            {
                kit.from(reader.sourceHigh(), reader.sourceLow(), reader.sourcePort()).at(reader.timeNs());
                kit.decode(reader.buffer(), reader.offset(), reader.length());
                datagrams++;
            }
        }
        catch (final CaptureException e)
        {
            assertEquals(CUT_CAPTURE, file, e.getMessage());
        }
        return datagrams;
    }

    private static int decodePieces(final DecoderKit kit, final String file, final JsonNode offsets) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(Captures.file(file));
        for (int i = 0; i < offsets.size(); i++)
        {
            final int from = offsets.get(i).asInt();
            final int to = i + 1 < offsets.size() ? offsets.get(i + 1).asInt() : bytes.length;
            kit.decode(bytes, from, to - from);
        }
        return offsets.size();
    }
}
