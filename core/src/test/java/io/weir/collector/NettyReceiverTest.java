package io.weir.collector;

import io.weir.collector.netty.NettyReceiver;

class NettyReceiverTest extends ReceiverContract
{
    @Override
    ReceiverProvider provider()
    {
        return NettyReceiver.provider();
    }
}
