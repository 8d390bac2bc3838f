package io.weir.examples.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Counts what agrees between weir and another decoder, and what does not: by a reason that is known, or by none. Not
 * thread safe.
 */
final class Comparison
{
    private final List<Known> known;
    private final Map<String, Long> agreed = new TreeMap<>();
    private final Map<String, Long> byReason = new TreeMap<>();
    private final Set<String> scenarios = new TreeSet<>();
    private final Map<String, List<Difference>> unknown = new TreeMap<>();

    Comparison(final List<Known> known)
    {
        this.known = known;
    }

    /**
     * Compare one value.
     *
     * @param scenario it comes from.
     * @param field    of the other decoder.
     * @param theirs   value of the other decoder.
     * @param ours     value of weir, null when it has none.
     */
    void add(final String scenario, final String field, final String theirs, final String ours)
    {
        if (theirs.equals(ours))
        {
            scenarios.add(scenario);
            agreed.merge(field, 1L, Long::sum);
            return;
        }
        final Difference difference = new Difference(scenario, field, theirs, String.valueOf(ours));
        for (final Known reason : known)
        {
            if (reason.covers.test(difference))
            {
                byReason.merge(reason.reason, 1L, Long::sum);
                return;
            }
        }
        unknown.computeIfAbsent(scenario + ' ' + field, where -> new ArrayList<>()).add(difference);
    }

    /** {@return number of values that agree} */
    long agreed()
    {
        return agreed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@return scenarios of which values agree} */
    Set<String> scenarios()
    {
        return scenarios;
    }

    /** {@return whether every difference has a reason that is known} */
    boolean isExplained()
    {
        return unknown.isEmpty();
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder()
            .append(agreed()).append(" values of ").append(agreed.size()).append(" fields agree, in ")
            .append(scenarios.size()).append(" scenarios\n");
        byReason.forEach((reason, count) -> text.append(count).append(" differ: ").append(reason).append('\n'));
        text.append(unknown.values().stream().mapToInt(List::size).sum()).append(" differ without a reason\n");
        unknown.forEach((where, differences) -> text.append("  ").append(where).append(": ")
            .append(differences.size()).append(" times, first ").append(differences.get(0).theirs)
            .append(" against ").append(differences.get(0).ours).append('\n'));
        return text.toString();
    }

    /**
     * A difference that is understood.
     *
     * @param reason and who is right.
     * @param covers whether it explains a difference.
     */
    record Known(String reason, Predicate<Difference> covers)
    {
    }

    /**
     * A value on which weir and the other decoder differ.
     *
     * @param scenario it comes from.
     * @param field    of the other decoder.
     * @param theirs   value of the other decoder.
     * @param ours     value of weir.
     */
    record Difference(String scenario, String field, String theirs, String ours)
    {
    }
}
