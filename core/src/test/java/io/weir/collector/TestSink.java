package io.weir.collector;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers, worker by worker, what it was told, as text; and fails when it is told to. */
final class TestSink implements RecordSink
{
    final List<TestHandler> handlers = new CopyOnWriteArrayList<>();
    final List<String> lifecycle = new CopyOnWriteArrayList<>();
    volatile FieldSet wanted = FieldSet.of(Field.BYTES);
    /** Callback that throws: {@code wanted}, {@code start}, {@code record}, {@code end}, {@code tick}; or none. */
    volatile String failing = "";
    /** What it throws. */
    volatile Error failure = new AssertionError("sink");
    /** Ticks until which handlers have more to do. */
    volatile long behindUntil;
    /** Called with each datagram's start, on the worker's thread. */
    volatile Runnable onStart = () ->
    {
    };

    @Override
    public RecordHandler newHandler(final SinkContext context)
    {
        lifecycle.add("handler " + context.worker() + " " + context.mode());
        final TestHandler handler = new TestHandler(context);
        handlers.add(handler);
        return handler;
    }

    @Override
    public void onStart(final RunMode mode)
    {
        lifecycle.add("start " + mode);
    }

    @Override
    public void onClose()
    {
        lifecycle.add("close");
    }

    List<String> told()
    {
        return handlers.get(0).told;
    }

    private void failIf(final String callback)
    {
        if (failing.equals(callback))
        {
            throw failure;
        }
    }

    final class TestHandler implements RecordHandler
    {
        final List<String> told = new ArrayList<>();
        final List<Long> tickTimes = new ArrayList<>();
        final SinkContext context;
        volatile long ticks;
        volatile long datagrams;

        TestHandler(final SinkContext context)
        {
            this.context = context;
        }

        @Override
        public FieldSet wanted()
        {
            failIf("wanted");
            return wanted;
        }

        @Override
        public void onDatagramStart(final DatagramContext datagram)
        {
            onStart.run();
            told.add("start " + datagram.timeNs());
            failIf("start");
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            told.add("record " + (record.has(Slots.BYTES) ? record.get(Slots.BYTES) : "absent"));
            failIf("record");
        }

        @Override
        public void onDatagramEnd()
        {
            told.add("end");
            datagrams++;
            failIf("end");
        }

        @Override
        public void onTick(final long nowNs)
        {
            ticks++;
            if (tickTimes.size() < 1_000_000)
            {
                tickTimes.add(nowNs);
            }
            failIf("tick");
        }

        @Override
        public boolean isBehind()
        {
            return ticks < behindUntil;
        }
    }
}
