package io.weir.threshold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * RAISED events of the alarms that are active, by episode. Thread safe.
 *
 * <p>A producer enters or removes an alarm after it claimed the event's id and before it publishes the event. So once
 * every event up to an id is published, the entries up to that id are the state after that event, save for alarms whose
 * CLEARED event is on its way: these may be gone already.
 */
final class ActiveAlarms
{
    private final ConcurrentHashMap<Long, ThresholdEvent> byEpisode = new ConcurrentHashMap<>();

    void raised(final ThresholdEvent event)
    {
        byEpisode.put(event.episodeId(), event);
    }

    void cleared(final long episodeId)
    {
        byEpisode.remove(episodeId);
    }

    /**
     * Alarms raised up to an event.
     *
     * @param upToId greatest event id to include.
     * @param wanted which events to include.
     * @return by event id; immutable.
     */
    List<ThresholdEvent> upTo(final long upToId, final Predicate<ThresholdEvent> wanted)
    {
        final Collection<ThresholdEvent> events = byEpisode.values();
        final List<ThresholdEvent> found = new ArrayList<>();
        for (final ThresholdEvent event : events)
        {
            if (event.eventId() <= upToId && wanted.test(event))
            {
                found.add(event);
            }
        }
        found.sort(Comparator.comparingLong(ThresholdEvent::eventId));
        return List.copyOf(found);
    }
}
