package io.weir.flowcache.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A slot that one thread writes and another reads. Each pair has a variant with a fault that must be found. */
public final class SlotStress
{
    private static final long KEY = 1;
    private static final long VALUE = 1000;
    private static final long OTHER_VALUE = 3000;
    private static final int UPDATES = 8;
    private static final long OTHER_KEY = SmallTable.neighbour(KEY);

    private SlotStress()
    {
    }

    /** A flow that is there. */
    @State
    public static class OneFlow
    {
        final SmallTable flows = new SmallTable(16, 2);

        /** A flow of one record. */
        public OneFlow()
        {
            flows.add(KEY, VALUE);
        }
    }

    /** Update and read: the record of an update is seen whole or not at all. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "at one instant, or said to be read singly")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    public static class UpdateRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final OneFlow state)
        {
            for (int i = 0; i < UPDATES; i++)
            {
                state.flows.add(KEY, VALUE);
            }
        }

        /**
         * Reads.
         *
         * @param state of both.
         * @param result to fill.
         */
        @Actor
        public void read(final OneFlow state, final I_Result result)
        {
            result.r1 = state.flows.find(KEY, VALUE);
        }
    }

    /** The same, by a reader that does not look at the sequence. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "at one instant")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    public static class UpdateReadBroken extends UpdateRead
    {
        @Override
        @Actor
        public void write(final OneFlow state)
        {
            super.write(state);
        }

        @Override
        @Actor
        public void read(final OneFlow state, final I_Result result)
        {
            result.r1 = state.flows.findCarelessly(state.flows.first(), SmallTable.home(KEY), VALUE);
        }
    }

    /** No flow yet. */
    @State
    public static class NoFlow
    {
        final SmallTable flows = new SmallTable(16, 2);

        /** An empty table. */
        public NoFlow()
        {
        }
    }

    /** Insert and read: a flow is seen whole, begun without a record, or not at all. */
    @JCStressTest
    @Outcome(id = { "0", "1", "2", "3" }, expect = ACCEPTABLE, desc = "absent, whole, begun, read singly")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    public static class InsertRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final NoFlow state)
        {
            state.flows.add(KEY, VALUE);
        }

        /**
         * Reads.
         *
         * @param state of both.
         * @param result to fill.
         */
        @Actor
        public void read(final NoFlow state, final I_Result result)
        {
            result.r1 = state.flows.find(KEY, VALUE);
        }
    }

    /** The same, by a writer that shows the tag before the words. */
    @JCStressTest
    @Outcome(id = { "0", "1", "2", "3" }, expect = ACCEPTABLE, desc = "absent, whole, begun, read singly")
    @Outcome(expect = FORBIDDEN, desc = "torn")
    public static class InsertReadBroken extends InsertRead
    {
        @Override
        @Actor
        public void write(final NoFlow state)
        {
            final Segment segment = state.flows.first();
            final SlotLayout layout = state.flows.table.layout;
            final int base = SmallTable.home(KEY) * segment.stride;
            SlotAccess.setOpaque(segment.slots, base, (long)SegmentMap.tag(SmallTable.hash(KEY)) << 32);
            SlotAccess.setOpaque(segment.slots, base + 1, KEY);
            SlotAccess.setOpaque(segment.slots, base + layout.total, VALUE);
            SlotAccess.setOpaque(segment.slots, base + layout.frames, 1L << SlotLayout.FRAMES_SHIFT);
            SlotAccess.setOpaque(segment.slots, base + layout.sum, Double.doubleToRawLongBits(VALUE));
        }

        @Override
        @Actor
        public void read(final NoFlow state, final I_Result result)
        {
            super.read(state, result);
        }
    }

    /** A table that is full with one flow. */
    @State
    public static class FullTable
    {
        final SmallTable flows = new SmallTable(1, 2);
        final SlotView view = flows.table.newReader().view();

        /** A flow, whose slot the next one takes. */
        public FullTable()
        {
            flows.add(KEY, VALUE);
        }

        int judge()
        {
            final Segment segment = flows.first();
            final int home = SmallTable.home(KEY);
            if (!view.read(segment, home))
            {
                return SmallTable.ABSENT;
            }
            return SmallTable.judge(view, KEY == view.words()[1] ? VALUE : OTHER_VALUE);
        }

        int judgeCarelessly()
        {
            final Segment segment = flows.first();
            final int home = SmallTable.home(KEY);
            final long key = SlotAccess.wordOpaque(segment.slots, home * segment.stride + 1);
            return flows.findCarelessly(segment, home, KEY == key ? VALUE : OTHER_VALUE);
        }
    }

    /** Delete and reinsert: words of the flow that left are never taken for those of the one that took its slot. */
    @JCStressTest
    @Outcome(id = { "0", "1", "2", "3" }, expect = ACCEPTABLE, desc = "empty, whole, begun, read singly")
    @Outcome(expect = FORBIDDEN, desc = "of two flows")
    public static class ReuseRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final FullTable state)
        {
            for (int i = 0; i < UPDATES; i++)
            {
                state.flows.add(OTHER_KEY, OTHER_VALUE);
                state.flows.add(KEY, VALUE);
            }
        }

        /**
         * Reads.
         *
         * @param state of both.
         * @param result to fill.
         */
        @Actor
        public void read(final FullTable state, final I_Result result)
        {
            result.r1 = state.judge();
        }
    }

    /** The same, by a reader that does not look at the sequence. */
    @JCStressTest
    @Outcome(id = { "0", "1", "2", "3" }, expect = ACCEPTABLE, desc = "empty, whole, begun")
    @Outcome(expect = FORBIDDEN, desc = "of two flows")
    public static class ReuseReadBroken extends ReuseRead
    {
        @Override
        @Actor
        public void write(final FullTable state)
        {
            super.write(state);
        }

        @Override
        @Actor
        public void read(final FullTable state, final I_Result result)
        {
            result.r1 = state.judgeCarelessly();
        }
    }

    /** A flow that was seen in the epoch before. */
    @State
    public static class OldFlow
    {
        private static final long EPOCH_NS = 17 * SmallTable.TAU_NS;
        private static final long HEAVY = 1L << 40;

        final SmallTable flows = new SmallTable(16, 2);
        private final TableReader reader = flows.table.newReader();
        private double rate;

        /** A heavy flow. */
        public OldFlow()
        {
            flows.add(KEY, HEAVY);
        }

        void write()
        {
            flows.clock.advance(EPOCH_NS);
            flows.add(KEY, VALUE);
        }

        int read()
        {
            rate = -1;
            reader.forEachSource(new long[]{ KEY }, 0, view ->
                rate = view.isConsistent() ? view.rateAt(EPOCH_NS) : Double.NaN);
            return Double.isNaN(rate) ? SmallTable.SINGLY : judge(rate);
        }

        int readCarelessly()
        {
            final Segment segment = flows.first();
            final SlotLayout layout = flows.table.layout;
            final int base = SmallTable.home(KEY) * segment.stride;
            final int seen = (int)SlotAccess.wordOpaque(segment.slots, base + layout.seen);
            final double sum = Double.longBitsToDouble(SlotAccess.wordOpaque(segment.slots, base + layout.sum));
            return judge(Decay.rateAt(
                sum, flows.clock.landmarkNsOf(seen & 0xFFFF_FFFFL), 0, 0, SmallTable.TAU_NS, EPOCH_NS));
        }

        private static int judge(final double rate)
        {
            final double before = HEAVY * Math.exp(-17) / 2;
            final double after = before + VALUE / 2.0;
            return Math.abs(rate / before - 1) < 1e-9 ? 1 : Math.abs(rate / after - 1) < 1e-9 ? 2 : SmallTable.TORN;
        }
    }

    /** Change of epoch and read: a rate is that before the update or that after it, by whichever landmark. */
    @JCStressTest
    @Outcome(id = { "1", "2", "3" }, expect = ACCEPTABLE, desc = "before, after, read singly")
    @Outcome(expect = FORBIDDEN, desc = "by the landmark of another epoch")
    public static class EpochRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final OldFlow state)
        {
            state.write();
        }

        /**
         * Reads.
         *
         * @param state of both.
         * @param result to fill.
         */
        @Actor
        public void read(final OldFlow state, final I_Result result)
        {
            result.r1 = state.read();
        }
    }

    /** The same, by a reader that takes the sum and its epoch at two instants. */
    @JCStressTest
    @Outcome(id = { "1", "2", "3" }, expect = ACCEPTABLE, desc = "before, after, read singly")
    @Outcome(expect = FORBIDDEN, desc = "by the landmark of another epoch")
    public static class EpochReadBroken extends EpochRead
    {
        @Override
        @Actor
        public void write(final OldFlow state)
        {
            super.write(state);
        }

        @Override
        @Actor
        public void read(final OldFlow state, final I_Result result)
        {
            result.r1 = state.readCarelessly();
        }
    }
}
