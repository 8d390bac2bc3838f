package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.time.ManualTime;
import org.junit.jupiter.api.Test;

import java.util.List;

class DroppedTest
{
    private final ManualTime time = new ManualTime(1_000_000_000_000L);
    private final FlowCache cache = FlowCache.builder().build();

    private static FlowRecord record(final long reason, final long source)
    {
        final FlowRecord record = new FlowRecord();
        record.putAddress(Field.AGENT, 0, 0xFFFF_0A00_0001L).put(Field.DATA_SOURCE, source)
            .put(Field.BYTES, 1000).put(Field.FRAMES, 1).put(Field.DISCARD_REASON, reason);
        return record;
    }

    @Test
    void shouldCountDroppedPacketsApartFromSamplesAndUnscaled()
    {
        cache.define(FlowSpec.builder("drops").keys("reason").value("frames").dropped(true).build());
        cache.define(FlowSpec.builder("traffic").keys("agent").value("frames").build());
        final RecordHandler handler = cache.newHandler(new SinkContext(RunMode.REPLAY, 0, time));
        handler.onTick(time.epochNs());
        handler.onDiscardRecord(record(258, 1));
        handler.onDiscardRecord(record(258, 2));
        handler.onDiscardRecord(record(260, 1));
        final FlowRecord sample = record(258, 1);
        sample.put(Slots.SAMPLING_RATE, 1000);
        handler.onFlowRecord(sample);
        handler.onDatagramEnd();

        final List<FlowRow> drops = cache.topFlows("drops", 10);
        assertEquals(List.of("acl", "red"), drops.stream().map(FlowRow::key).toList());
        assertEquals(List.of(2L, 1L), drops.stream().map(FlowRow::total).toList());
        assertEquals(2 * drops.get(1).rate(), drops.get(0).rate(), 1e-9);
        assertEquals(1000, cache.topFlows("traffic", 10).get(0).total());
    }
}
