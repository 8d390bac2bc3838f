package io.weir.examples.workload;

/**
 * Draws ranks 0..n-1 with a probability proportional to {@code 1 / (rank + 1)^exponent}, each in constant time by the
 * alias method. An exponent of 0 is uniform. Immutable, hence thread safe; drawing allocates nothing.
 *
 * @see <a href="https://doi.org/10.1109/32.92917">Vose: A linear algorithm for generating random numbers with a given
 *     distribution</a>
 */
public final class ZipfSampler
{
    private final double[] threshold;
    private final int[] alias;
    private final double[] probability;

    /**
     * Prepare the tables, in time and memory proportional to n.
     *
     * @param n        number of ranks, 1 or more.
     * @param exponent 0 or more.
     * @throws IllegalArgumentException if either is out of range.
     */
    public ZipfSampler(final int n, final double exponent)
    {
        if (n < 1)
        {
            throw new IllegalArgumentException("zipf: ranks are out of range: ranks=" + n + " range=1..");
        }
        if (!(exponent >= 0.0 && exponent <= 8.0))
        {
            throw new IllegalArgumentException(
                "zipf: exponent is out of range: exponent=" + exponent + " range=0..8");
        }
        probability = weights(n, exponent);
        threshold = new double[n];
        alias = new int[n];
        buildAliases(n);
    }

    private static double[] weights(final int n, final double exponent)
    {
        final double[] weights = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            weights[i] = StrictMath.pow(i + 1.0, -exponent);
            sum += weights[i];
        }
        for (int i = 0; i < n; i++)
        {
            weights[i] /= sum;
        }
        return weights;
    }

    private void buildAliases(final int n)
    {
        final int[] small = new int[n];
        final int[] large = new int[n];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < n; i++)
        {
            threshold[i] = probability[i] * n;
            alias[i] = i;
            if (threshold[i] < 1.0)
            {
                small[smalls++] = i;
            }
            else
            {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0)
        {
            final int less = small[--smalls];
            final int more = large[--larges];
            alias[less] = more;
            threshold[more] -= 1.0 - threshold[less];
            if (threshold[more] < 1.0)
            {
                small[smalls++] = more;
            }
            else
            {
                large[larges++] = more;
            }
        }
        while (larges > 0)
        {
            threshold[large[--larges]] = 1.0;
        }
        while (smalls > 0)
        {
            threshold[small[--smalls]] = 1.0;
        }
    }

    /**
     * Draw a rank.
     *
     * @param random source.
     * @return 0..n-1.
     */
    public int next(final SplitMix random)
    {
        final int column = random.nextInt(alias.length);
        return random.nextDouble() < threshold[column] ? column : alias[column];
    }

    /**
     * Share of a rank among all draws.
     *
     * @param rank 0..n-1.
     * @return its probability.
     */
    public double probability(final int rank)
    {
        return probability[rank];
    }

    /** {@return number of ranks} */
    public int ranks()
    {
        return alias.length;
    }
}
