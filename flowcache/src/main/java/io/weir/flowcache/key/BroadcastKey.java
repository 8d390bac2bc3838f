package io.weir.flowcache.key;

/** Whether a frame is for all stations: whether its destination is the MAC address of all ones. Immutable. */
final class BroadcastKey extends FunctionKey
{
    private static final long ALL_STATIONS = 0xFFFF_FFFF_FFFFL;

    private final Key destination;

    /**
     * The key of a frame.
     *
     * @param destination key of the MAC address, of the outer or an inner frame.
     * @param suffix      of the name: empty, or the layer as in {@code .1}.
     */
    BroadcastKey(final Key destination, final String suffix)
    {
        super("isbroadcast" + suffix, KeyType.BOOLEAN, 1, destination.fields(), destination);
        this.destination = destination;
    }

    @Override
    Key layer(final int layer)
    {
        return new BroadcastKey(destination.layer(layer), "." + layer);
    }

    @Override
    public String description()
    {
        return "whether the frame is for all stations";
    }

    @Override
    public boolean isPresent(final KeyContext context)
    {
        return destination.isPresent(context);
    }

    @Override
    public long high(final KeyContext context)
    {
        return 0;
    }

    @Override
    public long low(final KeyContext context)
    {
        return ALL_STATIONS == destination.low(context) ? 1 : 0;
    }
}
