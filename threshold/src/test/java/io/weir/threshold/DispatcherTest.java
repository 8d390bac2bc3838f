package io.weir.threshold;

import static io.weir.threshold.Events.READING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.ErrorHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

@Timeout(60)
class DispatcherTest
{
    private static final Rule RULE = Events.rule("t");
    private static final Rule OTHER = Events.rule("other");

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<Throwable> errors = new ArrayList<>();
    private ErrorHandler errorHandler = errors::add;
    private Dispatcher dispatcher;
    private Alarms alarms;

    @AfterEach
    void stopPool()
    {
        pool.shutdownNow();
    }

    private void create(final Dispatch dispatch, final int logCapacity)
    {
        final EventSignal signal = new EventSignal();
        dispatcher = new Dispatcher(dispatch, signal);
        alarms = new Alarms(new EventLog(logCapacity), signal, dispatcher, 1 << 20);
    }

    private ListenerCursor listen(final ThresholdListener listener, final Executor executor, final String... ids)
    {
        final ListenerCursor cursor = alarms.newCursor(listener, Set.of(ids), errorHandler, executor);
        dispatcher.add(cursor);
        return cursor;
    }

    private ThresholdEvent raise(final Rule rule)
    {
        return raise(rule, false);
    }

    private ThresholdEvent raise(final Rule rule, final boolean inline)
    {
        return alarms.raise(rule, EventReason.ABOVE, 1, READING, 5, 5, inline);
    }

    private void clear(final ThresholdEvent raised)
    {
        alarms.clear(raised, READING, EventReason.BELOW, 6, false);
    }

    private static List<Long> ids(final List<ThresholdEvent> events)
    {
        return events.stream().map(ThresholdEvent::eventId).collect(Collectors.toList());
    }

    private static List<Long> range(final long from, final long to)
    {
        return LongStream.rangeClosed(from, to).boxed().collect(Collectors.toList());
    }

    @Test
    void shouldHandOverInlineInOrder()
    {
        create(Dispatch.INLINE, 8);
        final List<ThresholdEvent> seen = new ArrayList<>();
        listen(seen::add, null);
        final ThresholdEvent raised = raise(RULE);
        assertEquals(List.of(raised), alarms.active());
        clear(raised);
        assertEquals(range(1, 2), ids(seen));
        assertSame(raised, seen.get(0));
        assertEquals(raised.eventId(), seen.get(1).episodeId());
        assertEquals(List.of(), alarms.active());
        assertEquals(2, alarms.dispatchLatencyNs().getTotalCount());
        assertEquals(0, alarms.dispatchLatencyNs().getTotalCount());
    }

    @Test
    void shouldHandOverInlineWhenTheRunSaysSo()
    {
        create(Dispatch.THREAD, 8);
        final List<ThresholdEvent> seen = new ArrayList<>();
        listen(seen::add, null);
        raise(RULE, true);
        assertEquals(1, seen.size());
    }

    @Test
    void shouldHandOverOnlyTheThresholdsOfAListener()
    {
        create(Dispatch.POLL, 8);
        final List<ThresholdEvent> seen = new ArrayList<>();
        final List<ThresholdEvent> all = new ArrayList<>();
        listen(seen::add, null, "other");
        listen(all::add, null);
        raise(RULE);
        raise(OTHER);
        assertEquals(4, dispatcher.pollOnce());
        assertEquals(0, dispatcher.pollOnce());
        assertEquals(List.of(2L), ids(seen));
        assertEquals(range(1, 2), ids(all));
    }

    @Test
    void shouldTellAListenerOnlyOfEventsAfterItWasAddedAndBeforeItWasRemoved()
    {
        create(Dispatch.INLINE, 8);
        raise(RULE);
        final List<ThresholdEvent> seen = new ArrayList<>();
        final ThresholdListener listener = seen::add;
        final ListenerCursor cursor = listen(listener, null);
        raise(RULE);
        assertSame(cursor, dispatcher.remove(listener));
        assertNull(dispatcher.remove(listener));
        raise(RULE);
        assertEquals(List.of(2L), ids(seen));
    }

