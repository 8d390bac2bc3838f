package io.weir.collector.netty;

import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.RawUnixChannelOption;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel tells of the sockets' receive queues by {@code SO_MEMINFO}: bytes that wait, and datagrams that it
 * dropped, a 32-bit counter that wraps. Thread safe.
 */
final class SocketMemory
{
    private static final int SOL_SOCKET = 1;
    private static final int SO_MEMINFO = 55;
    private static final int WORDS = 9;
    private static final int WAITING_WORD = 0;
    private static final int DROPS_WORD = 8;
    private static final long UNKNOWN = -1;

    private final RawUnixChannelOption option =
        new RawUnixChannelOption("SO_MEMINFO", SOL_SOCKET, SO_MEMINFO, WORDS * Integer.BYTES);
    private final List<EpollDatagramChannel> channels = new ArrayList<>();
    private final List<long[]> drops = new ArrayList<>();
    private boolean closed;

    /**
     * Watch a socket from now on.
     *
     * @param channel open.
     */
    synchronized void add(final EpollDatagramChannel channel)
    {
        channels.add(channel);
        drops.add(new long[]{0});
    }

    /**
     * Whether anything waits in a socket.
     *
     * @param socket index, in the order of {@link #add}.
     * @return false when the kernel does not tell.
     */
    synchronized boolean isWaiting(final int socket)
    {
        final ByteBuffer words = read(channels.get(socket));
        return null != words && 0 != words.getInt(WAITING_WORD * Integer.BYTES);
    }

    /** {@return datagrams dropped at each socket, as they stood at the close if that has been; -1 where not told} */
    synchronized long[] drops()
    {
        if (!closed)
        {
            for (int i = 0; i < channels.size(); i++)
            {
                // The caller's loop may have ended, and closed it.
                if (channels.get(i).isOpen())
                {
                    update(drops.get(i), read(channels.get(i)));
                }
            }
        }
        return drops.stream().mapToLong(total -> total[0]).toArray();
    }

    /** Read the drops for the last time: the sockets are about to close. */
    synchronized void close()
    {
        drops();
        closed = true;
    }

    private static void update(final long[] total, final ByteBuffer words)
    {
        if (null == words)
        {
            total[0] = UNKNOWN;
        }
        else if (UNKNOWN != total[0])
        {
            total[0] += words.getInt(DROPS_WORD * Integer.BYTES) - (int)total[0] & 0xFFFF_FFFFL;
        }
    }

    private ByteBuffer read(final EpollDatagramChannel channel)
    {
        final ByteBuffer words = channel.config().getOption(option);
        return null == words ? null : words.order(ByteOrder.nativeOrder());
    }
}
