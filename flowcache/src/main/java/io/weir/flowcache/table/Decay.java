package io.weir.flowcache.table;

/**
 * The rate of one flow as a function of time, until its next update: a decayed sum, and a rate held until a time. Held
 * and decayed part are one curve: while held, the rate moves from where it was towards the held rate; afterwards it
 * decays to nothing. All instants are found in closed form. Stateless.
 */
final class Decay
{
    private Decay()
    {
    }

    /**
     * Rate at a time.
     *
     * @param sum        decayed sum, relative to the landmark.
     * @param landmarkNs of the sum.
     * @param held       rate held, 0 for none.
     * @param untilNs    until when.
     * @param tauNs      time constant.
     * @param timeNs     when.
     * @return per second, never below 0.
     */
    static double rateAt(
        final double sum,
        final long landmarkNs,
        final double held,
        final long untilNs,
        final long tauNs,
        final long timeNs)
    {
        double rate = sum * Math.exp(-(timeNs - landmarkNs) / (double)tauNs) / (tauNs / 1e9);
        if (0 != held)
        {
            rate += timeNs < untilNs ? held : held * Math.exp(-(timeNs - untilNs) / (double)tauNs);
        }
        return Math.max(0, rate);
    }

    /**
     * First instant from which the rate stays below a level.
     *
     * @param rate    at {@code fromNs}.
     * @param held    rate held, 0 for none.
     * @param untilNs until when.
     * @param tauNs   time constant.
     * @param level   above 0.
     * @param fromNs  from when to look.
     * @return epoch nanoseconds.
     */
    static long fallsBelow(
        final double rate,
        final double held,
        final long untilNs,
        final long tauNs,
        final double level,
        final long fromNs)
    {
        if (0 == held || untilNs <= fromNs)
        {
            return rate < level ? fromNs : later(fromNs, tauNs * Math.log(rate / level));
        }
        final double atEnd = held + (rate - held) * Math.exp(-(untilNs - fromNs) / (double)tauNs);
        if (atEnd >= level)
        {
            return later(untilNs, tauNs * Math.log(atEnd / level));
        }
        return rate < level ? fromNs : later(fromNs, tauNs * Math.log((rate - held) / (level - held)));
    }

    /**
     * First instant at which the rate is above a level.
     *
     * @param rate    at {@code fromNs}.
     * @param held    rate held, 0 for none.
     * @param untilNs until when.
     * @param tauNs   time constant.
     * @param level   above 0.
     * @param fromNs  from when to look.
     * @return epoch nanoseconds, {@link Long#MAX_VALUE} for never.
     */
    static long risesAbove(
        final double rate,
        final double held,
        final long untilNs,
        final long tauNs,
        final double level,
        final long fromNs)
    {
        if (rate > level)
        {
            return fromNs;
        }
        if (untilNs <= fromNs || held <= level)
        {
            return Long.MAX_VALUE;
        }
        final long instant = later(fromNs, tauNs * Math.log((held - rate) / (held - level)));
        return instant < untilNs ? instant : Long.MAX_VALUE;
    }

    private static long later(final long fromNs, final double deltaNs)
    {
        final long delta = (long)Math.ceil(deltaNs);
        return delta > Long.MAX_VALUE - fromNs ? Long.MAX_VALUE : fromNs + delta;
    }
}
