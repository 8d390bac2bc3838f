package io.weir.collector;

import io.weir.time.TimeSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * What a receiver is to open. Immutable.
 *
 * @param worker             index of the worker, from 0.
 * @param addresses          to bind, at least one.
 * @param reusePort          whether other workers bind the same addresses.
 * @param maxDatagramBytes   largest datagram to accept.
 * @param receiveBufferBytes to ask of the kernel for each socket.
 * @param threadFactory      of the worker's thread.
 * @param time               source of receive times.
 */
public record ReceiverConfig(
    int worker,
    List<InetSocketAddress> addresses,
    boolean reusePort,
    int maxDatagramBytes,
    int receiveBufferBytes,
    ThreadFactory threadFactory,
    TimeSource time)
{
    /**
     * The failure of a receiver that cannot bind an address.
     *
     * @param address that was to be bound.
     * @param cause   why it could not.
     * @return the exception to throw, whose message names the address.
     */
    public IOException cannotBind(final InetSocketAddress address, final Throwable cause)
    {
        return new IOException("listen: " + Settings.text(address) + " cannot be bound: " + cause.getMessage(), cause);
    }
}
