package io.weir.threshold;

/** A flow that at least one alarm depends on; it carries the watcher's mark in its table. Pooled. Single writer. */
final class TrackedFlow
{
    final long[] key;
    long hash;
    TrackedFlow nextInBucket;
    Member first;
    int members;

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
