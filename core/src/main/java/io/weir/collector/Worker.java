package io.weir.collector;

import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterTable;
import io.weir.exporter.SourcePolicy;
import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.List;

/**
 * Takes datagrams from a receiver, a capture or the caller's own {@code byte[]} to the sinks: chooses the decoder by
 * the first bytes, owns it and its context, and counts every outcome exactly once.
 *
 * <p>Single writer: one thread calls the {@code onX} methods, any thread reads the counters through
 * {@link WorkerCounters}. Allocates nothing in steady state. A caller that feeds a worker itself calls
 * {@link RecordSink#onStart} and {@link RecordSink#onClose} of its sinks around it.
 *
 * <p>What a decoder or sink throws costs that datagram: it is counted as {@link DecodeStatus#INTERNAL}, the throwable
 * goes to the error handler, and the worker carries on; so do the other sinks, with the same datagram. A
 * {@link VirtualMachineError} is not caught.
 */
public final class Worker
{
    /** Longest time between two ticks while datagrams come or the receiver idles. */
    public static final long TICK_NS = 8_000_000L;
    /** Longest time that a close counts what still waits in the sockets, when a sender never pauses. */
    public static final long DRAIN_NS = 100_000_000L;
    /** Largest datagram that is decoded. */
    public static final int MAX_DATAGRAM_BYTES = 65_535;

    private static final int WORD_LENGTH = 4;
    private static final long EXPIRY_CHECK_NS = TimeSource.NS_PER_S;
    /** Datagrams do not come from a receiver, so that neither their waits nor times of decoding are measured. */
    private static final long NO_LISTENER = Long.MAX_VALUE;
    private static final long NOT_PASSED = Long.MIN_VALUE;

    private final DecoderProvider[] providers;
    private final DatagramDecoder[] decoders;
    private final ExporterTable exporters;
    private final SourcePolicy policy;
    private final DatagramContext context;
    private final Fanout fanout;
    private final TimeSource time;
    private final WorkerTimes times = new WorkerTimes();
    private final WorkerCounters[] listeners;
    private final ErrorHandler errorHandler;
    private final Runnable stopHook;
    private WorkerCounters counters;
    private long tickedNs = Long.MIN_VALUE;
    private long expiryNs = Long.MIN_VALUE;
    private long admittedHigh;
    private long admittedLow;
    private long waitingSinceNs = NO_LISTENER;
    private long passedNs = NOT_PASSED;

    /**
     * A worker with a handler of each sink and a decoder of each provider.
     *
     * @param sinkContext  to give to the sinks.
     * @param exporters    shared by the workers of a collector.
     * @param providers    of decoders, asked in this order.
     * @param sinks        that get every record, in this order.
     * @param errorHandler told what a decoder or sink throws.
     */
    public Worker(
        final SinkContext sinkContext,
        final ExporterTable exporters,
        final List<DecoderProvider> providers,
        final List<RecordSink> sinks,
        final ErrorHandler errorHandler)
    {
        this(sinkContext, exporters, providers, sinks, errorHandler, new Duties(1, SourcePolicy.OPEN, () ->
        {
        }));
    }

    Worker(
        final SinkContext sinkContext,
        final ExporterTable exporters,
        final List<DecoderProvider> providers,
        final List<RecordSink> sinks,
        final ErrorHandler errorHandler,
        final Duties duties)
    {
        this.providers = providers.toArray(new DecoderProvider[0]);
        this.errorHandler = errorHandler;
        this.exporters = exporters;
        time = sinkContext.time();
        policy = duties.policy.isOpen() ? null : duties.policy;
        stopHook = duties.stopHook;
        listeners = new WorkerCounters[duties.listeners];
        for (int i = 0; i < duties.listeners; i++)
        {
            listeners[i] = new WorkerCounters();
        }
        counters = listeners[0];
        context = new DatagramContext(exporters);
        decoders = new DatagramDecoder[this.providers.length];
        for (int i = 0; i < decoders.length; i++)
        {
            decoders[i] = this.providers[i].newDecoder();
        }
        final RecordHandler[] handlers = new RecordHandler[sinks.size()];
        for (int i = 0; i < handlers.length; i++)
        {
            handlers[i] = sinks.get(i).newHandler(sinkContext);
        }
        fanout = new Fanout(handlers, this::onError);
    }

    /**
     * What comes from now on is of another listener, or waits since another time.
     *
     * @param listener index of the address, in the order asked for.
     * @param sinceNs  since when the socket has had datagrams to read without a pause, as far as the receiver can tell,
     *                 epoch nanoseconds.
     */
    public void onListener(final int listener, final long sinceNs)
    {
        counters = listeners[listener];
        waitingSinceNs = sinceNs;
    }

