package io.weir.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The exporters that a collector knows, bounded in number. Thread safe: lookups are lock-free and do not allocate, the
 * first datagram of an exporter takes a lock. Active exporters are never evicted to make room: a flood of new ones is
 * refused.
 */
public final class ExporterTable
{
    /** Default bound on exporters. */
    public static final int DEFAULT_MAX_EXPORTERS = 4096;
    /** Default bound on the domains of one exporter. */
    public static final int DEFAULT_MAX_DOMAINS = 256;

    private final int maxExporters;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Exporter[] slots = new Exporter[64];
    private int size;

    /**
     * An empty table.
     *
     * @param maxExporters that it admits, at least 1.
     */
    public ExporterTable(final int maxExporters)
    {
        this.maxExporters = maxExporters;
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
     * @return the exporter, or null when the table is full.
     */
    public Exporter find(
        final Protocol protocol,
        final long sourceHigh,
        final long sourceLow,
        final long agentHigh,
        final long agentLow,
        final long domain)
    {
        final Exporter found = probe(slots, protocol, sourceHigh, sourceLow, agentHigh, agentLow, domain);
        return null != found ? found : admit(
            new Exporter(protocol, sourceHigh, sourceLow, agentHigh, agentLow, domain));
    }

    /** {@return all exporters, in no particular order} */
    public List<ExporterSnapshot> snapshots()
    {
        final List<ExporterSnapshot> snapshots = new ArrayList<>();
        for (final Exporter exporter : slots)
        {
            if (null != exporter)
            {
                snapshots.add(exporter.snapshot());
            }
        }
        return snapshots;
    }

    private Exporter admit(final Exporter exporter)
    {
        lock.lock();
        try
        {
            Exporter[] table = slots;
            final Exporter found = probe(table, exporter.protocol, exporter.sourceHigh, exporter.sourceLow,
                exporter.agentHigh, exporter.agentLow, exporter.domain);
            if (null != found || size >= maxExporters)
            {
                return found;
            }
            if (size * 2 >= table.length)
            {
                final Exporter[] larger = new Exporter[table.length * 2];
                for (final Exporter old : table)
                {
                    if (null != old)
                    {
                        insert(larger, old);
                    }
                }
                table = larger;
            }
            insert(table, exporter);
            size++;
            slots = table;
            return exporter;
        }
        finally
        {
            lock.unlock();
        }
    }

    private static void insert(final Exporter[] table, final Exporter exporter)
    {
        int i = hash(exporter.sourceHigh, exporter.sourceLow, exporter.agentLow, exporter.domain) & table.length - 1;
        while (null != table[i])
        {
            i = i + 1 & table.length - 1;
        }
        table[i] = exporter;
    }

    private static Exporter probe(
        final Exporter[] table,
        final Protocol protocol,
        final long sourceHigh,
        final long sourceLow,
        final long agentHigh,
        final long agentLow,
        final long domain)
    {
        int i = hash(sourceHigh, sourceLow, agentLow, domain) & table.length - 1;
        for (Exporter at = table[i]; null != at; at = table[i])
        {
            if (at.sourceLow == sourceLow && at.sourceHigh == sourceHigh && at.agentLow == agentLow &&
                at.agentHigh == agentHigh && at.domain == domain && at.protocol == protocol)
            {
                return at;
            }
            i = i + 1 & table.length - 1;
        }
        return null;
    }

    private static int hash(final long sourceHigh, final long sourceLow, final long agentLow, final long domain)
    {
        long h = (sourceHigh * 31 + sourceLow) * 31 + agentLow;
        h = (h ^ domain) * 0x9E37_79B9_7F4A_7C15L;
        return (int)(h >>> 32);
    }
}
