package io.weir.exporter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One pair of source and agent address, and its streams: one for each domain and protocol. Read by any thread without
 * a lock, written under the lock of the {@link ExporterTable}. Tables and publication are as described there.
 */
final class Device
{
    private static final int FIRST_LENGTH = 2;
    private static final int MAX_LENGTH = 1 << 20;
    private static final VarHandle STREAMS = MethodHandles.arrayElementVarHandle(Exporter[].class);

    final long sourceHigh;
    final long sourceLow;
    final long agentHigh;
    final long agentLow;

    final DeviceState state;

    private final long seed;
    private volatile Exporter[] table = new Exporter[FIRST_LENGTH];
    private volatile int size;

    /* A device of the addresses of its first stream, which is still to be added. */
    Device(final Exporter first, final long seed)
    {
        this.sourceHigh = first.sourceHigh;
        this.sourceLow = first.sourceLow;
        this.agentHigh = first.agentHigh;
        this.agentLow = first.agentLow;
        state = first.device;
        this.seed = seed;
    }

    boolean is(
        final long otherSourceHigh,
        final long otherSourceLow,
        final long otherAgentHigh,
        final long otherAgentLow)
    {
        return sourceLow == otherSourceLow && agentLow == otherAgentLow && sourceHigh == otherSourceHigh &&
            agentHigh == otherAgentHigh;
    }

    int size()
    {
        return size;
    }

    /* When the last datagram of any stream came; the time given for a stream whose first one is just coming. */
    long lastSeenNs(final long nowNs)
    {
        long last = Long.MIN_VALUE;
        for (final Exporter exporter : table)
        {
            last = Math.max(last, null == exporter ? last : exporter.lastSeenNs(nowNs));
        }
        return last;
    }

    long firstSeenNs(final long nowNs)
    {
        long first = Long.MAX_VALUE;
        for (final Exporter exporter : table)
        {
            first = Math.min(first, null == exporter ? first : exporter.firstSeenNs(nowNs));
        }
        return first;
    }

    Exporter find(final Protocol protocol, final long domain)
    {
        final Exporter[] in = table;
        final int mask = in.length - 1;
        final int home = hash(protocol, domain);
        for (int i = 0; i < ExporterTable.MAX_PROBES; i++)
        {
            final Exporter exporter = (Exporter)STREAMS.getAcquire(in, home + i & mask);
            if (null == exporter || exporter.domain == domain && exporter.protocol == protocol)
            {
                return exporter;
            }
        }
        return null;
    }

    /* Add a stream that {@link #find} does not find; false when there is no room for it. */
    boolean add(final Exporter exporter)
    {
        final Exporter[] present = table;
        if (2 * size + 1 > present.length || !insert(present, exporter))
        {
            final Exporter[] larger = larger(present, exporter);
            if (null == larger)
            {
                return false;
            }
            table = larger;
        }
        size++;
        return true;
    }

    private Exporter[] larger(final Exporter[] present, final Exporter newcomer)
    {
        for (int length = 2 * present.length; length <= MAX_LENGTH; length *= 2)
        {
            final Exporter[] larger = new Exporter[length];
            boolean fits = insert(larger, newcomer);
            for (int i = 0; i < present.length && fits; i++)
            {
                fits = null == present[i] || insert(larger, present[i]);
            }
            if (fits)
            {
                return larger;
            }
        }
        return null;
    }

    private boolean insert(final Exporter[] into, final Exporter exporter)
    {
        final int mask = into.length - 1;
        final int home = hash(exporter.protocol, exporter.domain);
        for (int i = 0; i < ExporterTable.MAX_PROBES; i++)
        {
            final int slot = home + i & mask;
            if (null == into[slot])
            {
                STREAMS.setRelease(into, slot, exporter);
                return true;
            }
        }
        return false;
    }

    private int hash(final Protocol protocol, final long domain)
    {
        final long folded = ExporterTable.fold(domain ^ seed, (protocol.ordinal() + 1 ^ seed >>> 1) | 1);
        return (int)(folded ^ folded >>> 32);
    }
}
