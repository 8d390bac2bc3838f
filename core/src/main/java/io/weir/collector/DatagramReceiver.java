package io.weir.collector;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Open sockets of one worker and the thread that reads them. Made by a {@link ReceiverProvider}.
 *
 * <p>The thread calls {@link Worker#onListener} before datagrams of another address, and when one has new datagrams
 * after a pause, then the worker with each datagram, in order, and with a tick at least every {@link Worker#TICK_NS}
 * while none come, soon again while {@link Worker#isBehind()}. A datagram that did not fit the buffer is told as
 * {@link io.weir.wire.DecodeStatus#TRUNCATED}, one that was still in the socket at {@link #close()} as
 * {@link io.weir.wire.DecodeStatus#CLOSED}. The last call is {@link Worker#onStop()}.
 */
public interface DatagramReceiver extends AutoCloseable
{
    /** {@return addresses bound, in the order asked for, with the port that the system chose where 0 was asked} */
    List<InetSocketAddress> addresses();

    /** {@return the smallest receive buffer of the sockets in bytes, as the kernel reports it} */
    int receiveBufferBytes();

    /**
     * Datagrams that the kernel dropped at the sockets. Any thread may call it, also after the close.
     *
     * @return drops by address, in the order asked for; -1 where they are not known.
     */
    default long[] kernelDrops()
    {
        final long[] unknown = new long[addresses().size()];
        Arrays.fill(unknown, KernelDrops.UNKNOWN);
        return unknown;
    }

    /**
     * Start the thread. Called once.
     *
     * @param worker to call.
     */
    void start(Worker worker);

    /**
     * Serve a worker by {@link #poll} instead of a thread. Called once, instead of {@link #start}.
     *
     * @param worker to call.
     * @throws UnsupportedOperationException if the receiver cannot; this is what it does unless overridden.
     */
    default void attach(final Worker worker)
    {
        throw new UnsupportedOperationException("receiver: cannot be polled, it needs a thread of its own");
    }

    /**
     * Hand the worker what waits in the sockets, up to a bound, and a tick when it is due; do not wait for more. Called
     * by one thread at a time, which is also the one to call {@link #close}.
     *
     * @return datagrams handed over or rejected.
     */
    default int poll()
    {
        throw new UnsupportedOperationException("receiver: cannot be polled, it needs a thread of its own");
    }

    /**
     * Ask the thread to stop and close the sockets, and return without waiting for it: the collector waits for the
     * threads that {@link ReceiverConfig#threadFactory()} made. One that runs on another thread waits itself, unless it
     * is called by that thread. Any thread may call it, more than once. Without a {@link #start} it closes the sockets
     * itself: at once, or when called from within {@link #poll} at its end.
     */
    @Override
    void close();
}
