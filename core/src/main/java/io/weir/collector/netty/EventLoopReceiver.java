package io.weir.collector.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.Future;
import io.weir.collector.DatagramReceiver;
import io.weir.collector.ReceiverConfig;
import io.weir.collector.Worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What receivers on a Netty event loop have in common: one loop, whose thread the collector's factory makes, serves all
 * addresses of a worker, ticks it, and ends with it.
 */
abstract class EventLoopReceiver implements DatagramReceiver
{
    /** Reads from one socket before the next one, or a close, has its turn. */
    static final int BURST = 16;

    private final ReceiverConfig config;
    private final SingleThreadIoEventLoop loop;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Runnable catchUp = this::catchUp;
    private Future<?> ticks;
    private boolean catchingUp;
    private Worker worker;

    /**
     * A receiver whose loop has no thread yet.
     *
     * @param config   of the receiver.
     * @param handlers makes what the loop waits with.
     */
    EventLoopReceiver(final ReceiverConfig config, final IoHandlerFactory handlers)
    {
        this.config = config;
        // One loop alone, not a group: a group's shutdown starts a thread of Netty's own.
        loop = new SingleThreadIoEventLoop(null, config.threadFactory(), handlers);
    }

    /** {@return what the receiver was opened with} */
    final ReceiverConfig config()
    {
        return config;
    }

    /** {@return the loop} */
    final SingleThreadIoEventLoop loop()
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

    @Override
    public final void close()
    {
        if (closed.compareAndSet(false, true))
        {
            if (null == worker)
            {
                abandon();
            }
            else
            {
                loop.execute(this::stop);
            }
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
    }

    /** Let the loop's thread end. */
    final void endLoop()
    {
        loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
    }
}
