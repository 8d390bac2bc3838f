package io.weir.collector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends datagrams from an address of the loopback interface. */
final class Sender implements AutoCloseable
{
    private final DatagramChannel channel;
    private final InetSocketAddress destination;

    Sender(final String source, final InetSocketAddress destination) throws IOException
    {
        this.destination = destination;
        channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(source, 0));
    }

    void send(final byte[] datagram) throws IOException
    {
        channel.send(ByteBuffer.wrap(datagram), destination);
    }

    int port() throws IOException
    {
        return ((InetSocketAddress)channel.getLocalAddress()).getPort();
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
