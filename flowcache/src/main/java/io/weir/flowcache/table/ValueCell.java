package io.weir.flowcache.table;

/**
 * One further value of flows, as it is read and merged: rates add up, means are pooled, the least and the largest of
 * two are the least and the largest of both, sets are united. Not thread safe.
 */
public final class ValueCell
{
    private final Statistic statistic;
    private double amount;
    private double weight;
    private final DistinctSet set;

    /**
     * A value of no records.
     *
     * @param statistic what it tells.
     */
    public ValueCell(final Statistic statistic)
    {
        this.statistic = statistic;
        set = Statistic.DISTINCT == statistic ? new DistinctSet() : null;
    }

    /**
     * A rate.
     *
     * @param rate units per second.
     * @return a cell of it.
     */
    public static ValueCell ofRate(final double rate)
    {
        final ValueCell cell = new ValueCell(Statistic.RATE);
        cell.add(rate, 1);
        return cell;
    }

    /**
     * What {@link #toWords} gave.
     *
     * @param statistic what it tells.
     * @param words     that hold it.
     * @return a cell of it.
     * @throws IllegalArgumentException if words are not those of such a value.
     */
    public static ValueCell of(final Statistic statistic, final long[] words)
    {
        final ValueCell cell = new ValueCell(statistic);
        if (null != cell.set)
        {
            cell.set.restore(words);
            return cell;
        }
        if (2 != words.length)
        {
            throw new IllegalArgumentException("a value has " + words.length + " words, not 2");
        }
        cell.amount = Double.longBitsToDouble(words[0]);
        cell.weight = Double.longBitsToDouble(words[1]);
        return cell;
    }

    /** {@return words that hold this value, the same for the same value} */
    public long[] toWords()
    {
        return null != set ? set.toWords() :
            new long[]{ Double.doubleToLongBits(amount), Double.doubleToLongBits(weight) };
    }

    /** {@return what the value tells} */
    public Statistic statistic()
    {
        return statistic;
    }

    /** Become the value of no records. */
    public void clear()
    {
        amount = 0;
        weight = 0;
        if (null != set)
        {
            set.clear();
        }
    }

    void add(final double moreAmount, final double moreWeight)
    {
        if (0 == moreWeight)
        {
            return;
        }
        switch (statistic)
        {
            case MIN:
                amount = 0 == weight ? moreAmount : Math.min(amount, moreAmount);
                break;
            case MAX:
                amount = 0 == weight ? moreAmount : Math.max(amount, moreAmount);
                break;
            default:
                amount += moreAmount;
                break;
        }
        weight += moreWeight;
    }

    /**
     * Take in what was seen elsewhere.
     *
     * @param other of the same statistic.
     */
    public void add(final ValueCell other)
    {
        if (null == set)
        {
            add(other.amount, other.weight);
        }
        else
        {
            set.add(other.set);
        }
    }

    /* The set of distinct values. */
    DistinctSet set()
    {
        return set;
    }

    /**
     * Take in what was seen elsewhere of the same traffic: the mean of two rates. Others are as in {@link #add}.
     *
     * @param other of the same statistic.
     * @param ours   weight of this rate.
     * @param theirs weight of the other rate.
     */
    public void pool(final ValueCell other, final double ours, final double theirs)
    {
        if (Statistic.RATE == statistic)
        {
            amount = (amount * ours + other.amount * theirs) / (ours + theirs);
        }
        else
        {
            add(other);
        }
    }

    /** {@return the value; not a number where no record had one, but 0 for a rate or a count} */
    public double value()
    {
        switch (statistic)
        {
            case RATE:
                return amount;
            case DISTINCT:
                return set.size();
            case AVERAGE:
                return weight > 0 ? amount / weight : Double.NaN;
            default:
                return weight > 0 ? amount : Double.NaN;
        }
    }
}
