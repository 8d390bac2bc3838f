package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.weir.testkit.Captures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code decode --summary} against the figures that other decoders give for the same captures. */
class ExpectedFiguresTest
{
    private static final int MANY = 100_000;
    private static final Set<String> PROTOCOLS = Set.of("sflow5", "nf5", "nf1", "nf7");
    private static final Set<String> WITH_ELEMENTS = Set.of("nf9", "ipfix");
    /** A message whose framing is broken: it is rejected whole, which the figures allow for. */
    private static final String BROKEN_FRAMING = "vflow/ipfix_init_multiMessage";

    @TempDir
    private Path folder;

    static Stream<Arguments> scenarios() throws IOException
    {
        return all().stream()
            .filter(scenario -> hasAny(scenario, PROTOCOLS) && !hasAny(scenario, WITH_ELEMENTS))
            .map(scenario -> Arguments.of(id(scenario), scenario));
    }

    static Stream<Arguments> scenariosWithElements() throws IOException
    {
        return all().stream()
            .filter(scenario -> hasAny(scenario, WITH_ELEMENTS) && !BROKEN_FRAMING.equals(id(scenario)))
            .map(scenario -> Arguments.of(id(scenario), scenario));
    }

    static Stream<Arguments> rankedScenarios() throws IOException
    {
        return all().stream()
            .filter(scenario -> hasAny(scenario, PROTOCOLS) && !hasAny(scenario, WITH_ELEMENTS))
            .filter(scenario -> null != pairs(scenario))
            .map(scenario -> Arguments.of(id(scenario), scenario));
    }

    private static JsonNode pairs(final JsonNode scenario)
    {
        final JsonNode expected = scenario.get("expected").elements().next();
        return expected.has("top_pairs_by_octetDeltaCount") ?
            expected.get("top_pairs_by_octetDeltaCount") : expected.get("top_pairs_by_rate_x_frame_length");
    }

    private static List<JsonNode> all() throws IOException
    {
        final JsonNode root = new JsonMapper().readTree(Captures.file("expected.json").toFile());
        final List<JsonNode> scenarios = new ArrayList<>();
        root.get("scenarios").forEach(scenarios::add);
        return scenarios;
    }

    private static boolean hasAny(final JsonNode scenario, final Set<String> protocols)
    {
        boolean any = false;
        for (final String protocol : names(scenario.get("datagrams")))
        {
            any |= protocols.contains(protocol);
        }
        return any;
    }

