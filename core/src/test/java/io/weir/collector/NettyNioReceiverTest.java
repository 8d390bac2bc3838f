package io.weir.collector;

import io.weir.collector.netty.NettyReceiver;

class NettyNioReceiverTest extends ReceiverContract
{
    @Override
    ReceiverProvider provider()
    {
        return NettyReceiver.nio();
    }
}
