package io.weir.flowcache.key;

/** Whether a key has a value. Not true of a record that lacks the key. */
final class Condition extends FunctionKey
{
    private final Key key;
    private final long high;
    private final long low;
    private final byte[] text;

    /* Of a key that is not of a text. */
    Condition(final String name, final Key key, final long[] value)
    {
        super(name, KeyType.BOOLEAN, 1, key.fields(), key);
        this.key = key;
        high = value[0];
        low = value[1];
        text = null;
    }

    /* Of a key of a text. */
    Condition(final String name, final TextKey key, final byte[] text)
    {
        super(name, KeyType.BOOLEAN, 1, key.fields(), key);
        this.key = key;
        high = 0;
        low = 0;
        this.text = text;
    }

    boolean isTrue(final KeyContext context)
    {
        if (null == text)
        {
            return key.isPresent(context) && low == key.low(context) && high == key.high(context);
        }
        final KeyValue value = key.text(context);
        return null != value && value.isText(text);
    }

    @Override
    public boolean isPresent(final KeyContext context)
    {
        return true;
    }

    @Override
    public long high(final KeyContext context)
    {
        return 0;
    }

    @Override
    public long low(final KeyContext context)
    {
        return isTrue(context) ? 1 : 0;
    }
}
