package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** {@code weir demo} over real sockets. What it found is asserted, not how fast. */
class DemoCommandTest
{
    @Test
    @Timeout(120)
    void shouldRaiseAndClearBothAnomalies()
    {
        final CliRun run = CliRun.of("demo", "--duration", "8s", "--format", "json");

        assertEquals(0, run.exitCode(), run::toString);
        final List<JsonNode> anomalies =
            run.lines().stream().filter(line -> "anomaly".equals(line.get("type").asText())).toList();
        assertEquals(List.of("elephant", "synflood"), anomalies.stream().map(a -> a.get("name").asText()).toList());
        for (final JsonNode anomaly : anomalies)
        {
            assertTrue(anomaly.get("raised").isTextual(), anomaly::toString);
            assertTrue(anomaly.get("cleared").isTextual(), anomaly::toString);
            assertTrue(anomaly.get("raiseDelaySeconds").asDouble() > 0, anomaly::toString);
            assertTrue(anomaly.get("measuredRate").asDouble() > anomaly.get("injectedRate").asDouble() / 2,
                anomaly::toString);
        }
        final JsonNode summary = run.line("summary");
        assertEquals(summary.get("datagrams").asLong(), summary.get("decoded").asLong());
        assertTrue(summary.get("flowSamples").asLong() > 0, summary::toString);
        assertTrue(summary.get("flowRecords").asLong() > 0, summary::toString);
        final JsonNode elephant = summary.get("definitions").get("elephant");
        assertEquals(elephant.get("in").asLong(), elephant.get("live").asLong() + elephant.get("exported").asLong() +
            elephant.get("other").asLong() + elephant.get("filtered").asLong());
    }

    @Test
    @Timeout(60)
    void shouldEndWithASummaryWhenStopped()
    {
        final CliRun run = CliRun.stopped("demo", "--duration", "1h");

        assertEquals(1, run.exitCode(), run::toString);
        assertTrue(run.out().contains("Summary"), run::toString);
        assertTrue(run.out().contains("NOT RAISED"), run::toString);
        assertTrue(run.err().contains("stopped before the end"), run::toString);
    }
}
