package io.weir.threshold;

/**
 * One alarm, raised or about to be: of one flow, or of all flows of one data source. It raises and holds where one of
 * its members does, or, where too little is meant, where all do. Its deadline is when it raises, after it has been
 * about to for long enough, or when it clears, after it was not held for long enough. An alarm that is raised has at
 * least one member, so that it is told when its table goes. Pooled. Single writer.
 */
final class Alarm extends Timed
{
    RuleState rule;
    int sourceId;
    Alarm next;
    Alarm previous;
    Member first;
    int members;
    /** Members that raise the alarm. */
    int raising;
    /** Members that hold the alarm. */
    int holding;
    /** Whether there has been enough of what there may be too little of. */
    boolean armed;
    /** The event that raised it; null while it is not raised. */
    ThresholdEvent raised;
    /** Member that stands for the alarm: it fell last, or began to raise first; null for none. */
    Member anchor;
    /** Its deadlines, where flows share it; null where none were ever set. */
    Deadlines.Shared shared;

    boolean raises()
    {
        return rule.needsAll ? armed && raising == members && members > 0 : raising > 0;
    }

    boolean holds()
    {
        return rule.needsAll ? holding == members && members > 0 : holding > 0;
    }

    Member spokesman()
    {
        return null == anchor ? first : anchor;
    }

    void reset()
    {
        rule = null;
        armed = false;
        raised = null;
        anchor = null;
    }

    void add(final Member member)
    {
        member.alarm = this;
        member.previousOfAlarm = null;
        member.nextOfAlarm = first;
        if (null != first)
        {
            first.previousOfAlarm = member;
        }
        first = member;
        members++;
    }

    void remove(final Member member)
    {
        if (null == member.previousOfAlarm)
        {
            first = member.nextOfAlarm;
        }
        else
        {
            member.previousOfAlarm.nextOfAlarm = member.nextOfAlarm;
        }
        if (null != member.nextOfAlarm)
        {
            member.nextOfAlarm.previousOfAlarm = member.previousOfAlarm;
        }
        member.nextOfAlarm = null;
        member.previousOfAlarm = null;
        if (anchor == member)
        {
            anchor = null;
        }
        raising -= member.raising ? 1 : 0;
        holding -= member.holding ? 1 : 0;
        members--;
    }
}
