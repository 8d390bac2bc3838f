package io.weir.flowcache.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Segments that are replaced, and candidates for the largest that change, while another thread reads. */
public final class TableStress
{
    private static final long VALUE = 1000;

    private TableStress()
    {
    }

    /** A segment of which one more flow makes two. */
    @State
    public static class FullSegment
    {
        private static final int LAST = (1 << Segment.SHIFT) * 11 / 16;
        private static final long KEY = keyOfUpperHalf();

        final SmallTable flows = new SmallTable(1 << 14, 2);

        /** As many flows as go into one segment. */
        public FullSegment()
        {
            for (int i = 0; i < LAST; i++)
            {
                flows.table.rows()[flows.table.nextRow()] = i;
                flows.table.commitRow(VALUE, 1, 1, 0);
            }
            flows.table.flush();
        }

        private static long keyOfUpperHalf()
        {
            long key = 0;
            while (SmallTable.hash(key) >= 0)
            {
                key++;
            }
            return key;
        }

        /* In the segment of a number, as it was before the split. */
        int findCarelessly()
        {
            final long hash = SmallTable.hash(KEY);
            final Segment segment = flows.first();
            for (int i = 0; i < FlowTable.MAX_PROBE; i++)
            {
                final int base = (SegmentMap.home(hash) + i & segment.mask) * segment.stride;
                if (SegmentMap.tag(hash) == SlotAccess.tag(segment.slots[base]))
                {
                    return SmallTable.WHOLE;
                }
            }
            return SmallTable.ABSENT;
        }
    }

    /** Split and read: a flow that is there before and after is found meanwhile. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "found")
    @Outcome(expect = FORBIDDEN, desc = "lost or torn")
    public static class SplitRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final FullSegment state)
        {
            state.flows.add(FullSegment.LAST, VALUE);
        }

        /**
         * Reads.
         *
         * @param state of both.
         * @param result to fill.
         */
        @Actor
        public void read(final FullSegment state, final I_Result result)
        {
            result.r1 = state.flows.find(FullSegment.KEY, VALUE);
        }
    }

    /** The same, by a reader that remembers the number of a segment instead of asking the directory. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "found")
    @Outcome(expect = FORBIDDEN, desc = "lost or torn")
    public static class SplitReadBroken extends SplitRead
    {
        @Override
        @Actor
        public void write(final FullSegment state)
        {
            super.write(state);
        }

        @Override
        @Actor
        public void read(final FullSegment state, final I_Result result)
        {
            result.r1 = state.findCarelessly();
        }
    }

    /** A table whose slots get room for a held rate. */
    @State
    public static class NarrowTable
    {
        static final long KEY = 1;
        private static final long OTHER = 5;

        final SmallTable flows = new SmallTable(16, 2);

        /** Two flows. */
        public NarrowTable()
        {
            flows.add(KEY, VALUE);
            flows.add(OTHER, VALUE);
        }
    }

    /** Widen and read: a flow of a segment that is copied is found whole. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "found")
    @Outcome(expect = FORBIDDEN, desc = "lost or torn")
    public static class WidenRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final NarrowTable state)
        {
            state.flows.add(NarrowTable.OTHER, VALUE, 10 * SmallTable.TAU_NS);
            state.flows.add(NarrowTable.KEY, VALUE);
        }

        /**
         * Reads.
         *
         * @param state of both.
         * @param result to fill.
         */
        @Actor
        public void read(final NarrowTable state, final I_Result result)
        {
            result.r1 = state.flows.find(NarrowTable.KEY, VALUE);
        }
    }

    /** The same, by a reader that takes the width of the slots before the slots. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "found")
    @Outcome(expect = FORBIDDEN, desc = "lost or torn")
    public static class WidenReadBroken extends WidenRead
    {
        @Override
        @Actor
        public void write(final NarrowTable state)
        {
            super.write(state);
        }

        @Override
        @Actor
        public void read(final NarrowTable state, final I_Result result)
        {
            final int stride = state.flows.first().stride;
            final long[] slots = state.flows.first().slots;
            final int base = SmallTable.home(NarrowTable.KEY) * stride;
            result.r1 = NarrowTable.KEY == SlotAccess.wordOpaque(slots, base + 1) ?
                SmallTable.WHOLE : SmallTable.ABSENT;
        }
    }

    /** Candidates, of whom the next one makes too many. */
    @State
    public static class FullGate
    {
        private static final int KEEP = 2;
        private static final int CANDIDATES = 4 * KEEP - 1;

        final SmallTable flows = new SmallTable(16, 64);
        final TopGate gate = new TopGate(flows.table, KEEP);
        private final TopReading reading = new TopReading();
        private final SlotView view = flows.table.newReader().view();

        /** Flows by rising rate. */
        public FullGate()
        {
            for (int key = 0; key <= CANDIDATES; key++)
            {
                flows.add(key, VALUE + key);
            }
            for (int key = 0; key < CANDIDATES; key++)
            {
                gate.admit(flows.first(), index(key));
            }
        }

        private int index(final long key)
        {
            final Segment segment = flows.first();
            int index = SmallTable.home(key);
            while (key != segment.slots[index * segment.stride + 1] || !segment.isLive(index))
            {
                index = index + 1 & segment.mask;
            }
            return index;
        }

        void write()
        {
            gate.admit(flows.first(), index(CANDIDATES));
        }

        int read()
        {
            return gate.read(reading) ? judge() : SmallTable.SINGLY;
        }

        int readCarelessly()
        {
            reading.copy(gate, flows.table.segmentsById());
            return judge();
        }

        /* The largest is there, and nobody is there twice. */
        private int judge()
        {
            long keys = 0;
            for (int i = 0; i < reading.count(); i++)
            {
                final long key = reading.read(i, view) ? 1L << view.words()[1] : 0;
                if (!view.isConsistent())
                {
                    return SmallTable.SINGLY;
                }
                if (0 == key || 0 != (keys & key))
                {
                    return SmallTable.TORN;
                }
                keys |= key;
            }
            return 0 != (keys & 1L << CANDIDATES - 1) ? SmallTable.WHOLE : SmallTable.TORN;
        }
    }

    /** Change and read of the candidates: those of one instant, or none. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "at one instant, or not at all")
    @Outcome(expect = FORBIDDEN, desc = "of two instants")
    public static class TopRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final FullGate state)
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
        public void read(final FullGate state, final I_Result result)
        {
            result.r1 = state.read();
        }
    }

    /** The same, by a reader that does not look at the sequence. */
    @JCStressTest
    @Outcome(id = { "1", "3" }, expect = ACCEPTABLE, desc = "at one instant")
    @Outcome(expect = FORBIDDEN, desc = "of two instants")
    public static class TopReadBroken extends TopRead
    {
        @Override
        @Actor
        public void write(final FullGate state)
        {
            super.write(state);
        }

        @Override
        @Actor
        public void read(final FullGate state, final I_Result result)
        {
            result.r1 = state.readCarelessly();
        }
    }
}
