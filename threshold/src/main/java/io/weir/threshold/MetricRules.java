package io.weir.threshold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The rules on one metric, by rising watch level: swapped whole by the engine, read by any worker. Thread safe. */
final class MetricRules
{
    private static final Rule[] NONE = {};
    private static final Comparator<Rule> ORDER = Comparator.<Rule>comparingDouble(rule -> rule.watchLevel)
        .thenComparing(rule -> rule.spec.id()).thenComparing(rule -> rule.severity.name());

    private volatile Rule[] rules = NONE;

    Rule[] rules()
    {
        return rules;
    }

    /**
     * Take rules out, put others in. Under the engine's lock.
     *
     * @param out to take out.
     * @param in  to put in.
     */
    void swap(final Collection<Rule> out, final Collection<Rule> in)
    {
        final List<Rule> next = new ArrayList<>(List.of(rules));
        next.removeAll(out);
        next.addAll(in);
        next.sort(ORDER);
        rules = next.toArray(NONE);
    }
}
