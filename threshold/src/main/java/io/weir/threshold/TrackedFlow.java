package io.weir.threshold;

/** A flow that at least one alarm depends on; it carries the watcher's mark in its table. Pooled. Single writer. */
final class TrackedFlow
{
    final long[] key;
    long hash;
    TrackedFlow nextInBucket;
    Member first;
    int members;
    /** Lowest watch level of a rule that the flow is not a member of; valid for the rules of {@link #levelRules}. */
    double nextLevel;
    /** The rules for which {@link #nextLevel} was found; null when its memberships have changed since. */
    RuleState[] levelRules;

    TrackedFlow(final int keyWords)
    {
        key = new long[keyWords];
    }

    void add(final Member member)
    {
        member.flow = this;
        member.nextOfFlow = first;
        first = member;
        members++;
        levelRules = null;
    }

    void remove(final Member member)
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
        levelRules = null;
    }

    /**
     * The rate above which the flow concerns a rule that it is not a member of.
     *
     * @param rules by rising watch level.
     * @return value units per second; infinite when it is a member of all.
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
        }
        return nextLevel;
    }

    boolean isMemberOf(final RuleState rule)
    {
        for (Member member = first; null != member; member = member.nextOfFlow)
        {
            if (member.alarm.rule == rule)
            {
                return true;
            }
        }
        return false;
    }
}
