package io.weir.threshold;

/**
 * One flow's part in one alarm. Its deadline is when something about it changes if it gets no update. Pooled. Single
 * writer.
 */
final class Member extends Timed
{
    TrackedFlow flow;
    Alarm alarm;
    Member nextOfFlow;
    Member nextOfAlarm;
    Member previousOfAlarm;

    /** Level at which this flow raises. */
    double raiseLevel;
    /** Level at which this flow ceases to hold a raised alarm. */
    double clearLevel;
    /** Whether the flow is on the side that raises; for a raised alarm of one flow no longer kept up to date. */
    boolean raising;
    /** Whether the flow is on the side that keeps a raised alarm. */
    boolean holding;
    /** What happens at the deadline. */
    Crossing crossing = Crossing.NONE;

    /** The detector's own: a quantity, at {@link #quantityNs}. */
    double quantity;
    long quantityNs;
    /** The detector's own: since when. */
    long sinceNs;
    /** The detector's own: what it noted before an update. */
    long totalBefore;
    double heldBefore;
    long heldUntilBefore;
    boolean above;
    /** The detector's own: what it learned of the flow; null for detectors that do not. */
    SeasonalDetector.Season season;

    void clear()
    {
        raising = false;
        holding = false;
        crossing = Crossing.NONE;
        alarm = null;
        flow = null;
        season = null;
    }

    /** What a member waits for. */
    enum Crossing
    {
        /** Nothing. */
        NONE,
        /** The flow begins to raise. */
        RAISE,
        /** The flow ceases to raise. */
        CEASE,
        /** The flow begins to hold. */
        HOLD,
        /** The flow ceases to hold. */
        FALL,
        /** The detector's quantity takes another course. */
        TURN,
        /** The flow is of no interest any more. */
        LEAVE
    }
}
