package io.weir.threshold;

/**
 * One flow's part in one alarm. Its deadline is when the flow changes sides if it gets no update. Pooled. Single
 * writer.
 */
final class Member extends Timed
{
    TrackedFlow flow;
    Alarm alarm;
    Member nextOfFlow;
    Member nextOfAlarm;
    Member previousOfAlarm;

    /** Whether the flow holds the alarm: its rate is not below the clear level. */
    boolean holding;
    /** What happens at the deadline. */
    Crossing crossing = Crossing.NONE;

    /** What a member waits for. */
    enum Crossing
    {
        /** Nothing. */
        NONE,
        /** The flow ceases to hold. */
        FALL,
        /** The flow begins to hold. */
        HOLD,
        /** The flow raises the alarm. */
        RAISE
    }
}
