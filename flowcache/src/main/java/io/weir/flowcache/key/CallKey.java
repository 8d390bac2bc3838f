package io.weir.flowcache.key;

/** A call of a caller's function whose result is not a text. */
final class CallKey extends FunctionKey
{
    private final Call call;

    CallKey(final String name, final KeyType type, final Key key, final Call call)
    {
        super(name, type, bits(type), key.fields(), key);
        this.call = call;
    }

    private static int bits(final KeyType type)
    {
        return KeyType.ADDRESS == type ? 2 * Long.SIZE : KeyType.BOOLEAN == type ? 1 : Long.SIZE;
    }

    @Override
    boolean compute(final KeyContext context, final KeyValue into)
    {
        return call.compute(context, into);
    }

    @Override
    public boolean isPresent(final KeyContext context)
    {
        return null != context.value(this);
    }

    @Override
    public long high(final KeyContext context)
    {
        return bits() > Long.SIZE ? context.value(this).high() : 0;
    }

    @Override
    public long low(final KeyContext context)
    {
        final long low = context.value(this).low();
        return 1 == bits() ? low & 1 : low;
    }

    /** A call of a caller's function whose result is a text. */
    static final class OfText extends TextKey
    {
        private final Call call;

        OfText(final String name, final Key key, final Call call)
        {
            super(name, key.fields(), key);
            this.call = call;
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            return call.compute(context, into);
        }
    }

    /**
     * What is called.
     *
     * @param function  of the caller.
     * @param key       argument.
     * @param attribute behind it.
     */
    record Call(KeyFunction function, Key key, String attribute)
    {
        private static final long MAPPED = 0xFFFFL << 32;

        boolean compute(final KeyContext context, final KeyValue into)
        {
            final KeyValue argument;
            if (KeyType.TEXT == key.type())
            {
                argument = key.text(context);
            }
            else if (key.isPresent(context))
            {
                argument = context.argument();
                argument.address(key.high(context), key.low(context) | (KeyType.IPV4 == key.type() ? MAPPED : 0));
            }
            else
            {
                argument = null;
            }
            if (null == argument)
            {
                return false;
            }
            try
            {
                return function.apply(argument, attribute, into);
            }
            catch (final VirtualMachineError e)
            {
                throw e;
            }
            catch (final Throwable e)
            {
                context.onFailure();
                return false;
            }
        }
    }
}
