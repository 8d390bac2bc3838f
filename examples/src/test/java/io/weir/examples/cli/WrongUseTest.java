package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Wrong use gives one clear line on stderr, nothing on stdout, and the exit code that scripts expect. */
class WrongUseTest
{
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @TempDir
    private Path folder;

    static Stream<Arguments> wrongUses()
    {
        return Stream.of(
            Arguments.of("unknown key 'ipsorce': did you mean ipsource", "replay x --flow a --keys ipsorce"),
            Arguments.of("unknown value 'byte': did you mean bytes?", "replay x --flow a --value byte"),
            Arguments.of("t: raiseAbove=-5.0", "replay x --flow a --threshold t --metric a --above -5"),
            Arguments.of("clearBelow is above raiseAbove",
                "replay x --flow a --threshold t --metric a --above 5 --clear-below 6"),
            Arguments.of("metric is not a defined flow: metric=b flows=a",
                "replay x --flow a --threshold t --metric b --above 5"),
            Arguments.of("a: the flow is defined twice", "replay x --flow a --flow a"),
            Arguments.of("t: the threshold is defined twice",
                "replay x --flow a --threshold t --metric a --above 1 --threshold t --metric a --above 2"),
            Arguments.of("name must be", "replay x --flow a/b"),
            Arguments.of("n is out of range: n=0", "replay x --flow a -n 0"),
            Arguments.of("timeConstantNs is out of range", "replay x --flow a -t 1ms"),
            Arguments.of("--top is out of range", "replay x --top 0"),
            Arguments.of("--interval must be more than 0", "replay x --interval 0"),
            Arguments.of("'soon' is not a duration", "replay x --interval soon"),
            Arguments.of("'xml' is not a format", "replay x --format xml"),
            Arguments.of("'0x' is not a speed", "replay x --speed 0x"),
            Arguments.of("Unknown option: '--flw'", "replay x --flw a"),
            Arguments.of("a: filter: unknown key 'ipproto' at 1: did you mean ipprotocol",
                "replay x --flow a --filter ipproto=6"),
            Arguments.of("a: filter: expected an operator after 'ipprotocol' at 11",
                "replay x --flow a --filter ipprotocol"),
            Arguments.of("--flow=NAME", "replay x --keys ipsource"),
            Arguments.of("FILE", "replay"),
            Arguments.of("FILE", "decode"),
            Arguments.of("--out", "generate"),
            Arguments.of("'netflow3' is not a protocol", "generate --out x --protocol netflow3"),
            Arguments.of("'smoke' is not a protocol", "generate --out x --protocol smoke"),
            Arguments.of("flows is out of range", "generate --out x --flows 0"),
            Arguments.of("records is out of range", "generate --out x --records 0"),
            Arguments.of("zipf is out of range", "generate --out x --zipf -1"),
            Arguments.of("exporters is out of range", "generate --out x --exporters 0"),
            Arguments.of("duration is out of range", "demo --duration 1ms"),
            Arguments.of("Unmatched argument", "dmeo"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongUses")
    void shouldTellWrongUse(final String message, final String arguments)
    {
        final CliRun run = CliRun.of(arguments.split(" "));

        assertEquals(USAGE, run.exitCode(), run::toString);
        assertTrue(run.err().startsWith("weir: ") && run.err().contains(message), run::err);
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = { "replay", "decode", "decode --summary", "decode --summary --together" })
    void shouldTellAFileThatIsNotThere(final String command)
    {
        final CliRun run = CliRun.of((command + " " + folder.resolve("nothing.pcap")).split(" "));

        assertEquals(FAILED, run.exitCode(), run::toString);
        assertTrue(run.err().contains("nothing.pcap: no such file"), run::err);
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = { "replay", "decode", "decode --summary" })
    void shouldTellAnEmptyCapture(final String command) throws IOException
    {
        final Path empty = Files.createFile(folder.resolve("empty.pcap"));
        final CliRun run = CliRun.of((command + " " + empty).split(" "));

        assertEquals(FAILED, run.exitCode(), run::toString);
        assertTrue(run.err().contains("empty.pcap: holds no datagram"), run::err);
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = { "replay", "decode", "decode --summary" })
    void shouldTellADirectory(final String command)
    {
        final CliRun run = CliRun.of((command + " " + folder).split(" "));

        assertEquals(FAILED, run.exitCode(), run::toString);
        assertTrue(run.err().contains("it is a directory"), run::err);
    }

    @Test
    void shouldDecodeTheOtherFilesWhenOneIsEmpty() throws IOException
    {
        final Path empty = Files.createFile(folder.resolve("empty.pcap"));
        final Path good = folder.resolve("good.pcap");
        assertEquals(0, CliRun.of("generate", "--out", good.toString(), "--records", "10").exitCode());

        final CliRun run = CliRun.of("decode", "--summary", empty.toString(), good.toString());

        assertEquals(FAILED, run.exitCode(), run::toString);
        assertEquals(1, run.lines().size());
        assertEquals(10, run.lines().get(0).get("flowSamples").asLong());
    }

    @Test
    void shouldTellAFolderThatCannotBeWritten()
    {
        final CliRun run = CliRun.of("generate", "--out", folder.resolve("no/such/folder.pcap").toString());

        assertEquals(FAILED, run.exitCode(), run::toString);
        assertTrue(run.err().contains("cannot write"), run::err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"flows\":{\"a\":{\"filter\":\"vlan=\"}}} | a: filter: expected a value, found the end at 6",
        "{\"flows\":{\"a\":{\"keys\":\"ipsource\",\"log\":true,\"valuez\":[]}}} | flows.a: not supported: valuez",
        "{\"tables\":{}} | the file: not supported: tables; supported: flows, groups, maps, thresholds",
        "{\"groups\":{\"a\":{\"x\":[\"10.0.0.1/8\"]}}} | groups.a: 'x': '10.0.0.1/8': bits are set behind the prefix",
        "{\"groups\":{\"a\":[]}} | groups.a: an object is expected",
        "{\"maps\":{\"m\":{\"x\":[true]}}} | maps.m.x: a text is expected: true",
        "{\"maps\":{\"m\":{\"x\":\"a\"}},\"flows\":{\"a\":{\"keys\":\"map:vlan:m\"}}} | map m: vlan: not a value",
        "{\"groups\":{\"sites\":{}},\"flows\":{\"a\":{\"keys\":\"group:ipsource:site\"}}} | did you mean sites?",
        "{\"thresholds\":{\"t\":{\"metric\":\"a\",\"value\":1,\"fro\":3}}} | thresholds.t: not supported: fro",
        "{\"thresholds\":{\"t\":{\"metric\":\"a\"}}} | t: raiseAbove is not set",
        "{\"thresholds\":{\"t\":{\"value\":1}}} | thresholds.t: metric is missing",
        "{\"flows\":{\"a\":{\"keys\":5}}} | flows.a.keys: a text is expected: 5",
        "{\"flows\":{\"a\":{\"t\":\"2s\"}}} | flows.a.t: a number is expected",
        "{\"flows\":{\"a\":{\"n\":2.5}}} | flows.a.n: a whole number is expected",
        "{\"flows\":{\"a\":{\"keys\":\"nokey\"}}} | unknown key 'nokey'",
        "{\"flows\":{\"a\":{\"aggMode\":\"edge\"}}} | flows.a.aggMode: 'edge' is not one of [max, sum, pooled]",
        "{\"flows\":[]} | flows: an object is expected",
        "[] | the file: an object is expected",
        "{\"flows\": | line 1, column"
    })
    void shouldNameWhatIsWrongInAConfiguration(final String json, final String message) throws IOException
    {
        final Path config = folder.resolve("weir.json");
        Files.writeString(config, json);

        final CliRun run = CliRun.of("replay", "x", "--config", config.toString());

        assertEquals(USAGE, run.exitCode(), run::toString);
        assertTrue(run.err().contains(message), run::err);
    }

    @Test
    void shouldTellAConfigurationThatIsNotThere()
    {
        final CliRun run = CliRun.of("replay", "x", "--config", folder.resolve("none.json").toString());

        assertEquals(FAILED, run.exitCode(), run::toString);
        assertTrue(run.err().contains("none.json: no such file"), run::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--help", "demo --help", "replay --help", "decode --help", "generate --help", "keys --help"
    })
    void shouldHelpOnStdout(final String arguments)
    {
        final CliRun run = CliRun.of(arguments.split(" "));

        assertEquals(0, run.exitCode(), run::toString);
        assertTrue(run.out().contains("weir"), run::out);
        assertTrue(run.out().contains("--help"), run::out);
        assertEquals("", run.err());
    }

    @Test
    void shouldShowUsageWithoutACommand()
    {
        final CliRun run = CliRun.of();

        assertEquals(USAGE, run.exitCode());
        assertTrue(run.err().contains("Commands:"), run::err);
        assertEquals("", run.out());
    }
}
