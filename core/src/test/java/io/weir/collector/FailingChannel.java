package io.weir.collector;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** A channel that gives what it was told to, bytes or an exception, one at a call and then nothing. */
final class FailingChannel extends DatagramChannel
{
    private final Queue<Object> script;
    private boolean pause;

    FailingChannel(final Object... script)
    {
        super(SelectorProvider.provider());
        this.script = new ArrayDeque<>(List.of(script));
    }

    @Override
    public SocketAddress receive(final ByteBuffer buffer) throws IOException
    {
        pause = !pause;
        if (!pause || script.isEmpty())
        {
            return null;
        }
        final Object next = script.remove();
        if (next instanceof IOException)
        {
            pause = false;
            throw (IOException)next;
        }
        buffer.put((byte[])next);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public DatagramChannel bind(final SocketAddress local)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> DatagramChannel setOption(final SocketOption<T> name, final T value)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(final SocketOption<T> name)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions()
    {
        return Set.of();
    }

    @Override
    public DatagramSocket socket()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected()
    {
        return false;
    }

    @Override
    public DatagramChannel connect(final SocketAddress remote)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatagramChannel disconnect()
    {
        return this;
    }

    @Override
    public SocketAddress getRemoteAddress()
    {
        return null;
    }

    @Override
    public SocketAddress getLocalAddress()
    {
        return null;
    }

    @Override
    public int send(final ByteBuffer source, final SocketAddress target)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(final ByteBuffer buffer)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(final ByteBuffer[] buffers, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(final ByteBuffer buffer)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(final ByteBuffer[] buffers, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public MembershipKey join(final InetAddress group, final NetworkInterface networkInterface)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public MembershipKey join(
        final InetAddress group, final NetworkInterface networkInterface, final InetAddress source)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseSelectableChannel()
    {
        script.clear();
    }

    @Override
    protected void implConfigureBlocking(final boolean block)
    {
        script.size();
    }
}
