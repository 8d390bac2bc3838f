package io.weir.collector;

import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Receives through {@link DatagramChannel}, the default: needs nothing but the JDK, and allocates only where the JDK
 * does, when the sender changes.
 *
 * <p>One thread serves all addresses of a worker. It waits in a {@link Selector}, because a blocking channel cannot
 * give up after 8 ms for a tick, and then reads until the socket is empty, so that under load a datagram costs one
 * system call.
 */
public final class DatagramChannelReceiver implements DatagramReceiver
{
    private static final long NS_PER_MS = TimeSource.NS_PER_MS;
    /** Datagrams read from one socket before the next one has its turn. */
    private static final int BURST = 256;
    /** Within this time after the last datagram another one is likely to have come too. */
    private static final long CLOSE_NS = 20_000L;
    private static final long EMPTIED = -2;

    private final ReceiverConfig config;
    private final BoundChannels sockets;
    private final Selector selector;
    private final TimeSource time;
    private final int maxDatagramBytes;
    private final long[] waitingSinceNs;
    private final long[] lookedAt;
    private final ByteBuffer received;
    private final byte[] datagram;
    private final SourceAddress source = new SourceAddress();
    private final Consumer<SelectionKey> readable = this::onReadable;
    private Worker worker;
    private int failures;
    private int count;
    private long looks;
    private boolean behind;
    private long tickedNs;
    private long readNs;
    private boolean attached;
    private boolean polling;
    private boolean stopped;
    private volatile boolean closing;

    DatagramChannelReceiver(final ReceiverConfig config, final BoundChannels sockets, final Selector selector)
    {
        this.config = config;
        this.sockets = sockets;
        this.selector = selector;
        time = config.time();
        maxDatagramBytes = config.maxDatagramBytes();
        waitingSinceNs = new long[sockets.channels().size()];
        lookedAt = new long[waitingSinceNs.length];
        Arrays.fill(lookedAt, EMPTIED);
        received = ByteBuffer.allocateDirect(maxDatagramBytes + 1);
        datagram = new byte[maxDatagramBytes];
    }

    /** {@return a provider of such receivers} */
    public static ReceiverProvider provider()
    {
        return DatagramChannelReceiver::open;
    }

    private static DatagramReceiver open(final ReceiverConfig config) throws IOException
    {
        final BoundChannels sockets = BoundChannels.open(config);
        Selector selector = null;
        boolean done = false;
        try
        {
            selector = Selector.open();
            for (int i = 0; i < sockets.channels().size(); i++)
            {
                sockets.channels().get(i).register(selector, SelectionKey.OP_READ, i);
            }
            done = true;
            return new DatagramChannelReceiver(config, sockets, selector);
        }
        finally
        {
            if (!done)
            {
                sockets.close();
                if (null != selector)
                {
                    BoundChannels.closeQuietly(selector);
                }
            }
        }
    }

    @Override
    public List<InetSocketAddress> addresses()
    {
        return sockets.addresses();
    }

    @Override
    public int receiveBufferBytes()
    {
        return sockets.receiveBufferBytes();
    }

    @Override
    public long[] kernelDrops()
    {
        return sockets.kernelDrops();
    }

    @Override
    public void start(final Worker newWorker)
    {
        final Thread thread = config.threadFactory().newThread(this::run);
        serve(newWorker);
        thread.start();
    }

    @Override
    public void attach(final Worker newWorker)
    {
        serve(newWorker);
        attached = true;
        tickedNs = System.nanoTime();
    }

    @Override
    public int poll()
    {
        count = 0;
        if (!closing)
        {
            polling = true;
            try
            {
                select(0);
                tickIfDue();
            }
            finally
            {
                polling = false;
                if (closing)
                {
                    stop();
                }
            }
        }
        return count;
    }

    /**
     * Hand what is read to a worker.
     *
     * @param newWorker to call.
     */
    void serve(final Worker newWorker)
    {
        worker = newWorker;
    }

