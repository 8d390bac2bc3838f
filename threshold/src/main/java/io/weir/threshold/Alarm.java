package io.weir.threshold;

/**
 * One alarm, raised or about to be: of one flow, or of all flows of one data source. Its deadline, when raised and held
 * by none of its members, is when it clears. An alarm that is raised has at least one member, so that it is told when
 * its table goes. Pooled. Single writer.
 */
final class Alarm extends Timed
{
    RuleState rule;
    int sourceId;
    Alarm next;
    Alarm previous;
    Member first;
    int members;
    /** Members that hold the alarm. */
    int holding;
    /** The event that raised it; null while it is not raised. */
    ThresholdEvent raised;
    /** Member that fell last and stands for the alarm until it clears; null for none. */
    Member anchor;

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
        members--;
    }
}
