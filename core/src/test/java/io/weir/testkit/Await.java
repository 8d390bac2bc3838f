package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits, without sleeping, for what another thread does. */
public final class Await
{
    private static final long LIMIT_NS = 20_000_000_000L;

    private Await()
    {
    }

    /**
     * Give way until a condition holds; fail after twenty seconds.
     *
     * @param state     to tell when it fails.
     * @param condition to wait for.
     */
    public static void until(final Supplier<?> state, final BooleanSupplier condition)
    {
        final long beganNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - beganNs > LIMIT_NS)
            {
                fail("still waiting: " + state.get());
            }
            Thread.yield();
        }
    }
}
