package io.weir.exporter;

import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One stream of datagrams: a source, an agent, a domain and a protocol, with its counters. Made by an
 * {@link ExporterTable}. Thread safe: any worker counts, any thread reads; nothing allocates but {@link #snapshot()},
 * the first reject, fault and statistic, and the first count of a second worker: most exporters, and those that a
 * forger makes up, are to take little memory.
 *
 * <p>Nearly always one thread counts for an exporter, the one that met it first. It adds by plain loads and release
 * stores. Other threads add atomically, to counters of their own; a count is the sum of both.
 */
public final class Exporter
{
    /** Units of a datagram that cannot be counted. */
    public static final int UNITS_UNKNOWN = -1;

    private static final int FIRST_SEEN = ExporterCounter.COUNT;
    private static final int LAST_SEEN = FIRST_SEEN + 1;
    private static final int SAMPLING_RATE = LAST_SEEN + 1;
    private static final int CLOCK_OFFSET = SAMPLING_RATE + 1;
    private static final int LENGTH = CLOCK_OFFSET + 1;
    private static final VarHandle OTHERS;
    private static final VarHandle REJECTS;
    private static final VarHandle FAULTS;
    private static final VarHandle STATISTICS;
    private static final VarHandle DECODER_STATE;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            OTHERS = lookup.findVarHandle(Exporter.class, "others", AtomicLongArray.class);
            REJECTS = lookup.findVarHandle(Exporter.class, "rejects", AtomicLongArray.class);
            FAULTS = lookup.findVarHandle(Exporter.class, "faults", AtomicLongArray.class);
            STATISTICS = lookup.findVarHandle(Exporter.class, "statistics", AtomicLongArray.class);
            DECODER_STATE = lookup.findVarHandle(Exporter.class, "decoderState", DecoderState.class);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Protocol protocol;
    final long sourceHigh;
    final long sourceLow;
    final long agentHigh;
    final long agentLow;
    final long domain;
    final DeviceState device;

    private final Thread owner = Thread.currentThread();
    /* Counters that the owner alone writes, and times that any worker sets. */
    private final AtomicLongArray cells = new AtomicLongArray(LENGTH);
    private final long maxClockSkewMs;
    private final SequenceTracker sequence = new SequenceTracker();
    private volatile AtomicLongArray others;
    private volatile AtomicLongArray rejects;
    private volatile AtomicLongArray faults;
    private volatile AtomicLongArray statistics;
    private volatile DecoderState decoderState;

    Exporter(
        final Protocol protocol,
        final long sourceHigh,
        final long sourceLow,
        final long agentHigh,
        final long agentLow,
        final long domain,
        final DeviceState device,
        final long maxClockSkewMs)
    {
        this.protocol = protocol;
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
        this.agentHigh = agentHigh;
        this.agentLow = agentLow;
        this.domain = domain;
        this.device = device;
        this.maxClockSkewMs = maxClockSkewMs;
    }

    /**
     * Count a datagram, at its beginning.
     *
     * @param timeNs when it was received, epoch nanoseconds.
     * @param bytes  of its payload.
     */
    public void onDatagram(final long timeNs, final int bytes)
    {
        add(ExporterCounter.DATAGRAMS, 1);
        add(ExporterCounter.DATAGRAM_BYTES, bytes);
        if (0 == cells.getPlain(FIRST_SEEN))
        {
            cells.compareAndSet(FIRST_SEEN, 0, timeNs);
        }
        cells.setOpaque(LAST_SEEN, timeNs);
    }

    /**
     * Whether a datagram is within the exporter's rate, and, while nothing of it was decoded, within that of all such
     * exporters. Asked once for each datagram.
     *
     * @param timeNs when it was received, epoch nanoseconds.
     * @return false to refuse it as {@link DecodeStatus#RATE_LIMITED}.
     */
    public boolean admits(final long timeNs)
    {
        return device.admits(timeNs);
    }

    /**
     * Count the outcome of a datagram.
     *
     * @param status of the whole datagram.
     */
    public void onOutcome(final DecodeStatus status)
    {
        if (DecodeStatus.Kind.REJECT == status.kind())
        {
            counts(rejects, REJECTS).getAndIncrement(status.ordinal());
        }
        else
        {
            add(ExporterCounter.DECODED, 1);
            device.verify();
        }
    }

    /**
     * Count a fault or note inside a datagram: a bad sample, an unknown structure, trailing bytes.
     *
     * @param status of the part.
     */
    public void onFault(final DecodeStatus status)
    {
        counts(faults, FAULTS).getAndIncrement(status.ordinal());
    }

    /**
     * Count several faults or notes of one reason inside a datagram.
     *
     * @param status of the parts.
     * @param count  of the parts.
     */
    public void onFault(final DecodeStatus status, final long count)
    {
        counts(faults, FAULTS).getAndAdd(status.ordinal(), count);
    }

    /**
     * Add to a counter.
     *
     * @param counter to add to.
     * @param count   to add.
     */
    public void add(final ExporterCounter counter, final long count)
    {
        final int index = counter.ordinal();
        if (Thread.currentThread() == owner)
        {
            cells.setRelease(index, cells.getPlain(index) + count);
        }
        else
        {
            counts(others, OTHERS, ExporterCounter.COUNT).getAndAdd(index, count);
        }
    }

    private AtomicLongArray counts(final AtomicLongArray present, final VarHandle field)
    {
        return counts(present, field, DecodeStatus.COUNT_OF);
    }

    private AtomicLongArray counts(final AtomicLongArray present, final VarHandle field, final int length)
    {
        if (null != present)
        {
            return present;
        }
        final AtomicLongArray counts = new AtomicLongArray(length);
        final AtomicLongArray other = (AtomicLongArray)field.compareAndExchange(this, (AtomicLongArray)null, counts);
        return null == other ? counts : other;
    }

    /**
     * Account for a datagram's sequence number.
     *
     * @param sequenceNumber of the datagram, 0..2^32-1.
     * @param units          that it counts: 1 where datagrams are numbered, the number of flows in NetFlow v5, of data
     *                       records in IPFIX; {@link #UNITS_UNKNOWN} where they cannot be counted, so that a gap
     *                       behind the datagram is not a loss.
     * @param uptimeMs       of the exporter, which goes back when it restarts; -1 where it is not told.
     * @return whether this is the first datagram after a restart.
     */
    public boolean onSequence(final long sequenceNumber, final int units, final long uptimeMs)
    {
        return sequence.onDatagram(this, sequenceNumber, units, uptimeMs);
    }

    /**
     * What the decoder keeps about this exporter, such as its templates.
     *
     * @return the state, null before {@link #decoderState(DecoderState)}.
     */
    public DecoderState decoderState()
    {
        return decoderState;
    }

    /**
     * Set what the decoder keeps about this exporter, unless it is set.
     *
     * @param state to set, thread safe.
     * @return the state that is set now, by this call or by another worker.
     */
    public DecoderState decoderState(final DecoderState state)
    {
        final DecoderState present =
            (DecoderState)DECODER_STATE.compareAndExchange(this, (DecoderState)null, state);
        return null == present ? state : present;
    }

    /**
     * Compare the exporter's clock with ours. Reported, never used for rates.
     *
     * @param exportMs  when the exporter says that it sent the datagram, epoch milliseconds.
     * @param receiveNs when it was received, epoch nanoseconds.
     */
    public void onExportTime(final long exportMs, final long receiveNs)
    {
        final long offsetMs = exportMs - receiveNs / TimeSource.NS_PER_MS;
        cells.setOpaque(CLOCK_OFFSET, offsetMs);
        if (offsetMs > maxClockSkewMs || offsetMs < -maxClockSkewMs)
        {
            add(ExporterCounter.CLOCK_SKEW, 1);
        }
    }

    /**
     * Note the sampling rate that the exporter told last.
     *
     * @param rate N of "one in N"; 0 for unknown.
     */
    public void samplingRate(final long rate)
    {
        cells.setOpaque(SAMPLING_RATE, rate);
    }

    /**
     * Note what the exporter tells of itself. Where several processes of one domain tell, the last counts.
     *
     * @param statistic that it told.
     * @param total     since it started, unsigned.
     */
    public void told(final ExporterStatistic statistic, final long total)
    {
        // All bits are turned, so that 0 is what was never told.
        counts(statistics, STATISTICS, ExporterStatistic.COUNT).set(statistic.ordinal(), ~total);
    }

    /**
     * A counter.
     *
     * @param counter to read.
     * @return its value now.
     */
    public long count(final ExporterCounter counter)
    {
        final int index = counter.ordinal();
        return cells.get(index) + count(others, index);
    }

    /**
     * Datagrams rejected for a reason.
     *
     * @param status the reason.
     * @return how many.
     */
    public long rejected(final DecodeStatus status)
    {
        return count(rejects, status.ordinal());
    }

    /**
     * Faults and notes inside datagrams.
     *
     * @param status the reason.
     * @return how many.
     */
    public long faults(final DecodeStatus status)
    {
        return count(faults, status.ordinal());
    }

    private static long count(final AtomicLongArray counts, final int index)
    {
        return null == counts ? 0 : counts.get(index);
    }

    /** {@return protocol that it speaks} */
    public Protocol protocol()
    {
        return protocol;
    }

    /** {@return high 64 bits of the agent's address} */
    public long agentHigh()
    {
        return agentHigh;
    }

    /** {@return low 64 bits of the agent's address} */
    public long agentLow()
    {
        return agentLow;
    }

    /** {@return observation domain, source id, engine or sub-agent} */
    public long domain()
    {
        return domain;
    }

    /* Whether there is room for more of its sequence; where there is none, it is counted. */
    boolean hasRoomFor(final int longs)
    {
        if (device.sequenceRoom.take(longs))
        {
            return true;
        }
        add(ExporterCounter.SEQUENCE_FORGOTTEN, 1);
        return false;
    }

    /* Give the room of the sequence back; false when a worker is just using it. */
    boolean closeSequence()
    {
        return sequence.close(device.sequenceRoom);
    }

    void forget()
    {
        final DecoderState state = decoderState;
        if (null != state)
        {
            state.onForgotten();
        }
    }

    long firstSeenNs(final long otherwiseNs)
    {
        final long seenNs = cells.get(FIRST_SEEN);
        return 0 == seenNs ? otherwiseNs : seenNs;
    }

    long lastSeenNs(final long otherwiseNs)
    {
        final long seenNs = cells.get(LAST_SEEN);
        return 0 == seenNs ? otherwiseNs : seenNs;
    }

    /** {@return a copy of everything known about this exporter} */
    public ExporterSnapshot snapshot()
    {
        final long[] counters = new long[ExporterCounter.COUNT];
        final long[] rejectCounts = new long[DecodeStatus.COUNT_OF];
        final long[] faultCounts = new long[DecodeStatus.COUNT_OF];
        final long[] told = new long[ExporterStatistic.COUNT];
        for (final ExporterCounter counter : ExporterCounter.values())
        {
            counters[counter.ordinal()] = count(counter);
        }
        for (int i = 0; i < DecodeStatus.COUNT_OF; i++)
        {
            rejectCounts[i] = count(rejects, i);
            faultCounts[i] = count(faults, i);
        }
        for (int i = 0; i < ExporterStatistic.COUNT; i++)
        {
            told[i] = ~count(statistics, i);
        }
        return new ExporterSnapshot(
            protocol,
            IpText.of(sourceHigh, sourceLow),
            IpText.of(agentHigh, agentLow),
            domain,
            cells.get(FIRST_SEEN),
            cells.get(LAST_SEEN),
            cells.get(SAMPLING_RATE),
            cells.get(CLOCK_OFFSET),
            new ExporterSnapshot.Counts(counters, rejectCounts, faultCounts, told));
    }
}
