package io.weir.exporter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Admits so many datagrams a second, and a burst beyond. Thread safe, allocates nothing.
 *
 * <p>Exact: a token is 10^9 units and a nanosecond adds as many units as the rate has tokens a second, in whole
 * numbers. One thread at a time is inside: it enters by a compare-and-set and leaves by a release store, which the next
 * one's compare-and-set pairs with. A thread that finds another inside for about a microsecond does not wait any longer
 * and is admitted. A clock that stands or goes back adds nothing.
 */
final class TokenBucket
{
    private static final long UNITS_PER_TOKEN = 1_000_000_000L;
    private static final int TRIES = 64;
    private static final int FREE = 0;
    private static final int TAKEN = 1;
    private static final VarHandle STATE;

    static
    {
        try
        {
            STATE = MethodHandles.lookup().findVarHandle(TokenBucket.class, "state", int.class);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long perSecond;
    private final long capacity;
    @SuppressWarnings("unused")
    private int state;
    private long level;
    private long filledNs = Long.MAX_VALUE;

    /**
     * A full bucket.
     *
     * @param perSecond tokens, 1 to 10^9.
     * @param burst     tokens that it holds, 1 to 10^9.
     */
    TokenBucket(final long perSecond, final long burst)
    {
        this.perSecond = perSecond;
        capacity = burst * UNITS_PER_TOKEN;
        level = capacity;
    }

    /**
     * Take a token.
     *
     * @param nowNs time, epoch nanoseconds.
     * @return false when there is none.
     */
    boolean take(final long nowNs)
    {
        for (int i = 0; i < TRIES; i++)
        {
            if (STATE.compareAndSet(this, FREE, TAKEN))
            {
                fill(nowNs);
                final boolean enough = level >= UNITS_PER_TOKEN;
                level -= enough ? UNITS_PER_TOKEN : 0;
                STATE.setRelease(this, FREE);
                return enough;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private void fill(final long nowNs)
    {
        if (Long.MAX_VALUE == filledNs)
        {
            filledNs = nowNs;
        }
        else if (nowNs > filledNs)
        {
            final long elapsedNs = nowNs - filledNs;
            filledNs = nowNs;
            level = elapsedNs > (capacity - level) / perSecond ? capacity : level + elapsedNs * perSecond;
        }
    }
}
