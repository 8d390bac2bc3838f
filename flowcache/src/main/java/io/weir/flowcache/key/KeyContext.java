package io.weir.flowcache.key;

import io.weir.record.FlowRecord;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What keys are computed with: the record at hand, what was computed of it already, and the texts of a shard. What
 * several definitions have in common is computed once for each record. Single writer.
 */
public final class KeyContext implements KeySource
{
    private static final int FIRST_SIZE = 16;

    private final TextTable texts;
    private FlowRecord record;
    private long turn;
    private KeyValue[] values = new KeyValue[FIRST_SIZE];
    private int count;
    private final KeyValue argument = new KeyValue();
    private final AtomicLong failures = new AtomicLong();

    /**
     * A context without a record.
     *
     * @param texts that number the texts of packed keys.
     */
    public KeyContext(final TextTable texts)
    {
        this.texts = texts;
    }

    /**
     * A context for one look at one record. There is no room for texts in packed keys.
     *
     * @param record to compute keys of.
     * @return the context.
     */
    public static KeyContext of(final FlowRecord record)
    {
        return new KeyContext(new TextTable(0, 1)).on(record);
    }

    /**
     * Turn to another record, or to the same with other values.
     *
     * @param newRecord to compute keys of.
     * @return this.
     */
    public KeyContext on(final FlowRecord newRecord)
    {
        if (record != newRecord)
        {
            record = newRecord;
        }
        turn++;
        return this;
    }

    @Override
    public boolean isPresent(final Key key)
    {
        return key.isPresent(this);
    }

    @Override
    public long high(final Key key)
    {
        return key.high(this);
    }

    @Override
    public long low(final Key key)
    {
        return key.low(this);
    }

    @Override
    public KeyValue text(final Key key)
    {
        return key.text(this);
    }

    /** {@return the record at hand} */
    public FlowRecord record()
    {
        return record;
    }

    /** Forget the keys that were computed so far: others are to come. */
    public void clear()
    {
        values = new KeyValue[FIRST_SIZE];
        count = 0;
    }

    /* Value of a key, null where the record lacks it. */
    KeyValue value(final FunctionKey key)
    {
        final KeyValue[] all = values;
        int at = key.place() & all.length - 1;
        while (null != all[at])
        {
            if (key == all[at].key)
            {
                return turn == all[at].turn ? all[at].isPresent ? all[at] : null : compute(all[at]);
            }
            at = at + 1 & all.length - 1;
        }
        return compute(add(key));
    }

    private KeyValue compute(final KeyValue value)
    {
        value.clear();
        value.turn = turn;
        value.isPresent = value.key.compute(this, value);
        return value.isPresent ? value : null;
    }

    private KeyValue add(final FunctionKey key)
    {
        if (2 * ++count > values.length)
        {
            final KeyValue[] before = values;
            values = new KeyValue[2 * before.length];
            for (final KeyValue value : before)
            {
                if (null != value)
                {
                    place(value);
                }
            }
        }
        final KeyValue value = new KeyValue();
        value.key = key;
        place(value);
        return value;
    }

    private void place(final KeyValue value)
    {
        int at = value.key.place() & values.length - 1;
        while (null != values[at])
        {
            at = at + 1 & values.length - 1;
        }
        values[at] = value;
    }

    /* Room for the argument of a caller's function, during the call. */
    KeyValue argument()
    {
        return argument;
    }

    /* A caller's function has thrown. */
    void onFailure()
    {
        failures.setOpaque(failures.getPlain() + 1);
    }

    /** {@return how often a function of the caller has thrown; for any thread} */
    public long failures()
    {
        return failures.getOpaque();
    }

    /* Number of a text, 0 when the table is full. */
    int intern(final KeyValue text)
    {
        if (0 == text.id)
        {
            text.id = texts.intern(text);
        }
        return text.id;
    }
}
