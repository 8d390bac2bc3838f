package io.weir.flowcache.table;

/**
 * The sampling rates of a table's records, numbered so that a slot can tell in 8 bits which rate all its records had.
 * Single writer, any number of readers: a number is found in a slot only after its rate was stored.
 */
final class RateClasses
{
    /** No record yet. */
    static final int NONE = 0;
    /** Records of several rates, or of one of too many. */
    static final int MIXED = 255;

    private final long[] rates = new long[MIXED];
    private int count = 1;
    private long lastRate;
    private int lastClass;
    private double lastUnseen;

    int classOf(final long rate)
    {
        if (rate != lastRate)
        {
            turn(rate);
        }
        return lastClass;
    }

    /* Share of the packets of a rate that are not seen: (N - 1) / N. A division takes longer than all that asks. */
    double unseenOf(final long rate)
    {
        if (rate != lastRate)
        {
            turn(rate);
        }
        return lastUnseen;
    }

    private void turn(final long rate)
    {
        lastRate = rate;
        lastClass = find(rate);
        lastUnseen = (rate - 1) / (double)rate;
    }

    private int find(final long rate)
    {
        for (int i = 1; i < count; i++)
        {
            if (rate == rates[i])
            {
                return i;
            }
        }
        if (MIXED == count)
        {
            return MIXED;
        }
        rates[count] = rate;
        return count++;
    }

    /* Rate of a class, 0 for none or mixed. */
    long rateOf(final int rateClass)
    {
        return MIXED == rateClass ? 0 : rates[rateClass];
    }
}
