package io.weir.collector;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.weir.collector.netty.NettyReceiver;
import org.junit.jupiter.api.BeforeAll;

class NettyEpollReceiverTest extends ReceiverContract
{
    @BeforeAll
    static void shouldRunOnLinux()
    {
        assumeTrue(Epoll.isAvailable(), () -> "no epoll: " + Epoll.unavailabilityCause());
    }

    @Override
    ReceiverProvider provider()
    {
        return NettyReceiver.epoll();
    }
}
