package io.weir.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.testkit.Captures;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class SharedCapturesTest
{
    private static final String CUT_CAPTURE = "overflowd/netflow_4M.pcap";

    @Test
    void shouldGiveTheDatagramsOfEveryScenario() throws IOException
    {
        int scenarios = 0;
        for (final JsonNode scenario : new ObjectMapper().readTree(Captures.file("expected.json").toFile())
            .get("scenarios"))
        {
            if (!isCapture(scenario.get("files")))
            {
                continue;
            }
            long expected = 0;
            for (final JsonNode count : scenario.get("datagrams"))
            {
                expected += count.asLong();
            }
            long given = 0;
            for (final JsonNode file : scenario.get("files"))
            {
                given += Captures.datagrams(file.asText()).size();
            }
            assertEquals(expected, given, scenario.get("id").asText());
            scenarios++;
        }
        assertTrue(scenarios > 100, "scenarios: " + scenarios);
    }

    // Files of several raw payloads run together are no capture format; their scenarios give the offsets.
    private static boolean isCapture(final JsonNode files)
    {
        for (final JsonNode file : files)
        {
            if (List.of("logstash-codec-netflow/netflow5.dat", "graylog/netflow-v5-1.dat", "graylog/netflow-v9-1.dat")
                .contains(file.asText()))
            {
                return false;
            }
        }
        return true;
    }

    @Test
    void shouldOpenEveryCaptureAndReadAllButOneToItsEnd() throws IOException
    {
        final List<Path> files;
        try (Stream<Path> walk = Files.walk(Captures.file(".")))
        {
            files = walk.filter(path -> path.toString().endsWith(".pcap")).sorted().toList();
        }
        assertEquals(64, files.size());
        for (final Path file : files)
        {
            try (CaptureReader reader = CaptureReader.open(file))
            {
                assertEquals(CaptureFormat.PCAP, reader.format());
                assertEquals(file.endsWith(CUT_CAPTURE), !readToEnd(reader), file.toString());
                assertTrue(reader.stats().datagrams() > 0, file.toString());
                assertEquals(0, reader.stats().fragments(), file.toString());
                assertEquals(0, reader.stats().skipped(SkipReason.CUT), file.toString());
                assertEquals(0, reader.stats().skipped(SkipReason.MALFORMED), file.toString());
            }
        }
    }

    private static boolean readToEnd(final CaptureReader reader) throws IOException
    {
        try
        {
            while (reader.next())
            {
                assertTrue(reader.length() > 0);
            }
            return true;
        }
        catch (final CaptureException e)
        {
            return false;
        }
    }

    @Test
    void BAD_T15_shouldGiveWhatCameBeforeTheCutOfARealCapture() throws IOException
    {
        try (CaptureReader reader = CaptureReader.open(Captures.file(CUT_CAPTURE)))
        {
            assertFalse(readToEnd(reader));
            assertEquals(2_708, reader.stats().datagrams());
            assertEquals(2_708, reader.stats().packets());
        }
    }
}