    private static Set<String> names(final JsonNode object)
    {
        final Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String id(final JsonNode scenario)
    {
        return scenario.get("id").asText();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void shouldSummarizeAsOtherDecodersDo(final String id, final JsonNode scenario) throws IOException
    {
        final List<String> args = new ArrayList<>(List.of("decode", "--summary", "--together"));
        args.addAll(files(scenario));
        final CliRun run = CliRun.of(args.toArray(new String[0]));

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(1, run.lines().size(), run::toString);
        final JsonNode summary = run.lines().get(0);
        final long datagrams = total(scenario.get("datagrams"));
        assertEquals(datagrams, summary.get("datagrams").asLong());
        assertEquals(datagrams, summary.get("decoded").asLong() + total(summary.get("rejected")));

        final JsonNode expected = scenario.get("expected");
        final Map<String, Long> actual = new HashMap<>();
        final Map<String, Long> wanted = new HashMap<>();
        if (expected.has("netflow"))
        {
            compareNetflow(expected.get("netflow"), summary, wanted, actual);
        }
        if (expected.has("sflow"))
        {
            compareSflow(expected.get("sflow"), summary, wanted, actual);
        }
        assertEquals(wanted, actual);
        assertTrue(compareProtocols(scenario, summary), () -> summary.get("protocols").toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenariosWithElements")
    void shouldSumElementsAsOtherDecodersDo(final String id, final JsonNode scenario) throws IOException
    {
        final List<String> args = new ArrayList<>(List.of("decode", "--summary", "--together"));
        args.addAll(files(scenario));
        final CliRun run = CliRun.of(args.toArray(new String[0]));

        assertEquals(0, run.exitCode(), run::toString);
        final JsonNode summary = run.lines().get(0);
        final JsonNode expected = scenario.get("expected").get("netflow");
        final Map<String, Long> actual = new HashMap<>();
        final Map<String, Long> wanted = new HashMap<>();
        put("flowRecords", expected.get("data_records"), summary.get("flowRecords"), wanted, actual);
        put("optionsRecords", expected.get("options_records"), summary.get("optionsRecords"), wanted, actual);
        if (expected.has("template_records"))
        {
            wanted.put("templates", expected.get("template_records").asLong() +
                expected.path("options_template_records").asLong());
            actual.put("templates", summary.get("templates").asLong());
        }
        for (final String element : names(expected.path("sums")))
        {
            put(element, expected.get("sums").get(element), summary.get("sums").path(element), wanted, actual);
        }
        assertEquals(wanted, actual);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rankedScenarios")
    void shouldRankPairsAsOtherDecodersDo(final String id, final JsonNode scenario) throws IOException
    {
        final JsonNode expected = scenario.get("expected").elements().next();
        final JsonNode pairs = pairs(scenario);
        final List<String> args = new ArrayList<>(List.of("replay", "--flow", "pairs", "--keys",
            "ipanysource,ipanydestination", "--value", "bytes", "--top", Integer.toString(MANY), "--format", "json"));
        args.addAll(files(scenario));

        final CliRun run = CliRun.of(args.toArray(new String[0]));

        assertEquals(0, run.exitCode(), run::toString);
        final List<Long> expectedBytes = new ArrayList<>();
        final List<Long> bytes = new ArrayList<>();
        final Map<String, Long> byPair = new HashMap<>();
        for (final JsonNode row : run.line("top").get("rows"))
        {
            bytes.add(row.get("bytes").asLong());
            byPair.put(row.get("key").asText(), row.get("bytes").asLong());
        }
        final long sampling = netflowSampling(expected);
        for (final JsonNode pair : pairs)
        {
            final long scaled = pair.get(2).asLong() * sampling;
            expectedBytes.add(scaled);
            assertEquals(scaled, byPair.get(address(pair.get(0)) + ',' + address(pair.get(1))), pair::toString);
        }
        assertEquals(expectedBytes, bytes.subList(0, pairs.size()));
    }

    // The figures of NetFlow are as exported; weir scales by the sampling rate that the header announces.
    private static long netflowSampling(final JsonNode expected)
    {
        return expected.has("nfdump_after_announced_sampling") ?
            expected.get("nfdump_after_announced_sampling").get("bytes").asLong() /
                expected.get("sums").get("octetDeltaCount").asLong() : 1;
    }

    private static String address(final JsonNode text)
    {
        return text.asText().toUpperCase(Locale.ROOT);
    }

    private static void compareNetflow(
        final JsonNode expected,
        final JsonNode summary,
        final Map<String, Long> wanted,
        final Map<String, Long> actual)
    {
        if (expected.has("data_records"))
        {
            put("flowRecords", expected.get("data_records"), summary.get("flowRecords"), wanted, actual);
            put("optionsRecords", expected.get("options_records"), summary.get("optionsRecords"), wanted, actual);
            for (final String element : names(expected.get("sums")))
            {
                put(element, expected.get("sums").get(element), summary.get("sums").path(element), wanted, actual);
            }
            put("bytes", expected.get("sums").get("octetDeltaCount"), summary.get("bytes"), wanted, actual);
            put("frames", expected.get("sums").get("packetDeltaCount"), summary.get("frames"), wanted, actual);
        }
        else
        {
            // Figures are left out where the header's count does not fit: such a datagram is rejected whole.
            wanted.put("rejected", 1L);
            actual.put("rejected", summary.get("rejected").path("COUNT").asLong());
        }
    }

    private static void compareSflow(
        final JsonNode expected,
        final JsonNode summary,
        final Map<String, Long> wanted,
        final Map<String, Long> actual)
    {
        put("flowSamples", expected.get("flow_samples"), summary.get("flowSamples"), wanted, actual);
        put("counterSamples", expected.get("counter_samples"), summary.get("counterSamples"), wanted, actual);
        put("discardSamples", expected.get("discard_samples"), summary.get("discardSamples"), wanted, actual);
        put("sumSamplingRate", expected.get("sum_sampling_rate"), summary.get("sumSamplingRate"), wanted, actual);
        put("frames", expected.get("sum_sampling_rate"), summary.get("frames"), wanted, actual);
        put("sumRateTimesFrameLength", expected.get("sum_rate_x_frame_length"),
            summary.get("sumRateTimesFrameLength"), wanted, actual);
        put("bytes", expected.get("sum_rate_x_frame_length"), summary.get("bytes"), wanted, actual);
    }

    private static void put(
        final String name,
        final JsonNode expected,
        final JsonNode actual,
        final Map<String, Long> wantedFigures,
        final Map<String, Long> actualFigures)
    {
        if (null != expected)
        {
            wantedFigures.put(name, expected.longValue());
            actualFigures.put(name, actual.isIntegralNumber() ? actual.longValue() : null);
        }
    }

    private static boolean compareProtocols(final JsonNode scenario, final JsonNode summary)
    {
        boolean same = true;
        for (final String protocol : names(scenario.get("datagrams")))
        {
            final String label = protocol.replaceFirst("^nf", "netflow");
            same &= scenario.get("datagrams").get(protocol).asLong() == summary.get("protocols").path(label).asLong();
        }
        return same;
    }

    private static long total(final JsonNode counts)
    {
        long total = 0;
        for (final JsonNode count : counts)
        {
            total += count.asLong();
        }
        return total;
    }

    private List<String> files(final JsonNode scenario) throws IOException
    {
        final List<String> files = new ArrayList<>();
        for (final JsonNode name : scenario.get("files"))
        {
            final Path file = Captures.file(name.asText());
            final JsonNode offsets = scenario.path("split_offsets").path(name.asText());
            files.addAll(offsets.isArray() ? split(file, offsets) : List.of(file.toString()));
        }
        return files;
    }

    private List<String> split(final Path file, final JsonNode offsets) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        final List<String> parts = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i++)
        {
            final int end = i + 1 < offsets.size() ? offsets.get(i + 1).asInt() : bytes.length;
            final Path part = folder.resolve("datagram-" + i);
            Files.write(part, Arrays.copyOfRange(bytes, offsets.get(i).asInt(), end));
            parts.add(part.toString());
        }
        return parts;
    }

    @Test
    void shouldLeaveOutOneScenarioThatIsBroken() throws IOException
    {
        assertEquals(all().size() - 1, scenarios().count() + scenariosWithElements().count());
        assertTrue(all().stream().anyMatch(scenario -> BROKEN_FRAMING.equals(id(scenario))));
    }
}
