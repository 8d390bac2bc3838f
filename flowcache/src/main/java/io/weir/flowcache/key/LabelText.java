package io.weir.flowcache.key;

/**
 * MPLS labels as text: {@code 16001-7-123}, and behind the six that a key holds how many more there are, as in
 * {@code 1-2-3-4-5-6+4}. Stateless.
 *
 * @see io.weir.record.Slots#MPLS_LABELS
 */
final class LabelText
{
    private static final int BITS = 20;
    private static final int HALF = 3;
    private static final int MAX = 16;
    private static final int COUNT_SHIFT = 60;
    private static final long MASK = (1 << BITS) - 1;

    private LabelText()
    {
    }

    static String format(final long high, final long low)
    {
        final int count = (int)(low >>> COUNT_SHIFT) + 1;
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(count, 2 * HALF); i++)
        {
            text.append(0 == i ? "" : "-").append((i < HALF ? low : high) >>> i % HALF * BITS & MASK);
        }
        return count > 2 * HALF ? text.append('+').append(count - 2 * HALF).toString() : text.toString();
    }

    static void parse(final String text, final long[] into)
    {
        final int plus = text.indexOf('+');
        final String[] labels = text.substring(0, plus < 0 ? text.length() : plus).split("-", -1);
        final int more = plus < 0 ? 0 : Integer.parseInt(text.substring(plus + 1));
        if (labels.length > 2 * HALF || 0 != more && labels.length < 2 * HALF || more < 0 ||
            labels.length + more > MAX)
        {
            throw new NumberFormatException(text);
        }
        final long[] halves = new long[2];
        for (int i = 0; i < labels.length; i++)
        {
            final long label = Long.parseUnsignedLong(labels[i]);
            if (0 != (label & ~MASK))
            {
                throw new NumberFormatException(text);
            }
            halves[i / HALF] |= label << i % HALF * BITS;
        }
        into[0] = halves[1];
        into[1] = halves[0] | (long)(labels.length + more - 1) << COUNT_SHIFT;
    }
}
