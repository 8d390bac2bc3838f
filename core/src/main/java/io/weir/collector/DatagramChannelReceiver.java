package io.weir.collector;

/** Receives through {@link java.nio.channels.DatagramChannel}: the default, with nothing but the JDK. */
public final class DatagramChannelReceiver
{
    private DatagramChannelReceiver()
    {
    }

    /** {@return a provider of such receivers} */
    public static ReceiverProvider provider()
    {
        throw new UnsupportedOperationException();
    }
}
