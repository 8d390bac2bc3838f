package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

/** {@code weir detectors}: the table, and that the cumulative sum is quick and quiet. */
class DetectorsCommandTest
{
    private static double number(final String line, final int column)
    {
        return Double.parseDouble(line.substring(21).trim().split("\\s*s? \\([^)]*\\)\\s*")[column].trim());
    }

    @Test
    void shouldShowThatACumulativeSumHalvesTheDelayWithFewerFalseAlarms()
    {
        final CliRun run = CliRun.of("detectors", "--hours", "0.05", "--trials", "10");

        assertEquals(0, run.exitCode(), run::toString);
        final List<String> lines = run.out().lines().collect(Collectors.toList());
        assertEquals(7, lines.size());
        for (int i = 1; i < 7; i += 3)
        {
            final String rate = lines.get(i);
            final String cusum = lines.get(i + 2);
            assertTrue(rate.startsWith("rate t=2s"), rate);
            assertTrue(cusum.startsWith("cusum"), cusum);
            assertTrue(number(cusum, 0) < number(rate, 0), run::out);
            assertTrue(number(cusum, 2) <= number(rate, 2) / 2, run::out);
        }
    }

    @Test
    void shouldRefuseNumbersOutOfRange()
    {
        assertEquals(2, CliRun.of("detectors", "--trials", "0").exitCode());
    }
}
