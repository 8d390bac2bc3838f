package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Several shards feed one engine while thresholds, flow definitions and listeners come and go. */
@Timeout(120)
class ShardsStressTest
{
    private static final int SHARDS = 2;
    private static final int UPDATES = 150_000;

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final Feed first = new Feed(RunMode.LIVE);

    @ParameterizedTest
    @ValueSource(ints = { 64, 65_536 })
    void shouldStayCoherentWhileEverythingChanges(final int logCapacity) throws Exception
    {
        final ThresholdEngine engine =
            ThresholdEngine.builder(first.flows).logCapacity(logCapacity).errorHandler(errors::add).build();
        final List<Follower> followers = List.of(new Follower(), new Follower());
        followers.forEach(engine::addListener);
        first.flows.onStart(RunMode.LIVE);
        final ExecutorService pool = Executors.newFixedThreadPool(SHARDS);
        final List<Future<?>> feeding = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++)
        {
            final Feed feed = 0 == shard ? first : first.another();
            final Random random = new Random(shard);
            feeding.add(pool.submit(() -> feed(feed, random)));
        }
        final Random random = new Random(99);
        while (!feeding.stream().allMatch(Future::isDone))
        {
            change(engine, random);
            assertTrue(engine.active().size() <= engine.counters().tracked() + 2 * 600 * SHARDS);
        }
        for (final Future<?> future : feeding)
        {
            future.get();
        }
        pool.shutdown();
        first.flows.onClose();
        assertEquals(List.of(), new ArrayList<>(errors));
        final Set<Long> active = engine.active().stream().map(ThresholdEvent::episodeId).collect(Collectors.toSet());
        final ThresholdCounters counters = engine.counters();
        assertTrue(counters.raised() > 1000);
        assertEquals(counters.raised() - counters.cleared(), active.size());
        for (final Follower follower : followers)
        {
            assertEquals(active, follower.active);
            assertTrue(0 != follower.lost || counters.events() == follower.events);
        }
    }

    private static void feed(final Feed feed, final Random random)
    {
        long now = START;
        for (int i = 0; i < UPDATES; i++)
        {
            now += random.nextInt(2) * MS;
            final int key = random.nextInt(600);
            if (0 == (i & 7))
            {
                feed.tick(now);
            }
            else if (0 == (i & 1023))
            {
                feed.interval(key, key % 5, random.nextInt(20_000), 3000, now);
            }
            else
            {
                feed.sample(key, key % 5, random.nextInt(1500), now);
            }
        }
    }

    private void change(final ThresholdEngine engine, final Random random)
    {
        final String id = "t" + random.nextInt(3);
        final double raise = 300 + random.nextInt(1500);
        switch (random.nextInt(100))
        {
            case 0:
                engine.remove(id);
                break;
            case 1:
                first.flows.define(FlowSpec.builder(Feed.METRIC).keys("udpsourceport")
                    .value(random.nextBoolean() ? "bytes" : "frames").timeConstant(Duration.ofSeconds(1)).build());
                break;
            case 2:
            case 3:
            case 4:
                engine.define(ThresholdSpec.builder(id).metric(Feed.METRIC).raiseAbove(raise).clearBelow(raise / 2)
                    .byFlow(random.nextBoolean()).timeout(Duration.ofMillis(random.nextInt(300))).build());
                break;
            case 5:
                final ThresholdListener passing = event -> assertTrue(event.eventId() > 0);
                engine.addListener(passing);
                assertTrue(engine.removeListener(passing));
                break;
            default:
                engine.events(engine.counters().events() - 10, 100, Duration.ZERO);
                break;
        }
    }

    @Test
    void shouldGiveAPollerEveryEventOnceWhileShardsFeed() throws Exception
    {
        final ThresholdEngine engine = ThresholdEngine.builder(first.flows).build();
        engine.define(ThresholdSpec.builder("t").metric(Feed.METRIC).raiseAbove(600)
            .timeout(Duration.ofMillis(10)).byFlow(true).build());
        final ExecutorService pool = Executors.newFixedThreadPool(SHARDS);
        final List<Future<?>> feeding = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++)
        {
            final Feed feed = 0 == shard ? first : first.another();
            final Random random = new Random(shard);
            feeding.add(pool.submit(() -> feed(feed, random)));
        }
        final Set<Long> episodes = new HashSet<>();
        long last = 0;
        List<ThresholdEvent> events = List.of();
        while (!events.isEmpty() || !feeding.stream().allMatch(Future::isDone))
        {
            events = engine.events(last, 100, Duration.ofMillis(5));
            for (final ThresholdEvent event : events)
            {
                assertEquals(++last, event.eventId());
                assertTrue(AlarmState.RAISED == event.state() ?
                    episodes.add(event.episodeId()) : episodes.remove(event.episodeId()));
            }
        }
        pool.shutdown();
        assertEquals(last, engine.counters().events());
        assertEquals(episodes,
            engine.active().stream().map(ThresholdEvent::episodeId).collect(Collectors.toSet()));
    }
}
