package io.weir.threshold;

import java.util.List;

/** Events and what they are made of, for tests of what comes after the watcher. */
final class Events
{
    static final Reading READING = new Reading("192.0.2.1", "1", "k", 2, 1);

    private Events()
    {
    }

    static Rule rule(final String id)
    {
        return new Rule(ThresholdSpec.builder(id).metric("m").raiseAbove(1).build());
    }

    static ThresholdEvent event(final long id)
    {
        return new ThresholdEvent(id, id * 31, "t", "", "a", "d", "m", 1, id, id, id, id, "k", List.of(),
            AlarmState.RAISED, id, id, EventReason.ABOVE);
    }
}
