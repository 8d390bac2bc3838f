package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** {@code weir generate}: the same options give the same bytes, and what was asked for is in them. */
class GenerateCommandTest
{
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = { "sflow", "netflow5", "netflow8", "netflow9", "ipfix" })
    void shouldWriteTheSameBytesForTheSameSeed(final String protocol) throws IOException
    {
        final byte[] first = generate(protocol, "7", folder.resolve("first.pcap"));
        final byte[] second = generate(protocol, "7", folder.resolve("second.pcap"));
        final byte[] other = generate(protocol, "8", folder.resolve("other.pcap"));

        assertArrayEquals(first, second);
        assertFalse(Arrays.equals(first, other));
    }

    private static byte[] generate(final String protocol, final String seed, final Path file) throws IOException
    {
        final CliRun run = CliRun.of("generate", "--out", file.toString(), "--protocol", protocol, "--records", "5000",
            "--flows", "200", "--exporters", "3", "--seed", seed);
        assertEquals(0, run.exitCode(), run::toString);
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(strings = { "netflow1", "netflow5", "netflow6", "netflow7", "netflow8" })
    void shouldWriteWhatWasAskedFor(final String protocol) throws IOException
    {
        final Path file = folder.resolve("traffic.pcap");
        generate(protocol, "1", file);

        final CliRun run = CliRun.of("replay", file.toString(), "--flow", "tuples", "--keys",
            "ipsource,ipdestination,l4protocol,l4sourceport,l4destinationport", "--flow", "exporters", "--keys",
            "agent", "--top", "1000", "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(5000, run.line("summary").get("flowRecords").asLong());
        assertEquals(0, run.line("summary").get("rejected").size());
        final JsonNode tuples = run.lines().get(0).get("rows");
        final JsonNode exporters = run.lines().get(1).get("rows");
        assertTrue(tuples.size() > 190 && tuples.size() <= 200, () -> "distinct 5-tuples: " + tuples.size());
        assertEquals(3, exporters.size());
    }

    @Test
    void shouldWriteToStdout()
    {
        final Path file = folder.resolve("traffic.pcap");
        final CliRun toFile = CliRun.of("generate", "--out", file.toString(), "--records", "100");
        final CliRun toStdout = CliRun.of("generate", "--out", "-", "--records", "100");

        assertEquals(0, toFile.exitCode());
        assertEquals(0, toStdout.exitCode());
        assertEquals(file.toFile().length(), toStdout.bytes().length);
        assertTrue(toStdout.err().contains("100 flow samples"), toStdout::err);
    }
}