    @ParameterizedTest
    @EnumSource(names = { "THREAD", "EXECUTOR", "INLINE", "POLL" })
    void shouldHandEveryEventToEveryListenerOnce(final Dispatch dispatch) throws Exception
    {
        create(dispatch, 1024);
        final int count = 500;
        final CountDownLatch latch = new CountDownLatch(3 * count);
        final List<ConcurrentLinkedQueue<Long>> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            final ConcurrentLinkedQueue<Long> queue = new ConcurrentLinkedQueue<>();
            seen.add(queue);
            listen(event ->
            {
                queue.add(event.eventId());
                latch.countDown();
            }, Dispatch.EXECUTOR == dispatch ? pool : null);
        }
        dispatcher.start();
        for (int i = 0; i < count; i++)
        {
            raise(RULE);
        }
        if (Dispatch.POLL == dispatch)
        {
            while (0 != dispatcher.pollOnce())
            {
                assertTrue(latch.getCount() >= 0);
            }
        }
        latch.await();
        dispatcher.stop();
        seen.forEach(queue -> assertEquals(range(1, count), new ArrayList<>(queue)));
    }

    @Test
    void shouldHandOverWhatWasPublishedBeforeTheThreadStops()
    {
        create(Dispatch.THREAD, 1024);
        final ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
        listen(event -> seen.add(event.eventId()), null);
        dispatcher.start();
        dispatcher.start();
        for (int i = 0; i < 300; i++)
        {
            raise(RULE);
        }
        dispatcher.stop();
        dispatcher.stop();
        assertEquals(300, seen.size());
    }

    @ParameterizedTest
    @ValueSource(classes = { IllegalStateException.class, AssertionError.class, NoClassDefFoundError.class })
    void shouldCountWhatAListenerThrowsAndGoOn(final Class<? extends Throwable> type) throws Exception
    {
        create(Dispatch.INLINE, 8);
        final Throwable thrown = type.getConstructor().newInstance();
        final ListenerCursor bad = listen(event -> sneak(thrown), null);
        final List<ThresholdEvent> seen = new ArrayList<>();
        listen(seen::add, null);
        raise(RULE);
        raise(RULE);
        assertEquals(range(1, 2), ids(seen));
        assertEquals(List.of(thrown, thrown), errors);
        assertEquals(2, bad.errors());
        assertEquals(2, bad.delivered());
    }

    @Test
    void shouldReplaceADispatchThreadThatAnErrorOfTheMachineEnds() throws Exception
    {
        create(Dispatch.THREAD, 8);
        final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
        final BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
        listen(event ->
        {
            if (2 == event.eventId())
            {
                Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> uncaught.add(error));
                throw new StackOverflowError();
            }
            seen.add(event.eventId());
        }, null);
        dispatcher.start();
        raise(RULE);
        raise(RULE);
        assertEquals(StackOverflowError.class, uncaught.take().getClass());
        raise(RULE);
        assertEquals(List.of(1L, 3L), List.of(seen.take(), seen.take()));
        dispatcher.stop();
    }

    @Test
    void shouldSurviveAnErrorHandlerThatThrows()
    {
        errorHandler = error ->
        {
            throw new IllegalStateException("handler");
        };
        create(Dispatch.INLINE, 8);
        final ListenerCursor bad = listen(event ->
        {
            throw new IllegalStateException("listener");
        }, null);
        raise(RULE);
        assertEquals(1, bad.errors());
    }

    @Test
    void shouldSurviveAListenerThatComesBack()
    {
        create(Dispatch.INLINE, 8);
        final List<Long> seen = new ArrayList<>();
        listen(event ->
        {
            seen.add(event.eventId());
            if (1 == event.eventId())
            {
                raise(RULE);
                assertEquals(0, dispatcher.pollOnce());
            }
        }, null);
        raise(RULE);
        assertEquals(range(1, 2), seen);
    }

    @Test
    void shouldCountARefusalOfTheExecutorAndCatchUpWithTheNextEvent()
    {
        create(Dispatch.EXECUTOR, 8);
        final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        final List<Long> seen = new ArrayList<>();
        final boolean[] refuse = { true };
        final ListenerCursor cursor = listen(event -> seen.add(event.eventId()), task ->
        {
            if (refuse[0])
            {
                throw new RejectedExecutionException();
            }
            tasks.add(task);
        });
        raise(RULE);
        assertEquals(1, cursor.errors());
        refuse[0] = false;
        raise(RULE);
        raise(RULE);
        assertEquals(1, tasks.size());
        tasks.remove().run();
        assertEquals(range(1, 3), seen);
        assertEquals(0, tasks.size());
    }

    @Test
    void shouldNotDelayOthersByAListenerThatBlocksUnderAnExecutor() throws Exception
    {
        create(Dispatch.EXECUTOR, 1024);
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch others = new CountDownLatch(100);
        final CountDownLatch blocked = new CountDownLatch(100);
        listen(event ->
        {
            awaitQuietly(release);
            blocked.countDown();
        }, pool);
        listen(event -> others.countDown(), pool);
        for (int i = 0; i < 100; i++)
        {
            raise(RULE);
        }
        others.await();
        assertEquals(100, blocked.getCount());
        release.countDown();
        blocked.await();
    }

    @Test
    void shouldTellALappedListenerExactlyWhatItLostAndShowTheActiveSet()
    {
        create(Dispatch.POLL, 8);
        final List<String> calls = new ArrayList<>();
        final ListenerCursor cursor = listen(new ThresholdListener()
        {
            @Override
            public void onThreshold(final ThresholdEvent event)
            {
                calls.add(event.state() + " " + event.eventId());
            }

            @Override
            public void onLost(final long count)
            {
                calls.add("lost " + count);
            }

            @Override
            public void onResync(final List<ThresholdEvent> active)
            {
                calls.add("active " + ids(active));
            }
        }, null, "t");
        final ThresholdEvent first = raise(RULE);
        dispatcher.pollOnce();
        final ThresholdEvent second = raise(RULE);
        final ThresholdEvent foreign = raise(OTHER);
        for (int i = 0; i < 10; i++)
        {
            clear(raise(RULE));
        }
        assertEquals(2 + 21, alarms.active().size() + 20);
        dispatcher.pollOnce();
        clear(second);
        clear(foreign);
        clear(first);
        raise(RULE);
        dispatcher.pollOnce();
        assertEquals(List.of("RAISED 1", "lost 22", "active [1, 2]", "CLEARED 24", "CLEARED 26", "RAISED 27"), calls);
        assertEquals(22, cursor.lost());
    }

    @Test
    void shouldKeepListenersCoherentWhileSeveralProduceAndAllAreLapped() throws Exception
    {
        create(Dispatch.THREAD, 64);
        final List<Follower> followers = List.of(new Follower(), new Follower(), new Follower());
        final List<ListenerCursor> cursors = new ArrayList<>();
        followers.forEach(follower -> cursors.add(listen(follower, null)));
        dispatcher.start();
        final int producers = 3;
        final int each = 60_000;
        final List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < producers; i++)
        {
            final Random random = new Random(i);
            futures.add(pool.submit(() -> raiseAndClear(random, each)));
        }
        for (final Future<?> future : futures)
        {
            future.get();
        }
        dispatcher.stop();
        assertEquals(List.of(), errors);
        final Set<Long> active = new HashSet<>(ids(alarms.active()));
        for (final Follower follower : followers)
        {
            assertEquals(active, follower.active);
        }
        for (final ListenerCursor cursor : cursors)
        {
            final Follower follower = (Follower)cursor.listener;
            assertEquals(cursor.delivered(), follower.events);
            assertEquals(cursor.lost(), follower.lost);
            assertTrue(follower.resyncs > 0);
            // The rest are ends of alarms, at most 20 for each producer, that a resync had left out already.
            assertTrue(follower.events + follower.lost <= (long)producers * each);
            assertTrue(follower.events + follower.lost + follower.resyncs * producers * 20 >= (long)producers * each);
        }
    }

    private void raiseAndClear(final Random random, final int events)
    {
        final ArrayDeque<ThresholdEvent> raised = new ArrayDeque<>();
        for (int i = 0; i < events; i++)
        {
            if (raised.isEmpty() || raised.size() < 20 && random.nextBoolean())
            {
                raised.add(raise(RULE));
            }
            else
            {
                clear(raised.remove());
            }
        }
    }

    @Test
    void shouldNotHoldUpAProducerByAListenerThatBlocks() throws Exception
    {
        create(Dispatch.THREAD, 16);
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final ListenerCursor cursor = listen(event ->
        {
            entered.countDown();
            awaitQuietly(release);
        }, null);
        dispatcher.start();
        raise(RULE);
        entered.await();
        for (int i = 0; i < 1000; i++)
        {
            raise(RULE);
        }
        assertEquals(1, cursor.delivered());
        release.countDown();
        dispatcher.stop();
        assertEquals(1000, cursor.lost());
        assertEquals(1, cursor.delivered());
    }

    @Test
    void shouldGiveAListenerThatBlocksAThreadOfItsOwn() throws Exception
    {
        create(Dispatch.THREAD, 1024);
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        final CountDownLatch slow = new CountDownLatch(301);
        final CountDownLatch first = new CountDownLatch(1);
        final CountDownLatch quick = new CountDownLatch(301);
        final ThresholdListener blocking = event ->
        {
            threads.add(Thread.currentThread());
            entered.countDown();
            awaitQuietly(release);
            slow.countDown();
        };
        listen(blocking, null);
        listen(event ->
        {
            threads.add(Thread.currentThread());
            first.countDown();
            quick.countDown();
        }, null);
        dispatcher.start();
        raise(RULE);
        entered.await();
        first.await();
        for (int i = 0; i < 300; i++)
        {
            raise(RULE);
        }
        quick.await();
        assertEquals(301, slow.getCount());
        release.countDown();
        slow.await();
        // On a machine that stalls, the quick one may have been given a thread as well.
        assertTrue(threads.size() >= 2 && threads.size() <= 3);
        dispatcher.remove(blocking);
        raise(RULE);
        dispatcher.stop();
        for (final Thread thread : threads)
        {
            thread.join();
        }
    }

    @Test
    void shouldHandOverToAPollerThatWaits() throws Exception
    {
        create(Dispatch.POLL, 8);
        final List<ThresholdEvent> seen = new ArrayList<>();
        listen(seen::add, null);
        assertEquals(0, alarms.poll(Duration.ofNanos(1)));
        final Future<Integer> polled = pool.submit(() -> alarms.poll(Duration.ofDays(1)));
        raise(RULE);
        assertEquals(1, polled.get());
        assertEquals(1, seen.size());
    }

    @Test
    void shouldTellHowFarListenersAreBehind()
    {
        create(Dispatch.POLL, 8);
        listen(event -> assertTrue(event.eventId() > 0), null);
        for (int i = 0; i < 4; i++)
        {
            raise(RULE);
        }
        alarms.poll(Duration.ZERO);
        assertEquals(3, alarms.listenerLag().getMaxValue());
        assertEquals(0, alarms.listenerLag().getTotalCount());
    }

    @Test
    void shouldGivePollersEventsInOrderWithoutGaps()
    {
        create(Dispatch.POLL, 8);
        assertEquals(List.of(), alarms.events(0, 10, Duration.ZERO));
        for (int i = 0; i < 5; i++)
        {
            raise(RULE);
        }
        assertEquals(range(1, 5), ids(alarms.events(0, 10, Duration.ZERO)));
        assertEquals(range(3, 4), ids(alarms.events(2, 2, Duration.ofDays(1))));
        assertEquals(List.of(), alarms.events(5, 2, Duration.ZERO));
        assertEquals(List.of(), alarms.events(Long.MAX_VALUE, 2, Duration.ZERO));
        assertEquals(range(1, 5), ids(alarms.events(-7, 10, Duration.ZERO)));
        for (int i = 0; i < 5; i++)
        {
            raise(RULE);
        }
        assertEquals(range(3, 10), ids(alarms.events(0, 10, Duration.ZERO)));
    }

    @Test
    void shouldNotSkipAnEventThatIsNotPublishedYet()
    {
        final EventSignal signal = new EventSignal();
        final EventLog log = new EventLog(8);
        dispatcher = new Dispatcher(Dispatch.POLL, signal);
        alarms = new Alarms(log, signal, dispatcher, 10);
        raise(RULE);
        final long stalled = log.claim();
        raise(RULE);
        assertEquals(List.of(1L), ids(alarms.events(0, 10, Duration.ZERO)));
        assertEquals(List.of(), alarms.events(1, 10, Duration.ofMillis(1)));
        log.publish(Events.event(stalled));
        assertEquals(range(2, 3), ids(alarms.events(1, 10, Duration.ZERO)));
    }

    @Test
    void shouldWaitForAnEventUpToTheTimeout() throws Exception
    {
        create(Dispatch.POLL, 8);
        final long begin = System.nanoTime();
        assertEquals(List.of(), alarms.events(0, 10, Duration.ofMillis(20)));
        assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(20));
        for (long id = 1; id <= 200; id++)
        {
            final long afterId = id - 1;
            final Future<List<ThresholdEvent>> waiting =
                pool.submit(() -> alarms.events(afterId, 10, Duration.ofDays(300_000)));
            raise(RULE);
            assertEquals(List.of(id), ids(waiting.get()));
        }
    }

    @Test
    void shouldStopWaitingWhenInterrupted()
    {
        create(Dispatch.POLL, 8);
        Thread.currentThread().interrupt();
        assertEquals(List.of(), alarms.events(0, 10, Duration.ofDays(1)));
        assertTrue(Thread.interrupted());
    }

    private static void awaitQuietly(final CountDownLatch latch)
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(final Throwable throwable) throws T
    {
        throw (T)throwable;
    }
}
