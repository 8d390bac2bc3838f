package io.weir.benchmarks;

import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowRow;
import io.weir.threshold.Dispatch;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdSpec;

import java.time.Duration;
import java.util.List;

/** Thresholds by flow on the 5-tuples of a cache, at levels that follow from the largest rates. */
final class Thresholds
{
    private static final double STEP = 1e-6;
    private static final double BEYOND = 10;
    private static final double LOWER = 0.8;

    private final FlowCache flows;
    private final ThresholdEngine engine;

    Thresholds(final FlowCache flows)
    {
        this.flows = flows;
        engine = ThresholdEngine.builder(flows).dispatch(Dispatch.POLL).build();
    }

    /**
     * Define thresholds that no flow reaches.
     *
     * @param count how many.
     */
    void defineAboveAll(final int count)
    {
        define(count, BEYOND * top().get(0).rate());
    }

    /**
     * Define thresholds that the two largest flows are above, all others well below.
     *
     * @param count how many.
     */
    void defineBelowTwo(final int count)
    {
        final List<FlowRow> top = top();
        define(count, Math.sqrt(top.get(1).rate() * top.get(2).rate()));
    }

    private List<FlowRow> top()
    {
        return flows.topFlows(CacheFeed.FLOWS, 3);
    }

    private void define(final int count, final double level)
    {
        for (int i = 0; i < count; i++)
        {
            engine.define(ThresholdSpec.builder("threshold" + i).metric(CacheFeed.FLOWS)
                .raiseAbove(level * (1 + i * STEP)).clearBelow(level * LOWER).byFlow(true)
                .timeout(Duration.ofSeconds(1)).build());
        }
    }

    /**
     * See that alarms are as meant.
     *
     * @param expected whether some are active.
     */
    void check(final boolean expected)
    {
        final int active = engine.active().size();
        if (expected != active > 0)
        {
            throw new IllegalStateException("alarms are not as meant: active=" + active);
        }
    }
}
