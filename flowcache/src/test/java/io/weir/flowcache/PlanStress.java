package io.weir.flowcache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.weir.collector.RunMode;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A definition is replaced while a shard writes and somebody asks. */
public final class PlanStress
{
    private static final long BYTES = 1000;

    private PlanStress()
    {
    }

    /** A definition of bytes, with one record. */
    @State
    public static class Defined
    {
        final Feed feed = new Feed(RunMode.LIVE, FlowSpec.builder("flows").keys("ipsource").value("bytes").build());
        final Shard shard = (Shard)feed.shard;

        /** One record. */
        public Defined()
        {
            feed.sendPacket(1, BYTES);
        }

        void redefineAndAsk(final I_Result result, final boolean carelessly)
        {
            feed.cache.define(FlowSpec.builder("flows").keys("ipsource").value("frames").build());
            final int flows = carelessly ? flowsByName() : (int)feed.accounting().in();
            result.r1 = flows;
        }

        private int flowsByName()
        {
            int sum = 0;
            for (final ShardTable table : shard.tables())
            {
                if ("flows".equals(table.definition().spec().name()))
                {
                    final long[] sums = new long[io.weir.flowcache.table.TableCounters.COUNT];
                    table.table.counters().addTo(sums);
                    sum += (int)sums[io.weir.flowcache.table.TableCounters.IN];
                }
            }
            return sum;
        }
    }

    /** Take-over of a plan and query: who asks after defining gets nothing of what was there before. */
    @JCStressTest
    @Outcome(id = { "0", "1" }, expect = ACCEPTABLE, desc = "not yet, or one frame")
    @Outcome(expect = FORBIDDEN, desc = "bytes of the definition before")
    public static class SwapRead
    {
        /**
         * Writes.
         *
         * @param state of both.
         */
        @Actor
        public void write(final Defined state)
        {
            state.feed.sendPacket(1, BYTES);
        }

        /**
         * Defines and asks.
         *
         * @param state  of both.
         * @param result to fill.
         */
        @Actor
        public void ask(final Defined state, final I_Result result)
        {
            state.redefineAndAsk(result, false);
        }
    }

    /** The same, by one who looks for the name only. */
    @JCStressTest
    @Outcome(id = { "0", "1" }, expect = ACCEPTABLE, desc = "not yet, or one frame")
    @Outcome(expect = FORBIDDEN, desc = "bytes of the definition before")
    public static class SwapReadBroken extends SwapRead
    {
        @Override
        @Actor
        public void write(final Defined state)
        {
            super.write(state);
        }

        @Override
        @Actor
        public void ask(final Defined state, final I_Result result)
        {
            state.redefineAndAsk(result, true);
        }
    }
}
