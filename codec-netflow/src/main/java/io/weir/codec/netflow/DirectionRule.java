package io.weir.codec.netflow;

/**
 * Which records count of exporters that observe flows both where they come in and where they go out. Where both are
 * enabled, a flow through the exporter is told twice; by default it is kept apart as that of its ingress interface and
 * that of its egress interface, which a query over data sources merges by their maximum. Totals over an exporter or a
 * network do not merge: they need one of the other rules.
 */
public enum DirectionRule
{
    /** All records. */
    BOTH,
    /** Records of ingress flows, and those that do not tell. */
    INGRESS,
    /** Records of egress flows, and those that do not tell. */
    EGRESS;

    private static final int EGRESS_VALUE = 1;

    /* Whether a record of this value of flowDirection, negative where it does not tell, is left out. */
    boolean leavesOut(final long direction)
    {
        return INGRESS == this && EGRESS_VALUE == direction || EGRESS == this && 0 == direction;
    }
}
