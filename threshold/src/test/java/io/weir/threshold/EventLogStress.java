package io.weir.threshold;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.weir.collector.ErrorHandler;
import org.HdrHistogram.Recorder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The event log, its waiters and its cursors, by pairs of operations that can race. Each pair has a variant with a
 * fault that must be found.
 */
public final class EventLogStress
{
    private static final int CAPACITY = 2;

    private EventLogStress()
    {
    }

    /** Two producers of one slot, a lap apart: the newer event stays, whoever comes last. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "the newer")
    @Outcome(expect = FORBIDDEN, desc = "went back")
    @State
    public static class PublishPublish
    {
        final EventLog log = new EventLog(CAPACITY);

        /** The slow one. */
        @Actor
        public void older()
        {
            log.publish(Events.event(1));
        }

        /** The one that laps it. */
        @Actor
        public void newer()
        {
            log.publish(Events.event(1 + CAPACITY));
        }

        /**
         * What is left.
         *
         * @param result id in the slot.
         */
        @Arbiter
        public void look(final I_Result result)
        {
            result.r1 = (int)log.at(1).eventId();
        }
    }

    /** The same with a plain store in place of the compare-and-set. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "the newer")
    @Outcome(id = "1", expect = FORBIDDEN, desc = "went back: the fault")
    @State
    public static class PublishPublishBroken
    {
        final AtomicReferenceArray<ThresholdEvent> slots = new AtomicReferenceArray<>(CAPACITY);

        /** The slow one. */
        @Actor
        public void older()
        {
            slots.set(1, Events.event(1));
        }

        /** The one that laps it. */
        @Actor
        public void newer()
        {
            slots.set(1, Events.event(1 + CAPACITY));
        }

        /**
         * What is left.
         *
         * @param result id in the slot.
         */
        @Arbiter
        public void look(final I_Result result)
        {
            result.r1 = (int)slots.get(1).eventId();
        }
    }

    /** A reader that goes on only over what it found never skips an event, and finds events whole. */
    @JCStressTest
    @Outcome(id = { "0, 0", "1, 0", "1, 2" }, expect = ACCEPTABLE, desc = "in order")
    @Outcome(expect = FORBIDDEN, desc = "skipped or torn")
    @State
    public static class PublishRead
    {
        final EventLog log = new EventLog(CAPACITY);
        final ThresholdEvent one = Events.event(1);
        final ThresholdEvent two = Events.event(2);

        /** Publishes two, the one that was claimed later first. */
        @Actor
        public void publish()
        {
            log.publish(two);
            log.publish(one);
        }

        /**
         * Reads two.
         *
         * @param result ids.
         */
        @Actor
        public void read(final II_Result result)
        {
            final ThresholdEvent first = log.at(1);
            result.r1 = null == first ? 0 : (int)(first.timestampNs() / 31);
            final ThresholdEvent second = null == first ? null : log.at(2);
            result.r2 = null == second ? 0 : (int)(second.timestampNs() / 31);
        }
    }

    /** The same with a reader that goes on where it found nothing. */
    @JCStressTest
    @Outcome(id = { "0, 0", "1, 0", "1, 2" }, expect = ACCEPTABLE, desc = "in order")
    @Outcome(expect = FORBIDDEN, desc = "skipped: the fault")
    @State
    public static class PublishReadBroken
    {
        final EventLog log = new EventLog(CAPACITY);
        final ThresholdEvent one = Events.event(1);
        final ThresholdEvent two = Events.event(2);

        /** Publishes two, the one that was claimed later first. */
        @Actor
        public void publish()
        {
            log.publish(two);
            log.publish(one);
        }

        /**
         * Reads two.
         *
         * @param result ids.
         */
        @Actor
        public void read(final II_Result result)
        {
            result.r1 = null == log.at(1) ? 0 : 1;
            result.r2 = null == log.at(2) ? 0 : 2;
        }
    }

    /** Publish, then look for waiters; register, then look for an event: one sees the other. */
    @JCStressTest
    @Outcome(id = { "1, 0", "0, 1", "1, 1" }, expect = ACCEPTABLE, desc = "one of the two sees the other")
    @Outcome(expect = FORBIDDEN, desc = "missed: the waiter would sleep")
    @State
    public static class PublishWait
    {
        final EventLog log = new EventLog(CAPACITY);
        volatile int waiters;

        /**
         * Publishes.
         *
         * @param result whether there is a waiter.
         */
        @Actor
        public void publish(final II_Result result)
        {
            log.publish(Events.event(1));
            result.r1 = waiters;
        }

        /**
         * Waits.
         *
         * @param result whether there is an event.
         */
        @Actor
        public void await(final II_Result result)
        {
            waiters = 1;
            result.r2 = null == log.at(1) ? 0 : 1;
        }
    }

    /** The same with a store that is only a release. */
    @JCStressTest
    @Outcome(id = { "1, 0", "0, 1", "1, 1" }, expect = ACCEPTABLE, desc = "one of the two sees the other")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "missed: the fault")
    @State
    public static class PublishWaitBroken
    {
        final AtomicReferenceArray<ThresholdEvent> slots = new AtomicReferenceArray<>(CAPACITY);
        volatile int waiters;

        /**
         * Publishes.
         *
         * @param result whether there is a waiter.
         */
        @Actor
        public void publish(final II_Result result)
        {
            slots.setRelease(1, Events.event(1));
            result.r1 = waiters;
        }

        /**
         * Waits.
         *
         * @param result whether there is an event.
         */
        @Actor
        public void await(final II_Result result)
        {
            waiters = 1;
            result.r2 = null == slots.getAcquire(1) ? 0 : 1;
        }
    }

    /** Two threads drain one cursor: the listener is called once. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
    @Outcome(expect = FORBIDDEN, desc = "twice or never")
    @State
    public static class DrainDrain
    {
        final EventLog log = new EventLog(CAPACITY);
        final ListenerCursor cursor = new ListenerCursor(event ->
        {
            // Counted by the cursor.
        }, Set.of(), log, new ActiveAlarms(), new Recorder(1), new Recorder(1), ErrorHandler.IGNORE, null);

        /** One event to hand over. */
        public DrainDrain()
        {
            log.publish(Events.event(log.claim()));
        }

        /** One thread. */
        @Actor
        public void first()
        {
            cursor.drain(1);
        }

        /** Another. */
        @Actor
        public void second()
        {
            cursor.drain(1);
        }

        /**
         * How often.
         *
         * @param result calls.
         */
        @Arbiter
        public void look(final I_Result result)
        {
            result.r1 = (int)cursor.delivered();
        }
    }

    /** The same without anything that keeps the second out. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
    @Outcome(expect = FORBIDDEN, desc = "twice: the fault")
    @State
    public static class DrainDrainBroken
    {
        final EventLog log = new EventLog(CAPACITY);
        final AtomicInteger calls = new AtomicInteger();
        volatile long next = 1;

        /** One event to hand over. */
        public DrainDrainBroken()
        {
            log.publish(Events.event(log.claim()));
        }

        private void drain()
        {
            if (null != log.at(next))
            {
                calls.incrementAndGet();
                next = 2;
            }
        }

        /** One thread. */
        @Actor
        public void first()
        {
            drain();
        }

        /** Another. */
        @Actor
        public void second()
        {
            drain();
        }

        /**
         * How often.
         *
         * @param result calls.
         */
        @Arbiter
        public void look(final I_Result result)
        {
            result.r1 = calls.get();
        }
    }
}