    /**
     * Take a datagram.
     *
     * @param buffer     holding it, whose bytes may change after the call.
     * @param offset     of its first byte.
     * @param length     of its payload in bytes, 0 or more.
     * @param sourceHigh high 64 bits of the source address.
     * @param sourceLow  low 64 bits of the source address; {@code 0xFFFF_xxxxxxxx} for IPv4.
     * @param sourcePort 0..65535.
     * @param timeNs     receive time, epoch nanoseconds, not before that of the call before.
     */
    public void onDatagram(
        final byte[] buffer,
        final int offset,
        final int length,
        final long sourceHigh,
        final long sourceLow,
        final int sourcePort,
        final long timeNs)
    {
        passedNs = NOT_PASSED;
        if (timeNs - tickedNs >= TICK_NS || Long.MIN_VALUE == tickedNs)
        {
            onTick(timeNs);
        }
        if (length < WORD_LENGTH || length > MAX_DATAGRAM_BYTES)
        {
            counters.count(0 == length ? DecodeStatus.EMPTY :
                length < WORD_LENGTH ? DecodeStatus.SHORT : DecodeStatus.LENGTH, length);
            return;
        }
        if (null != policy && !isAdmitted(sourceHigh, sourceLow))
        {
            counters.count(DecodeStatus.NOT_ALLOWED, length);
            return;
        }
        context.begin(sourceHigh, sourceLow, sourcePort, timeNs, length);
        fanout.begin(context);
        DecodeStatus status = decode(buffer, offset, length);
        if (!fanout.end())
        {
            status = DecodeStatus.INTERNAL;
        }
        final Exporter exporter = context.exporter();
        if (null != exporter)
        {
            exporter.onOutcome(status);
        }
        if (NO_LISTENER != waitingSinceNs)
        {
            passedNs = time.epochNs();
            times.record(timeNs - waitingSinceNs, passedNs - timeNs);
        }
        counters.count(status, length);
    }

    /**
     * Receive time of a datagram that was found in its socket right after the last one: when that one had passed, so
     * that a datagram costs one look at the clock. Called by the receiver, at most once for each datagram.
     *
     * @return epoch nanoseconds, not before any time that the worker was told.
     */
    public long followingNs()
    {
        final long followingNs = NOT_PASSED == passedNs ? time.epochNs() : passedNs;
        passedNs = NOT_PASSED;
        return followingNs;
    }

    /**
     * Count a datagram that the receiver did not hand over: truncated, or still waiting when it closed.
     *
     * @param reason to count.
     * @param length of what was read, in bytes.
     */
    public void onRejected(final DecodeStatus reason, final int length)
    {
        passedNs = NOT_PASSED;
        counters.count(reason, length);
    }

    /**
     * Time has passed without a datagram.
     *
     * @param nowNs epoch nanoseconds.
     */
    public void onTick(final long nowNs)
    {
        tickedNs = nowNs;
        if (nowNs >= expiryNs)
        {
            expiryNs = nowNs + EXPIRY_CHECK_NS;
            exporters.expire(nowNs);
        }
        fanout.onTick(nowNs);
    }

    /** {@return whether sinks have more to do than they took on, so that the next tick should come soon} */
    public boolean isBehind()
    {
        return fanout.isBehind();
    }

    /**
     * Something failed beside a datagram: count it and tell the error handler.
     *
     * @param error the cause.
     */
    public void onError(final Throwable error)
    {
        counters.countError();
        try
        {
            errorHandler.onError(error);
        }
        catch (final VirtualMachineError e)
        {
            throw e;
        }
        catch (final Throwable ignored)
        {
            counters.countError();
        }
    }

    /** The receiver's thread is about to end: its last call. */
    public void onStop()
    {
        stopHook.run();
    }

    /** {@return the counters, for any thread} */
    public CountersSnapshot counters()
    {
        return CountersSnapshot.sum(listeners);
    }

    WorkerTimes times()
    {
        return times;
    }

    long tickedNs()
    {
        return tickedNs;
    }

    WorkerCounters cells(final int listener)
    {
        return listeners[listener];
    }

    // Datagrams of one source come in runs; the unspecified address, which none has, stands for none.
    private boolean isAdmitted(final long sourceHigh, final long sourceLow)
    {
        if (sourceLow == admittedLow && sourceHigh == admittedHigh && 0 != (sourceHigh | sourceLow))
        {
            return true;
        }
        if (!policy.admits(sourceHigh, sourceLow))
        {
            return false;
        }
        admittedHigh = sourceHigh;
        admittedLow = sourceLow;
        return true;
    }

    private DecodeStatus decode(final byte[] buffer, final int offset, final int length)
    {
        try
        {
            final int firstWord = Wire.i32(buffer, offset);
            for (int i = 0; i < providers.length; i++)
            {
                if (providers[i].claims(firstWord))
                {
                    return statusOrDefect(decoders[i].decode(buffer, offset, length, context, fanout));
                }
            }
            return DecodeStatus.VERSION;
        }
        catch (final VirtualMachineError e)
        {
            throw e;
        }
        catch (final Throwable e)
        {
            onError(e);
            return DecodeStatus.INTERNAL;
        }
    }

    private static DecodeStatus statusOrDefect(final DecodeStatus status)
    {
        if (null == status)
        {
            throw new NullPointerException("a decoder returned no status");
        }
        return status;
    }

    /** What a collector asks of its workers beside their datagrams. */
    record Duties(int listeners, SourcePolicy policy, Runnable stopHook)
    {
    }
}
