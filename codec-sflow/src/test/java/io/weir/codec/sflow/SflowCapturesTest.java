package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weir.capture.CaptureReader;
import io.weir.exporter.ExporterCounter;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Captures;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What independent decoders found in the captures, every sFlow scenario of expected.json. */
class SflowCapturesTest
{
    private static final int SCENARIOS = 37;

    @TestFactory
    List<DynamicTest> shouldFindWhatIndependentDecodersFound() throws IOException
    {
        final List<DynamicTest> tests = new ArrayList<>();
        final JsonNode root = new ObjectMapper().readTree(Captures.file("expected.json").toFile());
        for (final JsonNode scenario : root.get("scenarios"))
        {
            if (scenario.path("expected").has("sflow"))
            {
                tests.add(DynamicTest.dynamicTest(scenario.get("id").asText(), () -> check(scenario)));
            }
        }
        assertEquals(SCENARIOS, tests.size());
        return tests;
    }

    private static void check(final JsonNode scenario) throws IOException
    {
        final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());
        final Formats formats = new Formats();
        int datagrams = 0;
        for (final JsonNode file : scenario.get("files"))
        {
            datagrams += decode(kit, formats, file.asText());
        }
        final JsonNode expected = scenario.get("expected").get("sflow");
        assertEquals(scenario.get("datagrams").get("sflow5").asInt(), datagrams);
        assertEquals(expected.get("flow_samples").asLong(), kit.count(ExporterCounter.FLOW_SAMPLES));
        assertEquals(expected.get("flow_samples").asLong(), kit.flowCount());
        assertEquals(expected.get("counter_samples").asLong(), kit.count(ExporterCounter.COUNTER_SAMPLES));
        assertEquals(expected.get("discard_samples").asLong(), kit.count(ExporterCounter.DISCARD_SAMPLES));
        assertEquals(expected.get("expanded_samples").asLong(), formats.expandedSamples);
        checkFormats(expected, "flow_record_formats", formats.flow);
        checkFormats(expected, "counter_record_formats", formats.counter);
        checkSums(expected, kit.flows());
    }

    private static int decode(final DecoderKit kit, final Formats formats, final String file) throws IOException
    {
        int datagrams = 0;
        try (CaptureReader capture = CaptureReader.open(Captures.file(file)))
        {
            while (capture.next())
            {
                kit.from(capture.sourceHigh(), capture.sourceLow(), capture.sourcePort());
                assertEquals(
                    DecodeStatus.OK, kit.decode(capture.buffer(), capture.offset(), capture.length()), file);
                formats.walk(capture.buffer(), capture.offset(), capture.length());
                datagrams++;
            }
        }
        return datagrams;
    }

    private static void checkFormats(final JsonNode expected, final String name, final Map<String, Integer> actual)
    {
        if (expected.has(name))
        {
            final Map<String, Integer> wanted = new TreeMap<>();
            expected.get(name).properties().forEach(
                field -> wanted.put(field.getKey(), field.getValue().asInt()));
            assertEquals(wanted, actual, name);
        }
    }

    private static void checkSums(final JsonNode expected, final List<FlowRecord> flows)
    {
        long rates = 0;
        long frameBytes = 0;
        long scaled = 0;
        final Map<String, Long> pairs = new TreeMap<>();
        for (final FlowRecord flow : flows)
        {
            assertTrue(flow.has(Slots.BYTES) && flow.has(Slots.SAMPLING_RATE));
            final long bytes = flow.get(Slots.BYTES);
            rates += flow.get(Slots.SAMPLING_RATE);
            frameBytes += bytes;
            scaled += bytes * flow.get(Slots.SAMPLING_RATE);
            pairs.merge(ip(flow, Slots.IP_SOURCE) + " " + ip(flow, Slots.IP_DESTINATION),
                bytes * flow.get(Slots.SAMPLING_RATE), Long::sum);
        }
        checkIfTold(expected, "sum_sampling_rate", rates);
        checkIfTold(expected, "sum_frame_length", frameBytes);
        checkIfTold(expected, "sum_rate_x_frame_length", scaled);
        checkIfTold(expected, "distinct_ip_pairs", pairs.size());
        for (final JsonNode pair : expected.path("top_pairs_by_rate_x_frame_length"))
        {
            assertEquals(pair.get(2).asLong(), pairs.get(pair.get(0).asText() + " " + pair.get(1).asText()));
        }
    }

    private static void checkIfTold(final JsonNode expected, final String name, final long actual)
    {
        if (expected.has(name))
        {
            assertEquals(expected.get(name).asLong(), actual, name);
        }
    }

    private static String ip(final FlowRecord flow, final int slot)
    {
        return IpText.of(flow.get(slot), flow.get(slot + 1)).toLowerCase(Locale.ROOT);
    }

    @Test
    void shouldReadEverySampleOfARealSwitch() throws IOException
    {
        final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());
        assertEquals(1000, decode(kit, new Formats(), "overflowd/sflow.pcap"));

        assertEquals(5855, kit.flowCount());
        assertEquals(502, kit.count(ExporterCounter.COUNTER_SAMPLES));
        assertEquals(1004, kit.counterCount());
        assertEquals(1_817_614_200L, kit.flows().stream()
            .mapToLong(flow -> flow.get(Slots.BYTES) * flow.samplingRateOrOne()).sum());
        assertEquals(1, kit.exporters().size());
        assertEquals("192.168.1.1", kit.exporters().get(0).agent());
        assertEquals(300, kit.exporters().get(0).samplingRate());
        assertEquals(52, kit.flows().stream().mapToLong(flow -> flow.get(Slots.DATA_SOURCE)).distinct().count() +
            kit.counters().stream().mapToLong(counter -> counter.dataSource()).distinct()
                .filter(source -> kit.flows().stream().noneMatch(flow -> flow.get(Slots.DATA_SOURCE) == source))
                .count());
        assertTrue(kit.flows().stream().allMatch(flow -> flow.has(Slots.TCP) && !flow.has(Slots.MALFORMED)));
    }

    /** Formats of samples and records, counted through the views alone. */
    private static final class Formats
    {
        final Map<String, Integer> flow = new TreeMap<>();
        final Map<String, Integer> counter = new TreeMap<>();
        int expandedSamples;

        private final SflowDatagramView datagram = new SflowDatagramView();
        private final FlowSampleView flowSample = new FlowSampleView();
        private final CountersSampleView countersSample = new CountersSampleView();

        void walk(final byte[] buffer, final int offset, final int length)
        {
            assertEquals(DecodeStatus.OK, datagram.wrap(buffer, offset, length));
            while (datagram.hasSample() && DecodeStatus.OK == datagram.nextSample())
            {
                final int at = datagram.sampleOffset();
                final int size = datagram.sampleLength();
                switch (datagram.sampleFormat())
                {
                    case SflowFormat.FLOW_SAMPLE:
                        assertEquals(DecodeStatus.OK, flowSample.wrap(buffer, at, size));
                        walk(flowSample, flow);
                        break;
                    case SflowFormat.FLOW_SAMPLE_EXPANDED:
                        assertEquals(DecodeStatus.OK, flowSample.wrapExpanded(buffer, at, size));
                        walk(flowSample, flow);
                        break;
                    case SflowFormat.COUNTERS_SAMPLE:
                        assertEquals(DecodeStatus.OK, countersSample.wrap(buffer, at, size));
                        walk(countersSample, counter);
                        break;
                    case SflowFormat.COUNTERS_SAMPLE_EXPANDED:
                        assertEquals(DecodeStatus.OK, countersSample.wrapExpanded(buffer, at, size));
                        walk(countersSample, counter);
                        break;
                    default:
                        break;
                }
            }
        }

        private void walk(final SampleView sample, final Map<String, Integer> into)
        {
            expandedSamples += sample.isExpanded() ? 1 : 0;
            while (sample.hasRecord() && DecodeStatus.OK == sample.nextRecord())
            {
                final int format = sample.recordFormat();
                into.merge(SflowFormat.enterprise(format) + ":" + SflowFormat.format(format), 1, Integer::sum);
            }
        }
    }
}
