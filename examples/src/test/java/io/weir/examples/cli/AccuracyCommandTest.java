package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Captures;

import org.junit.jupiter.api.Test;

/** {@code weir accuracy}: what is stated holds. */
class AccuracyCommandTest
{
    @Test
    void shouldFindThatWhatIsStatedHolds()
    {
        final CliRun run = CliRun.of("accuracy", "--flows", "1000", "--packets", "100000", "--seed", "1",
            Captures.file("overflowd/sflow.pcap").toString(), Captures.file("overflowd/netflow_4M.pcap").toString());

        assertEquals(0, run.exitCode(), run::toString);
        assertEquals(27, run.out().lines().count(), run::out);
        assertEquals(25, run.out().lines().filter(line -> line.endsWith("holds")).count(), run::out);
        assertTrue(run.out().contains("top 1000"), run::out);
    }

    @Test
    void shouldRefuseNumbersOutOfRange()
    {
        assertEquals(2, CliRun.of("accuracy", "--flows", "1").exitCode());
    }
}
