package io.weir.flowcache.table;

/** Selection by rank, in place. Stateless. */
final class Select
{
    private Select()
    {
    }

    /**
     * Value of a rank.
     *
     * @param values to reorder.
     * @param count  how many of them.
     * @param rank   1 for the largest.
     * @return the value.
     */
    static double largest(final double[] values, final int count, final int rank)
    {
        int low = 0;
        int high = count - 1;
        final int wanted = rank - 1;
        while (low < high)
        {
            final double pivot = median(values[low], values[low + high >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j)
            {
                while (values[i] > pivot)
                {
                    i++;
                }
                while (values[j] < pivot)
                {
                    j--;
                }
                if (i <= j)
                {
                    final double swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (wanted <= j)
            {
                high = j;
            }
            else if (wanted >= i)
            {
                low = i;
            }
            else
            {
                return values[wanted];
            }
        }
        return values[wanted];
    }

    private static double median(final double a, final double b, final double c)
    {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
