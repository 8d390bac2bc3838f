package io.weir.threshold;

import java.util.Arrays;
import java.util.Comparator;

/** The rules on one metric, by rising watch level: swapped whole by the engine, read by any worker. Thread safe. */
final class MetricRules
{
    private static final Rule[] NONE = {};

    private volatile Rule[] rules = NONE;

    Rule[] rules()
    {
        return rules;
    }

    /**
     * Take a rule out, put another in. Under the engine's lock.
     *
     * @param out to take out, or null.
     * @param in  to put in, or null.
     */
    void swap(final Rule out, final Rule in)
    {
        final Rule[] kept = Arrays.stream(rules).filter(rule -> rule != out).toArray(Rule[]::new);
        if (null == in)
        {
            rules = kept;
        }
        else
        {
            final Rule[] longer = Arrays.copyOf(kept, kept.length + 1);
            longer[kept.length] = in;
            Arrays.sort(longer, Comparator.comparingDouble(Rule::watchLevel).thenComparing(rule -> rule.spec.id()));
            rules = longer;
        }
    }
}
