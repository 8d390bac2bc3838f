package io.weir.threshold;

/** What an event says about its alarm; the two alternate strictly for one alarm. */
public enum AlarmState
{
    /** The value went above the threshold. */
    RAISED,
    /** The alarm ended; the reason tells why. */
    CLEARED
}
