package io.weir.examples.cli;

import io.weir.capture.CaptureReader;
import io.weir.wire.IpText;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * Sockets to send from: one for all, or one for each host and port that a capture's datagrams come from, the hosts at
 * addresses that count up. Not thread safe.
 */
final class SendSockets implements AutoCloseable
{
    private static final int MAX_SOCKETS = 1_000;
    private static final int BYTE_BITS = 8;

    private final InetAddress first;
    private final boolean spread;
    private final Map<String, InetAddress> hosts = new HashMap<>();
    private final Map<String, DatagramChannel> channels = new HashMap<>();

    /**
     * No sockets yet.
     *
     * @param from   local address, the first of several; null for any.
     * @param spread whether the hosts of a capture are to be told apart.
     */
    SendSockets(final InetAddress from, final boolean spread)
    {
        first = from;
        this.spread = spread;
    }

    /**
     * The socket of the capture's datagram at hand.
     *
     * @param capture at a datagram.
     * @return open.
     * @throws IOException if it cannot be opened.
     */
    DatagramChannel of(final CaptureReader capture) throws IOException
    {
        if (!spread)
        {
            return channel("", first);
        }
        final String host = IpText.of(capture.sourceHigh(), capture.sourceLow());
        if (!hosts.containsKey(host))
        {
            hosts.put(host, later(hosts.size()));
        }
        return channel(host + ' ' + capture.sourcePort(), hosts.get(host));
    }

    private DatagramChannel channel(final String key, final InetAddress from) throws IOException
    {
        DatagramChannel channel = channels.get(key);
        if (null == channel)
        {
            if (MAX_SOCKETS == channels.size())
            {
                throw CommandFailure.failed("--spread: more than " + Text.count(MAX_SOCKETS) + " sources");
            }
            channel = open(from);
            channels.put(key, channel);
        }
        return channel;
    }

    private static DatagramChannel open(final InetAddress from) throws IOException
    {
        final DatagramChannel channel = DatagramChannel.open();
        boolean done = false;
        try
        {
            if (null != from)
            {
                channel.bind(new InetSocketAddress(from, 0));
            }
            done = true;
            return channel;
        }
        catch (final IOException | RuntimeException e)
        {
            throw CommandFailure.failed(
                "cannot send from " + from.getHostAddress() + ": " + e.getMessage(), e);
        }
        finally
        {
            if (!done)
            {
                channel.close();
            }
        }
    }

    private InetAddress later(final int addresses) throws IOException
    {
        final byte[] bytes = first.getAddress();
        int carry = addresses;
        for (int i = bytes.length - 1; i >= 0; i--)
        {
            carry += bytes[i] & 0xFF;
            bytes[i] = (byte)carry;
            carry >>>= BYTE_BITS;
        }
        return InetAddress.getByAddress(bytes);
    }

    @Override
    public void close() throws IOException
    {
        for (final DatagramChannel channel : channels.values())
        {
            channel.close();
        }
    }
}
