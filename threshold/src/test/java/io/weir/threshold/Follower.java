package io.weir.threshold;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a listener that follows the contract knows: it complains about anything that does not fit. */
final class Follower implements ThresholdListener
{
    final Set<Long> active = new HashSet<>();
    long events;
    long lost;
    long resyncs;

    private long lastId;
    private boolean lossAnnounced;

    @Override
    public void onThreshold(final ThresholdEvent event)
    {
        assertTrue(event.eventId() > lastId);
        assertFalse(lossAnnounced);
        lastId = event.eventId();
        events++;
        assertTrue(AlarmState.RAISED == event.state() ?
            active.add(event.episodeId()) : active.remove(event.episodeId()), event::toString);
    }

    @Override
    public void onLost(final long count)
    {
        assertTrue(count > 0);
        lost += count;
        lossAnnounced = true;
    }

    @Override
    public void onResync(final List<ThresholdEvent> state)
    {
        assertTrue(lossAnnounced);
        lossAnnounced = false;
        resyncs++;
        active.clear();
        state.forEach(event -> active.add(event.episodeId()));
    }
}
