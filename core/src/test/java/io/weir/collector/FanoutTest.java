package io.weir.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterTable;
import io.weir.record.CounterRecord;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.MetricRecord;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class FanoutTest
{
    private final DatagramContext context = new DatagramContext(new ExporterTable(1));
    private final List<Throwable> defects = new ArrayList<>();
    private final CounterHandler first = new CounterHandler();
    private final CounterHandler second = new CounterHandler();
    private final Fanout fanout = new Fanout(new RecordHandler[]{first, second}, defects::add);

    @Test
    void shouldGiveCounterRecordsToEveryHandlerAndKeepOneThatThrowsFromTheOthers()
    {
        first.failure = new IllegalStateException("counters");
        fanout.begin(context);
        fanout.onCounterRecord(context.counterRecord());
        fanout.onFlowRecord(context.flowRecord());
        fanout.onCounterRecord(context.counterRecord());
        assertFalse(fanout.end());
        assertEquals(List.of(first.failure), defects);
        assertEquals(1, first.counters);
        assertEquals(0, first.flows);
        assertEquals(2, second.counters);
        assertEquals(1, second.flows);

        first.failure = null;
        fanout.begin(context);
        fanout.onCounterRecord(context.counterRecord());
        assertTrue(fanout.end());
        assertEquals(2, first.counters);
    }

    @Test
    void shouldUniteWhatTheHandlersWantAndKeepTheUnionWhileTheyWantTheSame()
    {
        first.wanted = FieldSet.of(Field.BYTES);
        second.wanted = FieldSet.of(Field.IP_SOURCE);
        fanout.begin(context);
        final FieldSet union = context.wanted();
        assertTrue(union.has(Field.BYTES) && union.has(Field.IP_SOURCE) && !union.has(Field.FRAMES));
        fanout.begin(context);
        assertSame(union, context.wanted());
        second.wanted = FieldSet.NONE;
        fanout.begin(context);
        assertTrue(context.wanted().has(Field.BYTES) && !context.wanted().has(Field.IP_SOURCE));
    }

    @Test
    void shouldKeepHandlersOfMetricsApart()
    {
        final CounterHandler bad = new CounterHandler();
        final CounterHandler good = new CounterHandler();
        bad.failure = new IllegalStateException("intended");
        final List<Throwable> defects = new ArrayList<>();
        final Fanout fanout = new Fanout(new RecordHandler[]{ bad, good }, defects::add);
        fanout.begin(context);
        fanout.onMetricRecord(new MetricRecord());
        fanout.onMetricRecord(new MetricRecord());
        assertEquals(1, bad.metrics);
        assertEquals(2, good.metrics);
        assertTrue(!fanout.end());
        assertEquals(List.of(bad.failure), defects);
    }

    private static final class CounterHandler implements RecordHandler
    {
        private FieldSet wanted = FieldSet.NONE;
        private RuntimeException failure;
        private int counters;
        private int metrics;
        private int flows;

        @Override
        public FieldSet wanted()
        {
            return wanted;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            flows++;
        }

        @Override
        public void onMetricRecord(final MetricRecord record)
        {
            metrics++;
            if (null != failure)
            {
                throw failure;
            }
        }

        @Override
        public void onCounterRecord(final CounterRecord record)
        {
            counters++;
            if (null != failure)
            {
                throw failure;
            }
        }
    }
}
