package io.weir.threshold;

import io.weir.flowcache.FlowRow;

import java.util.List;

/** Events and what they are made of, for tests of what comes after the watcher. */
final class Events
{
    static final FlowRow ROW = new FlowRow(
        "k", List.of("k"), "192.0.2.1", "1", 2, 1, 3, 10, 1, 0, 1, 1, 0, 0, true);

    private Events()
    {
    }

    static Rule rule(final String id)
    {
        return new Rule(ThresholdSpec.builder(id).metric("m").raiseAbove(1).build());
    }

    static ThresholdEvent event(final long id)
    {
        return new ThresholdEvent(id, id * 31, "t", "a", "d", "m", 1, id, id, id, id, "k", AlarmState.RAISED, id,
            EventReason.ABOVE);
    }
}
