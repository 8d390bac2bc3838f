package io.weir.exporter;

import io.weir.wire.DecodeStatus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The exporters that a collector knows, bounded in number. Thread safe: lookups are lock-free and do not allocate, only
 * the first datagram of an exporter takes a lock. Exporters are never evicted to make room: a flood of new ones is
 * refused, without taking the lock and without allocating.
 *
 * <p>A device, that is a pair of source and agent address, counts against the bound on exporters; its streams, one for
 * each domain and protocol, against the bounds on domains. Devices are found by open addressing under a hash that is
 * seeded at random, so that chosen addresses do not collide, and within {@value #MAX_PROBES} probes; a table in which a
 * device would not fit so is doubled.
 *
 * <p>Publication: an element of a table is stored once, by release, and loaded by acquire. A larger table is complete
 * before the volatile store that makes it visible. A reader of the smaller one may miss a newcomer; it then takes the
 * lock and looks again.
 */
public final class ExporterTable
{
    /** Default bound on exporters. */
    public static final int DEFAULT_MAX_EXPORTERS = 4096;
    /** Default bound on the domains of one exporter. */
    public static final int DEFAULT_MAX_DOMAINS = 256;
    /** Default bound on the domains of all exporters together. */
    public static final int DEFAULT_MAX_DOMAINS_IN_ALL = 65_536;

    static final int MAX_PROBES = 64;

    private static final int FIRST_LENGTH = 64;
    private static final int MAX_LENGTH = 1 << 24;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle DEVICES = MethodHandles.arrayElementVarHandle(Device[].class);

    private final ExporterLimits limits;
    private final TokenBucket ofUnverified;
    private final AtomicInteger unverified = new AtomicInteger();
    private final SequenceRoom sequenceRoom;
    private final long seed;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Exporter> admitted = new ArrayList<>();
    private final List<Exporter> leaving = new ArrayList<>();
    private volatile Device[] table = new Device[FIRST_LENGTH];
    private volatile int deviceCount;
    private volatile int streamCount;
    private volatile long forgotten;

    /**
     * An empty table with the default bounds on domains.
     *
     * @param maxExporters that it admits, at least 1.
     * @throws IllegalArgumentException if the bound is out of range.
     */
    public ExporterTable(final int maxExporters)
    {
        this(maxExporters, DEFAULT_MAX_DOMAINS, DEFAULT_MAX_DOMAINS_IN_ALL);
    }

    /**
     * An empty table.
     *
     * @param maxExporters    that it admits, at least 1.
     * @param maxDomains      that it admits of one exporter, at least 1.
     * @param maxDomainsInAll that it admits of all exporters together, at least 1.
     * @throws IllegalArgumentException if a bound is out of range.
     */
    public ExporterTable(final int maxExporters, final int maxDomains, final int maxDomainsInAll)
    {
        this(maxExporters, maxDomains, maxDomainsInAll, new SecureRandom().nextLong());
    }

    /**
     * An empty table.
     *
     * @param limits on what it admits.
     */
    public ExporterTable(final ExporterLimits limits)
    {
        this(limits, new SecureRandom().nextLong());
    }

    ExporterTable(final int maxExporters, final int maxDomains, final int maxDomainsInAll, final long seed)
    {
        this(ExporterLimits.of(maxExporters, maxDomains, maxDomainsInAll), seed);
    }

    private ExporterTable(final ExporterLimits limits, final long seed)
    {
        this.limits = limits;
        this.seed = seed;
        sequenceRoom = SequenceRoom.of(limits.maxExporters);
        ofUnverified = 0 == limits.unverifiedPerSecond ? null :
            new TokenBucket(limits.unverifiedPerSecond, limits.unverifiedPerSecond);
    }

    /**
     * Find an exporter, or admit it.
     *
     * @param protocol   that it speaks.
     * @param sourceHigh high 64 bits of the datagram's source address.
     * @param sourceLow  low 64 bits of the datagram's source address.
     * @param agentHigh  high 64 bits of the agent's address.
     * @param agentLow   low 64 bits of the agent's address.
     * @param domain     observation domain, source id, engine or sub-agent.
     * @return the exporter, or null when it is refused; see {@link #refusal}.
     */
    public Exporter find(
        final Protocol protocol,
        final long sourceHigh,
        final long sourceLow,
        final long agentHigh,
        final long agentLow,
        final long domain)
    {
        final Device device = probe(table, sourceHigh, sourceLow, agentHigh, agentLow);
        if (null != device)
        {
            final Exporter found = device.find(protocol, domain);
            if (null != found)
            {
                return found;
            }
        }
        if (isFull(device))
        {
            return null;
        }
        return admit(protocol, sourceHigh, sourceLow, agentHigh, agentLow, domain);
    }

    /**
     * Why {@link #find} refused.
     *
     * @param sourceHigh high 64 bits of the datagram's source address.
     * @param sourceLow  low 64 bits of the datagram's source address.
     * @param agentHigh  high 64 bits of the agent's address.
     * @param agentLow   low 64 bits of the agent's address.
     * @return {@link DecodeStatus#DOMAIN_LIMIT} when it knows the exporter but has no room for another domain of it,
     *     else {@link DecodeStatus#EXPORTER_LIMIT}.
     */
    public DecodeStatus refusal(
        final long sourceHigh,
        final long sourceLow,
        final long agentHigh,
        final long agentLow)
    {
        return null == probe(table, sourceHigh, sourceLow, agentHigh, agentLow) ?
            DecodeStatus.EXPORTER_LIMIT : DecodeStatus.DOMAIN_LIMIT;
    }

    /** {@return exporters, counted by source and agent address} */
    public int exporterCount()
    {
        return deviceCount;
    }

    /** {@return domains of all exporters together: the number of {@link #snapshots()}} */
    public int domainCount()
    {
        return streamCount;
    }

    /** {@return exporters of which nothing was decoded yet} */
    public int unverifiedCount()
    {
        return unverified.get();
    }

    /** {@return exporters forgotten because they were silent, or because nothing of them could be decoded} */
    public long forgottenCount()
    {
        return forgotten;
    }

    /**
     * Forget exporters that have been silent for too long, and those of which nothing was decoded for too long. Does
     * not wait for another thread, and does not allocate while there is nothing to forget. Called about every second;
     * a datagram of a forgotten exporter makes it known anew, with counters from zero.
     *
     * @param nowNs epoch nanoseconds.
     */
    public void expire(final long nowNs)
    {
        if (limits.hasExpiry() && lock.tryLock())
        {
            try
            {
                int expired = 0;
                for (int i = 0; i < table.length; i++)
                {
                    expired += null != table[i] && isExpired(table[i], nowNs) ? 1 : 0;
                }
                if (expired > 0)
                {
                    forget(nowNs);
                }
                if (!leaving.isEmpty())
                {
                    leaving.removeIf(Exporter::closeSequence);
                }
            }
            finally
            {
                lock.unlock();
            }
        }
    }

    /** {@return all exporters, one entry for each domain, in the order of their first datagrams} */
    public List<ExporterSnapshot> snapshots()
    {
        final List<Exporter> exporters;
        lock.lock();
        try
        {
            exporters = new ArrayList<>(admitted);
        }
        finally
        {
            lock.unlock();
        }
        final List<ExporterSnapshot> snapshots = new ArrayList<>(exporters.size());
        for (final Exporter exporter : exporters)
        {
            snapshots.add(exporter.snapshot());
        }
        return snapshots;
    }

    private boolean isFull(final Device device)
    {
        return streamCount >= limits.maxDomainsInAll || (null == device ?
            deviceCount >= limits.maxExporters || unverified.get() >= limits.maxUnverified :
            device.size() >= limits.maxDomains);
    }

    private Exporter admit(
        final Protocol protocol,
        final long sourceHigh,
        final long sourceLow,
        final long agentHigh,
        final long agentLow,
        final long domain)
    {
        lock.lock();
        try
        {
            final Device known = probe(table, sourceHigh, sourceLow, agentHigh, agentLow);
            final Exporter found = null == known ? null : known.find(protocol, domain);
            if (null != found || isFull(known))
            {
                return found;
            }
            final DeviceState state = null == known ? newState() : known.state;
            final Exporter exporter = new Exporter(
                protocol, sourceHigh, sourceLow, agentHigh, agentLow, domain, state, limits.maxClockSkewMs);
            final Device device = null == known ? new Device(exporter, seed) : known;
            if (!device.add(exporter) || null == known && !publish(device))
            {
                if (null == known)
                {
                    state.leave();
                }
                return null;
            }
            admitted.add(exporter);
            streamCount = admitted.size();
            return exporter;
        }
        finally
        {
            lock.unlock();
        }
    }

    private DeviceState newState()
    {
        return new DeviceState(unverified,
            0 == limits.ratePerSecond ? null : new TokenBucket(limits.ratePerSecond, limits.rateBurst), ofUnverified,
            sequenceRoom);
    }

    private boolean publish(final Device device)
    {
        final Device[] present = table;
        if (2 * (deviceCount + 1) > present.length || !insert(present, device))
        {
            final Device[] larger = larger(present, device);
            if (null == larger)
            {
                return false;
            }
            table = larger;
        }
        deviceCount++;
        return true;
    }

    private boolean isExpired(final Device device, final long nowNs)
    {
        return limits.idleExpiryNs > 0 && nowNs - device.lastSeenNs(nowNs) > limits.idleExpiryNs ||
            limits.unverifiedExpiryNs > 0 && !device.state.isVerified() &&
                nowNs - device.firstSeenNs(nowNs) > limits.unverifiedExpiryNs;
    }

    /* A worker that looks at the table before sees a device that is silent anyway. */
    private void forget(final long nowNs)
    {
        final Device[] present = table;
        final Device[] kept = new Device[present.length];
        int count = 0;
        for (final Device device : present)
        {
            if (null != device && !isExpired(device, nowNs))
            {
                kept[count++] = device;
            }
        }
        final Device[] rebuilt = rebuilt(Arrays.copyOf(kept, count), present.length);
        if (null != rebuilt)
        {
            table = rebuilt;
            forgotten += deviceCount - count;
            deviceCount = count;
            for (final Device device : present)
            {
                if (null != device && isExpired(device, nowNs))
                {
                    device.state.leave();
                }
            }
            final int stayed = leaving.size();
            admitted.stream().filter(exporter -> !contains(rebuilt, exporter)).forEach(leaving::add);
            leaving.subList(stayed, leaving.size()).forEach(Exporter::forget);
            admitted.removeIf(exporter -> !contains(rebuilt, exporter));
            streamCount = admitted.size();
        }
    }

    private boolean contains(final Device[] in, final Exporter exporter)
    {
        final Device device =
            probe(in, exporter.sourceHigh, exporter.sourceLow, exporter.agentHigh, exporter.agentLow);
        return null != device && exporter == device.find(exporter.protocol, exporter.domain);
    }

    private Device[] rebuilt(final Device[] devices, final int leastLength)
    {
        for (int length = leastLength; length <= MAX_LENGTH; length *= 2)
        {
            final Device[] rebuilt = new Device[length];
            boolean fits = true;
            for (int i = 0; i < devices.length && fits; i++)
            {
                fits = insert(rebuilt, devices[i]);
            }
            if (fits)
            {
                return rebuilt;
            }
        }
        return null;
    }

    private Device[] larger(final Device[] present, final Device newcomer)
    {
        for (int length = 2 * present.length; length <= MAX_LENGTH; length *= 2)
        {
            final Device[] larger = new Device[length];
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

    private boolean insert(final Device[] into, final Device device)
    {
        final int mask = into.length - 1;
        final int home = hash(device.sourceHigh, device.sourceLow, device.agentHigh, device.agentLow);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final int slot = home + i & mask;
            if (null == into[slot])
            {
                DEVICES.setRelease(into, slot, device);
                return true;
            }
        }
        return false;
    }

    private Device probe(
        final Device[] in,
        final long sourceHigh,
        final long sourceLow,
        final long agentHigh,
        final long agentLow)
    {
        final int mask = in.length - 1;
        final int home = hash(sourceHigh, sourceLow, agentHigh, agentLow);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final Device device = (Device)DEVICES.getAcquire(in, home + i & mask);
            if (null == device || device.is(sourceHigh, sourceLow, agentHigh, agentLow))
            {
                return device;
            }
        }
        return null;
    }

    /* Two products of 64 by 64 bits, folded; the seed, and what follows from it, keeps the factors unknown. */
    private int hash(final long sourceHigh, final long sourceLow, final long agentHigh, final long agentLow)
    {
        final long source = fold(sourceLow ^ seed, sourceHigh ^ seed + GOLDEN);
        final long both = fold(agentLow ^ source ^ seed + 2 * GOLDEN, agentHigh ^ seed + 3 * GOLDEN);
        return (int)(both ^ both >>> 32);
    }

    static long fold(final long left, final long right)
    {
        return Math.multiplyHigh(left, right) ^ left * right;
    }
}
