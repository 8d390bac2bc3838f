package io.weir.collector;

import io.weir.testkit.Await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** Senders of one datagram that never pause, each on a thread of its own, once they know where to. */
final class Flood implements AutoCloseable
{
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile InetSocketAddress target;
    private volatile boolean done;

    Flood(final int senders, final byte[] datagram) throws IOException
    {
        for (int i = 0; i < senders; i++)
        {
            final DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
            channels.add(channel);
            final Thread thread = new Thread(() -> send(channel, ByteBuffer.wrap(datagram)), "flood-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Send to another address from now on.
     *
     * @param newTarget of all senders.
     */
    void to(final InetSocketAddress newTarget)
    {
        target = newTarget;
    }

    private void send(final DatagramChannel channel, final ByteBuffer datagram)
    {
        while (!done)
        {
            final InetSocketAddress to = target;
            try
            {
                if (null == to)
                {
                    Thread.onSpinWait();
                }
                else
                {
                    channel.send(datagram.rewind(), to);
                }
            }
            catch (final IOException e)
            {
                // What was closed refuses datagrams: the next one is opened soon.
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws IOException
    {
        done = true;
        Await.until(() -> threads, () -> threads.stream().noneMatch(Thread::isAlive));
        for (final DatagramChannel channel : channels)
        {
            channel.close();
        }
    }
}
