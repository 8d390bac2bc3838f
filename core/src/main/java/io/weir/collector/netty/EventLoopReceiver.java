package io.weir.collector.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.Future;
import io.weir.collector.DatagramReceiver;
import io.weir.collector.ReceiverConfig;
import io.weir.collector.Worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What receivers on a Netty event loop have in common: one loop serves all addresses of a worker and ticks it. Its own
 * loop, whose thread the collector's factory makes, ends with it; the caller's goes on.
 */
abstract class EventLoopReceiver implements DatagramReceiver
{
    /** Reads from one socket before the next one, or a close, has its turn. */
    static final int BURST = 16;

    private final ReceiverConfig config;
    private final EventLoop loop;
    private final boolean callers;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable catchUp = this::catchUp;
    private Future<?> ticks;
    private boolean catchingUp;
    private Worker worker;

    /**
     * A receiver on a loop.
     *
     * @param config  of the receiver.
     * @param callers loop to use; null for one of its own, which has no thread yet.
     * @param own     makes what a loop of its own waits with.
     */
    EventLoopReceiver(final ReceiverConfig config, final EventLoop callers, final IoHandlerFactory own)
    {
        this.config = config;
        this.callers = null != callers;
        // One loop alone, not a group: a group's shutdown starts a thread of Netty's own.
        loop = null == callers ? new SingleThreadIoEventLoop(null, config.threadFactory(), own) : callers;
    }

    /** {@return what the receiver was opened with} */
    final ReceiverConfig config()
    {
        return config;
    }

    /** {@return the loop} */
    final EventLoop loop()
    {
        return loop;
    }

    /**
     * Begin to read. Called on the loop, once.
     *
     * @param newWorker to hand the datagrams to.
     */
    abstract void startReading(Worker newWorker);

    /**
     * Count what still waits in the sockets as closed, then close them. Called on the loop, once, after
     * {@link #startReading}.
     *
     * @param done to run on the loop when that is done.
     */
    abstract void drainAndClose(Runnable done);

    /** Close the sockets of a receiver that was never started. */
    abstract void abandon();

    @Override
    public final void start(final Worker newWorker)
    {
        worker = newWorker;
        loop.execute(this::begin);
    }

    /* A collector waits for threads that its factory made; the caller's does not end. */
    @Override
    public final void close()
    {
        if (closed.compareAndSet(false, true))
        {
            if (null == worker)
            {
                abandon();
                ended.countDown();
            }
            else
            {
                stopOnLoop();
            }
        }
        if (callers && !loop.inEventLoop())
        {
            awaitEnd();
        }
    }

    private void stopOnLoop()
    {
        try
        {
            loop.execute(this::stop);
        }
        catch (final RejectedExecutionException e)
        {
            // The caller's loop has ended, and has closed its channels.
            end();
        }
    }

    private void awaitEnd()
    {
        boolean interrupted = false;
        boolean waiting = true;
        while (waiting)
        {
            try
            {
                ended.await();
                waiting = false;
            }
            catch (final InterruptedException e)
            {
                interrupted = true;
            }
        }
        if (interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void begin()
    {
        startReading(worker);
        ticks = loop.scheduleWithFixedDelay(this::tick, Worker.TICK_NS, Worker.TICK_NS, TimeUnit.NANOSECONDS);
    }

    private void tick()
    {
        worker.onTick(config.time().epochNs());
        if (!catchingUp)
        {
            catchUpIfBehind();
        }
    }

    private void catchUp()
    {
        if (!ticks.isCancelled())
        {
            worker.onTick(config.time().epochNs());
            catchUpIfBehind();
        }
    }

    /* Scheduled, not executed: tasks that are executed are all run before the sockets have their turn. */
    private void catchUpIfBehind()
    {
        catchingUp = worker.isBehind();
        if (catchingUp)
        {
            loop.schedule(catchUp, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void stop()
    {
        ticks.cancel(false);
        boolean draining = false;
        try
        {
            drainAndClose(this::end);
            draining = true;
        }
        finally
        {
            if (!draining)
            {
                end();
            }
        }
    }

    private void end()
    {
        endLoop();
        worker.onStop();
        ended.countDown();
    }

    /** Let the thread of a loop of its own end. */
    final void endLoop()
    {
        if (!callers)
        {
            loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        }
    }
}
