package io.weir.threshold;

import java.util.Arrays;

/** A flow that at least one alarm depends on; it carries the watcher's mark in its table. Pooled. Single writer. */
final class TrackedFlow
{
    final long[] key;
    long hash;
    TrackedFlow nextInBucket;
    Member first;
    int members;
    /** Whether a member has a quantity, so that every update counts. */
    boolean hasQuantity;

    /** Numbers of the rules of which the flow is a member. */
    private long[] memberships = new long[1];
    private double nextLevel;
    /** The rules for which {@link #nextLevel} was found; null when something has changed since. */
    private RuleState[] levelRules;

    TrackedFlow(final int keyWords)
    {
        key = new long[keyWords];
    }

    void add(final Member member, final RuleState rule)
    {
        member.flow = this;
        member.nextOfFlow = first;
        first = member;
        members++;
        hasQuantity |= rule.detector.hasQuantity();
        final int word = rule.number >>> 6;
        if (word >= memberships.length)
        {
            memberships = Arrays.copyOf(memberships, Math.max(word + 1, 2 * memberships.length));
        }
        memberships[word] |= 1L << rule.number;
        levelRules = null;
    }

    void remove(final Member member, final RuleState rule)
    {
        if (first == member)
        {
            first = member.nextOfFlow;
        }
        else
        {
            Member before = first;
            while (before.nextOfFlow != member)
            {
                before = before.nextOfFlow;
            }
            before.nextOfFlow = member.nextOfFlow;
        }
        member.nextOfFlow = null;
        members--;
        memberships[rule.number >>> 6] &= ~(1L << rule.number);
        levelRules = null;
        if (0 == members)
        {
            hasQuantity = false;
        }
    }

    /** Something about a member has changed. */
    void onChange()
    {
        levelRules = null;
    }

    /**
     * The rate up to which nothing happens, if an update only raises the rate: the next level of a member, or of a rule
     * of which the flow is none. One comparison for all thresholds of a metric.
     *
     * @param rules by rising watch level.
     * @return value units per second; infinite for none.
     */
    double nextLevel(final RuleState[] rules)
    {
        if (levelRules != rules)
        {
            levelRules = rules;
            nextLevel = Double.POSITIVE_INFINITY;
            for (int i = 0; i < rules.length && Double.POSITIVE_INFINITY == nextLevel; i++)
            {
                nextLevel = isMemberOf(rules[i]) ? nextLevel : rules[i].watchLevel;
            }
            for (Member member = first; null != member; member = member.nextOfFlow)
            {
                final RuleState rule = member.alarm.rule;
                nextLevel = Math.min(nextLevel,
                    rule.detector.nextLevel(member, null != member.alarm.raised, !rule.byFlow));
            }
        }
        return nextLevel;
    }

    boolean isMemberOf(final RuleState rule)
    {
        final int word = rule.number >>> 6;
        return word < memberships.length && 0 != (memberships[word] & 1L << rule.number);
    }

    /**
     * The flow's member of an alarm of a rule.
     *
     * @param rule to look for.
     * @return the member, or null for none.
     */
    Member memberOf(final RuleState rule)
    {
        Member member = isMemberOf(rule) ? first : null;
        while (null != member && member.alarm.rule != rule)
        {
            member = member.nextOfFlow;
        }
        return member;
    }
}
