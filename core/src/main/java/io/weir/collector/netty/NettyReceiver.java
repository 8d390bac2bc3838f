package io.weir.collector.netty;

import io.weir.collector.ReceiverProvider;

/** Receives through Netty: {@code Collector.builder().receiver(NettyReceiver.provider())}. */
public final class NettyReceiver
{
    private NettyReceiver()
    {
    }

    /** {@return a provider of such receivers} */
    public static ReceiverProvider provider()
    {
        throw new UnsupportedOperationException();
    }
}