    @Override
    public void close()
    {
        closing = true;
        if (null == worker)
        {
            sockets.close();
            BoundChannels.closeQuietly(selector);
        }
        else if (!attached)
        {
            selector.wakeup();
        }
        else if (!polling)
        {
            stop();
        }
    }

    private void run()
    {
        try
        {
            loop();
        }
        catch (final VirtualMachineError e)
        {
            // The worker ends here; told, because a thread's last exception may be heard by nobody.
            worker.onError(e);
            throw e;
        }
        finally
        {
            stop();
        }
    }

    private void stop()
    {
        if (stopped)
        {
            return;
        }
        stopped = true;
        try
        {
            sockets.drainAndClose(worker);
        }
        finally
        {
            BoundChannels.closeQuietly(selector);
            worker.onStop();
        }
    }

    private void loop()
    {
        tickedNs = System.nanoTime();
        long nowNs = tickedNs;
        while (!closing)
        {
            select(behind ? 0 : Worker.TICK_NS - (nowNs - tickedNs));
            nowNs = tickIfDue();
        }
    }

    private long tickIfDue()
    {
        final long nowNs = System.nanoTime();
        if (behind || nowNs - tickedNs >= Worker.TICK_NS)
        {
            tickedNs = nowNs;
            worker.onTick(time.epochNs());
            behind = worker.isBehind();
        }
        return nowNs;
    }

    private void select(final long untilTickNs)
    {
        looks++;
        try
        {
            if (untilTickNs <= 0)
            {
                selector.selectNow(readable);
            }
            else
            {
                // A thread that stays interrupted would not wait; its owner stops it by close().
                Thread.interrupted();
                selector.select(readable, (untilTickNs + NS_PER_MS - 1) / NS_PER_MS);
            }
        }
        catch (final IOException e)
        {
            onFailure(e);
        }
    }

    private void onReadable(final SelectionKey key)
    {
        final int listener = (Integer)key.attachment();
        final long nowNs = time.epochNs();
        // One that was left with datagrams is found by the very next look, unless it had none left after all.
        if (looks - lookedAt[listener] > 1)
        {
            waitingSinceNs[listener] = nowNs;
        }
        worker.onListener(listener, waitingSinceNs[listener]);
        lookedAt[listener] = read((DatagramChannel)key.channel(), nowNs) ? EMPTIED : looks;
    }

    /**
     * Read what a socket holds, up to a burst; by a thread that has time to look again at once only one datagram when
     * that came alone, since to look for a second one in vain costs as much as to read it.
     *
     * @param channel to read.
     * @param nowNs   epoch nanoseconds.
     * @return whether nothing is left in it, as far as is known.
     */
    boolean read(final DatagramChannel channel, final long nowNs)
    {
        final int most = attached || behind || nowNs - readNs <= CLOSE_NS ? BURST : 1;
        readNs = nowNs;
        try
        {
            for (int i = 0; i < most && !closing; i++)
            {
                final InetSocketAddress sender = (InetSocketAddress)channel.receive(received.clear());
                if (null == sender)
                {
                    return true;
                }
                failures = 0;
                count++;
                take(sender, received.position());
                readNs = worker.followingNs();
            }
            return 1 == most;
        }
        catch (final IOException e)
        {
            onFailure(e);
        }
        return false;
    }

    private void take(final InetSocketAddress sender, final int length)
    {
        if (length > maxDatagramBytes)
        {
            worker.onRejected(DecodeStatus.TRUNCATED, maxDatagramBytes);
            return;
        }
        received.get(0, datagram, 0, length);
        source.set(sender);
        worker.onDatagram(datagram, 0, length, source.high(), source.low(), source.port(), readNs);
    }

    // The channel stays up; one that fails again and again is not asked at full speed.
    private void onFailure(final IOException e)
    {
        worker.onError(e);
        failures++;
        if (failures > 1)
        {
            LockSupport.parkNanos(Worker.TICK_NS);
        }
    }
}
