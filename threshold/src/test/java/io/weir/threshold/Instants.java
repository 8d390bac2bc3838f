package io.weir.threshold;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Compares instants in whole nanoseconds. {@code assertEquals} with a tolerance would take epoch nanoseconds as
 * floating point numbers, whose steps are longer than a minute there.
 */
final class Instants
{
    private Instants()
    {
    }

    static void assertWithin(final long toleranceNs, final long expectedNs, final long actualNs)
    {
        assertTrue(Math.abs(actualNs - expectedNs) <= toleranceNs,
            () -> "expected " + expectedNs + " ns, was " + (actualNs - expectedNs) + " ns off");
    }
}
