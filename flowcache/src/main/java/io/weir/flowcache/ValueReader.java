package io.weir.flowcache;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyType;
import io.weir.flowcache.key.KeyValue;
import io.weir.flowcache.table.DistinctHash;
import io.weir.flowcache.table.Statistic;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import java.util.List;

/** Reads the further values of records into the rows of a table. For the shard's thread. */
final class ValueReader
{
    private final FlowValue[] values;
    private final DistinctHash hash;
    private boolean clamped;

    ValueReader(final List<FlowValue> values, final DistinctHash hash)
    {
        this.hash = hash;
        this.values = values.toArray(new FlowValue[0]);
    }

    /* What tells sets of distinct values of different seeds apart; 0 where there are none. */
    long hashIdentity()
    {
        return statistics().contains(Statistic.DISTINCT) ? hash.identity() : 0;
    }

    boolean isEmpty()
    {
        return 0 == values.length;
    }

    List<Statistic> statistics()
    {
        return List.of(values).stream().map(FlowValue::statistic).toList();
    }

    /* Write which values a record has, and the values. Returns whether one of them was cut. */
    boolean read(final FlowRecord record, final Shard shard, final long[] rows, final int at)
    {
        clamped = false;
        long present = 0;
        for (int i = 0; i < values.length; i++)
        {
            final FlowValue value = values[i];
            if (isPresent(value, record, shard.context()))
            {
                present |= 1L << i;
                rows[at + 1 + i] = value.isRate() ? scaled(value, shard) :
                    Statistic.DISTINCT == value.statistic() ? hash(value, record, shard.context()) :
                    number(value, record, shard.context());
            }
        }
        rows[at] = present;
        return clamped;
    }

    private static boolean isPresent(final FlowValue value, final FlowRecord record, final KeyContext context)
    {
        return null == value.key() ? record.has(value.slot()) : value.key().isPresent(context);
    }

    private long scaled(final FlowValue value, final Shard shard)
    {
        switch (value.unit())
        {
            case BYTES:
                return shard.bytes();
            case FRAMES:
                return shard.frames();
            default:
                return cut(shard.scaled(value.key().low(shard.context())));
        }
    }

    private long hash(final FlowValue value, final FlowRecord record, final KeyContext context)
    {
        if (null == value.key())
        {
            return hash.of(0, number(value, record, context));
        }
        final Key key = value.key();
        if (KeyType.TEXT == key.type())
        {
            final KeyValue text = key.text(context);
            return hash.of(text.textBuffer(), text.textOffset(), text.textLength());
        }
        return hash.of(key.high(context), key.low(context));
    }

    private long number(final FlowValue value, final FlowRecord record, final KeyContext context)
    {
        switch (value.unit())
        {
            case BYTES:
                return cut(record.get(Slots.BYTES));
            case FRAMES:
                return cut(record.has(Slots.FRAMES) ? record.get(Slots.FRAMES) : 0);
            default:
                return cut(value.key().low(context));
        }
    }

    private long cut(final long number)
    {
        if (number >= 0 && number < Shard.MAX_VALUE)
        {
            return number;
        }
        clamped = true;
        return Shard.MAX_VALUE;
    }
}
