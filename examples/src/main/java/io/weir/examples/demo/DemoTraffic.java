package io.weir.examples.demo;

import io.weir.examples.workload.Workload;
import io.weir.examples.workload.WorkloadSpec;
import io.weir.time.TimeSource;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the datagrams of workloads when they are due, each from a socket that is bound to the address of its exporter.
 * One thread sends, any thread reads the counts.
 */
public final class DemoTraffic implements AutoCloseable
{
    private static final long LONGEST_WAIT_NS = 5_000_000L;

    private final TimeSource time;
    private final List<Sender> senders = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "weir-demo-traffic");
    private volatile boolean stopped;
    private volatile long sent;
    private volatile IOException failure;
    private boolean ownAddresses = true;

    /**
     * Open the sockets of all exporters.
     *
     * @param workloads    to send.
     * @param destinations of each workload.
     * @param time         that the workloads follow.
     * @throws IOException if a socket cannot be opened.
     */
    public DemoTraffic(
        final List<WorkloadSpec> workloads, final List<InetSocketAddress> destinations, final TimeSource time)
        throws IOException
    {
        this.time = time;
        thread.setDaemon(true);
        try
        {
            for (int i = 0; i < workloads.size(); i++)
            {
                senders.add(new Sender(workloads.get(i), destinations.get(i)));
            }
        }
        catch (final IOException e)
        {
            closeSockets();
            throw e;
        }
    }

    /** Begin to send. */
    public void start()
    {
        thread.start();
    }

    /** {@return datagrams sent so far} */
    public long sent()
    {
        return sent;
    }

    /** {@return whether every exporter has an address of its own; some systems have 127.0.0.1 only} */
    public boolean ownAddresses()
    {
        return ownAddresses;
    }

    /** {@return why sending ended early, null if it did not} */
    public IOException failure()
    {
        return failure;
    }

    private void run()
    {
        try
        {
            while (!stopped)
            {
                Sender due = senders.get(0);
                for (final Sender sender : senders)
                {
                    due = sender.workload.timeNs() < due.workload.timeNs() ? sender : due;
                }
                final long waitNs = due.workload.timeNs() - time.epochNs();
                if (waitNs > 0)
                {
                    LockSupport.parkNanos(this, Math.min(waitNs, LONGEST_WAIT_NS));
                }
                else
                {
                    due.send();
                    sent++;
                    due.workload.next();
                }
            }
        }
        catch (final IOException e)
        {
            failure = e;
        }
    }

    /** Stop sending and close the sockets. */
    @Override
    public void close()
    {
        stopped = true;
        LockSupport.unpark(thread);
        try
        {
            thread.join();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        closeSockets();
    }

    private void closeSockets()
    {
        for (final Sender sender : senders)
        {
            for (final DatagramSocket socket : sender.sockets)
            {
                socket.close();
            }
        }
    }

    /** One workload, a socket for each of its exporters, and the datagram that is due next. */
    private final class Sender
    {
        private final Workload workload;
        private final DatagramSocket[] sockets;
        private final InetSocketAddress destination;

        Sender(final WorkloadSpec spec, final InetSocketAddress destination) throws IOException
        {
            this.destination = destination;
            workload = new Workload(spec);
            sockets = new DatagramSocket[spec.exporters()];
            try
            {
                for (int i = 0; i < sockets.length; i++)
                {
                    sockets[i] = open(spec.firstExporter() + i);
                }
            }
            catch (final IOException e)
            {
                for (final DatagramSocket socket : sockets)
                {
                    if (null != socket)
                    {
                        socket.close();
                    }
                }
                throw e;
            }
            workload.next();
        }

        private DatagramSocket open(final int address) throws IOException
        {
            final InetAddress own = InetAddress.getByAddress(new byte[]
            {
                (byte)(address >>> 24), (byte)(address >>> 16), (byte)(address >>> 8), (byte)address
            });
            try
            {
                return new DatagramSocket(new InetSocketAddress(own, 0));
            }
            catch (final IOException e)
            {
                ownAddresses = false;
                return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
        }

        void send() throws IOException
        {
            sockets[workload.exporter()].send(
                new DatagramPacket(workload.buffer(), workload.length(), destination));
        }
    }
}
