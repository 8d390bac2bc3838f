package io.weir.collector;

import io.weir.wire.DecodeStatus;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Sockets of one worker, bound and non-blocking: what receivers over the JDK's channels have in common. Not thread
 * safe, but for the drops and {@link #close()}.
 */
public final class BoundChannels implements AutoCloseable
{
    private final List<DatagramChannel> channels;
    private final List<InetSocketAddress> addresses;
    private final int receiveBufferBytes;
    private final long[] inodes;
    private final long[] kernelDrops;
    private boolean closed;

    private BoundChannels(
        final List<DatagramChannel> channels,
        final List<InetSocketAddress> addresses,
        final List<Long> inodes,
        final int receiveBufferBytes)
    {
        this.channels = List.copyOf(channels);
        this.addresses = List.copyOf(addresses);
        this.inodes = inodes.stream().mapToLong(Long::longValue).toArray();
        this.receiveBufferBytes = receiveBufferBytes;
        kernelDrops = new long[this.inodes.length];
        Arrays.fill(kernelDrops, KernelDrops.UNKNOWN);
    }

    /**
     * Open and bind a channel for each address. The unspecified address takes IPv4 and IPv6 where the platform has
     * both.
     *
     * @param config what to open.
     * @return the channels.
     * @throws IOException              if an address cannot be bound; the message names it. Nothing stays open.
     * @throws IllegalArgumentException if several workers are to share addresses and the platform cannot.
     */
    public static BoundChannels open(final ReceiverConfig config) throws IOException
    {
        final List<DatagramChannel> channels = new ArrayList<>();
        final List<InetSocketAddress> addresses = new ArrayList<>();
        final List<Long> inodes = new ArrayList<>();
        int least = Integer.MAX_VALUE;
        boolean done = false;
        try
        {
            for (final InetSocketAddress address : config.addresses())
            {
                final DatagramChannel channel = open(address);
                channels.add(channel);
                final Set<Long> others = KernelDrops.inodes();
                bind(channel, address, config);
                final InetSocketAddress bound = (InetSocketAddress)channel.getLocalAddress();
                addresses.add(bound);
                inodes.add(KernelDrops.inodeOf(bound.getPort(), others));
                least = Math.min(least, channel.getOption(StandardSocketOptions.SO_RCVBUF));
            }
            done = true;
            return new BoundChannels(channels, addresses, inodes, least);
        }
        finally
        {
            if (!done)
            {
                close(channels);
            }
        }
    }

    /** {@return the channels, in the order asked for} */
    public List<DatagramChannel> channels()
    {
        return channels;
    }

    /** {@return addresses bound, with the port that the system chose where 0 was asked} */
    public List<InetSocketAddress> addresses()
    {
        return addresses;
    }

    /** {@return the smallest receive buffer in bytes, as the kernel reports it} */
    public int receiveBufferBytes()
    {
        return receiveBufferBytes;
    }

    /**
     * Datagrams that the kernel dropped at the sockets. Thread safe; reads a file until the sockets are closed.
     *
     * @return drops by socket, as they stood at the close if that has been; -1 where the platform does not tell.
     */
    public long[] kernelDrops()
    {
        synchronized (kernelDrops)
        {
            if (!closed)
            {
                KernelDrops.read(inodes, kernelDrops);
            }
            return kernelDrops.clone();
        }
    }

    /**
     * Count what still waits in the sockets as {@link DecodeStatus#CLOSED}, then close them. After
     * {@link Worker#DRAIN_NS} a sender that never pauses is not waited for. Called by the worker's thread.
     *
     * @param worker that counts.
     */
    public void drainAndClose(final Worker worker)
    {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(Worker.MAX_DATAGRAM_BYTES);
        final long endNs = System.nanoTime() + Worker.DRAIN_NS;
        try
        {
            for (int i = 0; i < channels.size(); i++)
            {
                worker.onListener(i, 0);
                drain(channels.get(i), buffer, endNs, worker);
            }
        }
        finally
        {
            close();
        }
    }

    private static void drain(
        final DatagramChannel channel, final ByteBuffer buffer, final long endNs, final Worker worker)
    {
        try
        {
            while (System.nanoTime() - endNs < 0 && null != channel.receive(buffer.clear()))
            {
                worker.onRejected(DecodeStatus.CLOSED, buffer.position());
            }
        }
        catch (final IOException e)
        {
            worker.onError(e);
        }
    }

    /** Close the sockets. */
    @Override
    public void close()
    {
        synchronized (kernelDrops)
        {
            if (!closed)
            {
                KernelDrops.read(inodes, kernelDrops);
                closed = true;
            }
        }
        close(channels);
    }

    private static DatagramChannel open(final InetSocketAddress address) throws IOException
    {
        if (address.getAddress().isAnyLocalAddress())
        {
            return DatagramChannel.open();
        }
        return DatagramChannel.open(address.getAddress() instanceof Inet4Address ?
            StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    }

    private static void bind(
        final DatagramChannel channel, final InetSocketAddress address, final ReceiverConfig config)
        throws IOException
    {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBufferBytes());
        if (config.reusePort())
        {
            if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT))
            {
                throw new IllegalArgumentException("workers: more than 1 needs SO_REUSEPORT, which this platform" +
                    " does not have");
            }
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        try
        {
            channel.bind(address);
        }
        catch (final IOException | IllegalArgumentException | SecurityException e)
        {
            throw config.cannotBind(address, e);
        }
    }

    private static void close(final List<DatagramChannel> channels)
    {
        channels.forEach(BoundChannels::closeQuietly);
    }

    static void closeQuietly(final Closeable resource)
    {
        try
        {
            resource.close();
        }
        catch (final IOException ignored)
        {
            // What fails to close has no more to give, and nobody could do anything about it.
            return;
        }
    }
}
