package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * A detector that remembers a quantity of each member, moved on at every update. A sample adds its value at once; the
 * value of an interval record is spread over the time for which its rate is held. Immutable.
 */
abstract class QuantityDetector extends Detector
{
    private static final double NS_PER_S = 1e9;

    final double watch;

    /**
     * A detector.
     *
     * @param watch rate above which a quantity is kept of a flow.
     */
    QuantityDetector(final double watch)
    {
        this.watch = watch;
    }

    @Override
    final double watchLevel(final boolean byFlow)
    {
        return watch;
    }

    @Override
    final boolean hasQuantity()
    {
        return true;
    }

    @Override
    final double nextLevel(final Member member, final boolean holdsOnly, final boolean shared)
    {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    void beforeUpdate(final Member member, final WatchedFlow flow, final long nowNs)
    {
        move(member, flow, nowNs);
        member.totalBefore = flow.total();
        member.heldBefore = flow.heldRate();
        member.heldUntilBefore = flow.heldUntilNs();
    }

    @Override
    void afterUpdate(final Member member, final WatchedFlow flow, final long nowNs)
    {
        final boolean held = flow.heldRate() != 0 &&
            (flow.heldRate() != member.heldBefore || flow.heldUntilNs() != member.heldUntilBefore);
        add(member, flow, held ? 0 : flow.total() - member.totalBefore, nowNs);
    }

    /**
     * Move the quantity on.
     *
     * @param member of the flow.
     * @param flow   as it is until then.
     * @param toNs   until when.
     */
    void move(final Member member, final WatchedFlow flow, final long toNs)
    {
        member.quantity = quantityAt(member, flow, toNs);
        member.quantityNs = toNs;
    }

    /**
     * An update adds a value now.
     *
     * @param member of the flow.
     * @param flow   after the update.
     * @param value  added at once, 0 where it is held.
     * @param nowNs  now.
     */
    abstract void add(Member member, WatchedFlow flow, long value, long nowNs);

    /**
     * The quantity at a time, if no update comes.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param ns     when, not before that of the quantity.
     * @return the quantity.
     */
    abstract double quantityAt(Member member, WatchedFlow flow, long ns);

    static double seconds(final long ns)
    {
        return ns / NS_PER_S;
    }

    static long later(final long fromNs, final double seconds)
    {
        final double ns = Math.ceil(seconds * NS_PER_S);
        return ns < NEVER - fromNs ? fromNs + Math.max(0, (long)ns) : NEVER;
    }
}
