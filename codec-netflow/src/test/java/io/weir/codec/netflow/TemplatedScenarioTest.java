package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weir.capture.CaptureReader;
import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Captures;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scenario of {@code expected.json} that holds NetFlow version 9 or IPFIX, without holding data sets, and with
 * templates that stay, because the files of a scenario may be days apart. Of the alternatives that it accepts, a
 * message whose framing is broken is rejected whole, and the count in the header of version 9 decides nothing.
 */
class TemplatedScenarioTest
{
    private static final String BROKEN_FRAMING = "vflow/ipfix_init_multiMessage";
    private static final long REVERSE = 29_305;

    @TestFactory
    Stream<DynamicTest> shouldGiveWhatIndependentDecodersGive() throws IOException
    {
        final JsonNode all = new ObjectMapper().readTree(Captures.file("expected.json").toFile()).get("scenarios");
        final List<DynamicTest> tests = new ArrayList<>();
        for (final JsonNode scenario : all)
        {
            final JsonNode datagrams = scenario.get("datagrams");
            if (null != datagrams && (datagrams.has("nf9") || datagrams.has("ipfix")))
            {
                tests.add(DynamicTest.dynamicTest(scenario.get("id").asText(), () -> new Run(scenario).check()));
            }
        }
        assertTrue(tests.size() > 100, "scenarios " + tests.size());
        return tests.stream();
    }

    private static final class Run implements DataRecordListener
    {
        private final JsonNode scenario;
        private final Map<String, Long> sums = new HashMap<>();
        private final DecoderKit kit =
            DecoderKit.keeping(NetflowDecoder.builder().holdBytes(0, 0)
                .templateLifetime(Duration.ofDays(10_000)).listener(this).build());

        Run(final JsonNode scenario)
        {
            this.scenario = scenario;
        }

        @Override
        public void onDataRecord(final Exporter exporter, final DataRecordView record)
        {
            while (!record.template().format().isOptions() && record.nextField())
            {
                final boolean isReverse = REVERSE == record.enterprise();
                if (record.isNumber() && (isReverse || 0 == record.enterprise()))
                {
                    final String name = ElementRegistry.standard().find(0, record.elementId())
                        .map(element -> element.name()).orElse("?");
                    sums.merge(isReverse ? "reverse" + Character.toUpperCase(name.charAt(0)) + name.substring(1) : name,
                        record.number(), Long::sum);
                }
            }
        }

        void check() throws IOException
        {
            for (final JsonNode file : scenario.get("files"))
            {
                final JsonNode offsets = scenario.path("split_offsets").path(file.asText());
                if (offsets.isMissingNode())
                {
                    decodeCapture(file.asText());
                }
                else
                {
                    decodePieces(file.asText(), offsets);
                }
            }
            if (BROKEN_FRAMING.equals(scenario.get("id").asText()))
            {
                assertEquals(0, kit.flowCount());
                assertEquals(1, kit.outcomes(DecodeStatus.SET_LENGTH));
                return;
            }
            final JsonNode expected = scenario.get("expected").get("netflow");
            assertEquals(expected.get("data_records").asLong(), kit.flowCount(), "data records");
            if (expected.has("options_records"))
            {
                assertEquals(expected.get("options_records").asLong(), kit.count(ExporterCounter.OPTIONS_RECORDS));
            }
            if (expected.has("template_records"))
            {
                assertEquals(
                    expected.get("template_records").asLong() + expected.get("options_template_records").asLong(),
                    kit.count(ExporterCounter.TEMPLATES));
            }
            addVersion5();
            for (final Iterator<String> names = expected.path("sums").fieldNames(); names.hasNext();)
            {
                final String name = names.next();
                assertEquals(expected.get("sums").get(name).asLong(), sums.getOrDefault(name, 0L), name);
            }
            assertPairs(expected);
        }

        private void addVersion5()
        {
            if (scenario.get("datagrams").has("nf5"))
            {
                long bytes = 0;
                long frames = 0;
                for (final FlowRecord record : kit.flows())
                {
                    bytes += record.getOr(Slots.BYTES, 0);
                    frames += record.getOr(Slots.FRAMES, 0);
                }
                sums.put("octetDeltaCount", bytes);
                sums.put("packetDeltaCount", frames);
            }
        }

        private void assertPairs(final JsonNode expected)
        {
            final Map<String, Long> pairs = new HashMap<>();
            for (final FlowRecord record : kit.flows())
            {
                if (record.has(Slots.IP_SOURCE) && record.has(Slots.IP_DESTINATION) && record.has(Slots.IP_BYTES))
                {
                    pairs.merge(IpText.of(record.get(Slots.IP_SOURCE), record.get(Slots.IP_SOURCE + 1)) + ' ' +
                        IpText.of(record.get(Slots.IP_DESTINATION), record.get(Slots.IP_DESTINATION + 1)),
                        record.get(Slots.IP_BYTES), Long::sum);
                }
            }
            for (final JsonNode pair : expected.path("top_pairs_by_octetDeltaCount"))
            {
                final String key = text(pair.get(0)) + ' ' + text(pair.get(1));
                assertEquals(pair.get(2).asLong(), pairs.getOrDefault(key, -1L), key);
            }
            if (expected.has("distinct_pairs_with_octetDeltaCount"))
            {
                assertEquals(expected.get("distinct_pairs_with_octetDeltaCount").asInt(), pairs.size(), "pairs");
            }
        }

        private static String text(final JsonNode address)
        {
            return address.asText().toUpperCase(Locale.ROOT);
        }

        private void decodeCapture(final String file) throws IOException
        {
            try (CaptureReader reader = CaptureReader.open(Captures.file(file)))
            {
                while (reader.next())
                {
                    kit.from(reader.sourceHigh(), reader.sourceLow(), reader.sourcePort()).at(reader.timeNs());
                    decode(reader.buffer(), reader.offset(), reader.length());
                }
            }
        }

        private void decodePieces(final String file, final JsonNode offsets) throws IOException
        {
            final byte[] bytes = Files.readAllBytes(Captures.file(file));
            for (int i = 0; i < offsets.size(); i++)
            {
                final int from = offsets.get(i).asInt();
                decode(bytes, from, (i + 1 < offsets.size() ? offsets.get(i + 1).asInt() : bytes.length) - from);
            }
        }

        private void decode(final byte[] buffer, final int offset, final int length)
        {
            kit.decode(buffer, offset, length);
        }
    }
}
