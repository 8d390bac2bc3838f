package io.weir.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Selects rows of metrics: every named metric must have one of the values that are given for it. {@code agent} and
 * {@code datasource} are names too. Immutable.
 *
 * <p>Values are texts, in which {@code *} stands for any characters; a number matches when it is equal.
 */
public final class MetricFilter
{
    /** Selects every row. */
    public static final MetricFilter ALL = new MetricFilter(List.of());

    private final List<Condition> conditions;

    private MetricFilter(final List<Condition> conditions)
    {
        this.conditions = conditions;
    }

    /**
     * This filter and one condition more.
     *
     * @param metricName whose value is looked at; a row without it is not selected.
     * @param patterns   of which one must match.
     * @return the stricter filter.
     */
    public MetricFilter where(final String metricName, final String... patterns)
    {
        final List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition(metricName, List.of(patterns)));
        return new MetricFilter(List.copyOf(more));
    }

    boolean matches(final MetricRow row)
    {
        for (final Condition condition : conditions)
        {
            if (!condition.matches(row))
            {
                return false;
            }
        }
        return true;
    }

    private record Condition(String name, List<String> patterns)
    {
        boolean matches(final MetricRow row)
        {
            final Object value = valueOf(row);
            for (final String pattern : patterns)
            {
                if (null != value && (value instanceof Double ? isEqual((Double)value, pattern) :
                    glob(pattern, (String)value)))
                {
                    return true;
                }
            }
            return false;
        }

        private Object valueOf(final MetricRow row)
        {
            if ("agent".equals(name))
            {
                return row.agent;
            }
            if ("datasource".equals(name))
            {
                return row.dataSource;
            }
            final MetricValue found = row.find(name);
            return null == found ? null : found.metricValue();
        }

        private static boolean isEqual(final double value, final String pattern)
        {
            try
            {
                return value == Double.parseDouble(pattern);
            }
            catch (final NumberFormatException e)
            {
                return "*".equals(pattern);
            }
        }

        /* A star takes as little as it can; at a mismatch the last one takes a character more: never exponential. */
        private static boolean glob(final String pattern, final String text)
        {
            int at = 0;
            int star = -1;
            int resume = 0;
            for (int i = 0; i < text.length();)
            {
                if (at < pattern.length() && '*' == pattern.charAt(at))
                {
                    star = at++;
                    resume = i;
                }
                else if (at < pattern.length() && pattern.charAt(at) == text.charAt(i))
                {
                    at++;
                    i++;
                }
                else if (star >= 0)
                {
                    at = star + 1;
                    resume++;
                    i = resume;
                }
                else
                {
                    return false;
                }
            }
            while (at < pattern.length() && '*' == pattern.charAt(at))
            {
                at++;
            }
            return at == pattern.length();
        }
    }
}
