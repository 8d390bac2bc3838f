package io.weir.codec.sflow;

import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;

import java.util.Arrays;

/**
 * Sequences of samples: each data source of an agent numbers its flow samples, its counter samples and its dropped
 * packet notifications by itself, and in flow samples it tells how many packets it chose from. Tells loss, duplicates,
 * lateness and restarts apart, and adds up the pools from which samples came, which is what the effective sampling rate
 * is made of. Not thread safe: one per decoder.
 *
 * <p>A hash table with linear probing over flat arrays. When {@link #MAX_STREAMS} are followed and another
 * comes, all are forgotten and begin anew, so that an exporter that invents data sources costs no memory.
 */
final class SampleStreams
{
    static final int MAX_STREAMS = 1 << 16;

    private static final int FIRST_CAPACITY = 256;
    private static final int MAX_BEHIND = 64;
    private static final int MAX_JUMP = 1 << 16;
    private static final long FRESH_UPTIME_MS = 60_000;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int HASH_SHIFT = 32;

    private Exporter[] exporters = new Exporter[FIRST_CAPACITY];
    private long[] sources = new long[FIRST_CAPACITY];
    private int[] sequences = new int[FIRST_CAPACITY];
    private int[] pools = new int[FIRST_CAPACITY];
    private int[] drops = new int[FIRST_CAPACITY];
    private int size;
    private long uptimeMs;

    private long poolSum;
    private long pooled;
    private long dropSum;
    private long lostCount;
    private long duplicates;
    private long late;
    private long restarts;

    SampleStreams()
    {
    }

    /**
     * A datagram begins.
     *
     * @param newUptimeMs of its agent: a sequence that goes back is a restart while that is low, else lateness.
     */
    void onDatagram(final long newUptimeMs)
    {
        uptimeMs = newUptimeMs;
    }

    /**
     * Account for a flow sample.
     *
     * @param exporter of the datagram.
     * @param source   data source.
     * @param sequence of the sample.
     * @param pool     packets that could have been sampled, modulo 2^32.
     * @param dropped  samples that the agent dropped, modulo 2^32.
     */
    void onFlowSample(
        final Exporter exporter, final long source, final long sequence, final long pool, final long dropped)
    {
        final int at = find(exporter, source);
        if (at < 0)
        {
            begin(~at, exporter, source, (int)sequence, (int)pool, (int)dropped);
            return;
        }
        final int ahead = follow(at, (int)sequence);
        if (ahead > 0)
        {
            final int chosenFrom = (int)pool - pools[at];
            final int lost = (int)dropped - drops[at];
            if (chosenFrom > 0)
            {
                poolSum += chosenFrom;
                pooled++;
            }
            if (lost > 0)
            {
                dropSum += lost;
            }
        }
        if (ahead >= 0)
        {
            pools[at] = (int)pool;
            drops[at] = (int)dropped;
        }
    }

    /**
     * Account for a sample without a pool.
     *
     * @param exporter of the datagram.
     * @param source   data source and kind of sample.
     * @param sequence of the sample.
     */
    void onSample(final Exporter exporter, final long source, final long sequence)
    {
        final int at = find(exporter, source);
        if (at < 0)
        {
            begin(~at, exporter, source, (int)sequence, 0, 0);
        }
        else
        {
            follow(at, (int)sequence);
        }
    }

    /* 1 when the sample follows the last one, 0 when it begins a new sequence, -1 when it was seen or is late. */
    private int follow(final int at, final int sequence)
    {
        final int ahead = sequence - sequences[at];
        if (ahead > 0 && ahead <= MAX_JUMP)
        {
            if (ahead > 1)
            {
                lostCount += ahead - 1;
            }
            sequences[at] = sequence;
            return 1;
        }
        if (0 == ahead)
        {
            duplicates++;
            return -1;
        }
        if (ahead < 0 && ahead > -MAX_BEHIND && uptimeMs >= FRESH_UPTIME_MS)
        {
            late++;
            lostCount--;
            return -1;
        }
        restarts++;
        sequences[at] = sequence;
        return 0;
    }

    private void begin(
        final int free,
        final Exporter exporter,
        final long source,
        final int sequence,
        final int pool,
        final int dropped)
    {
        int at = free;
        if (MAX_STREAMS == size)
        {
            Arrays.fill(exporters, null);
            size = 0;
            at = ~find(exporter, source);
        }
        else if (2 * size >= exporters.length)
        {
            grow();
            at = ~find(exporter, source);
        }
        exporters[at] = exporter;
        sources[at] = source;
        sequences[at] = sequence;
        pools[at] = pool;
        drops[at] = dropped;
        size++;
    }

    /* Where a stream is; the complement of where it would be, when it is not. */
    private int find(final Exporter exporter, final long source)
    {
        final int mask = exporters.length - 1;
        final long hash = (exporter.hashCode() ^ source * MULTIPLIER) * MULTIPLIER;
        int at = (int)(hash >>> HASH_SHIFT) & mask;
        while (null != exporters[at])
        {
            if (exporters[at] == exporter && sources[at] == source)
            {
                return at;
            }
            at = at + 1 & mask;
        }
        return ~at;
    }

    private void grow()
    {
        final Exporter[] oldExporters = exporters;
        final long[] oldSources = sources;
        final int[] oldSequences = sequences;
        final int[] oldPools = pools;
        final int[] oldDrops = drops;
        final int capacity = 2 * oldExporters.length;
        exporters = new Exporter[capacity];
        sources = new long[capacity];
        sequences = new int[capacity];
        pools = new int[capacity];
        drops = new int[capacity];
        for (int i = 0; i < oldExporters.length; i++)
        {
            if (null != oldExporters[i])
            {
                final int at = ~find(oldExporters[i], oldSources[i]);
                exporters[at] = oldExporters[i];
                sources[at] = oldSources[i];
                sequences[at] = oldSequences[i];
                pools[at] = oldPools[i];
                drops[at] = oldDrops[i];
            }
        }
    }

    /**
     * Tell an exporter what its datagram gave, at the datagram's end.
     *
     * @param exporter of the datagram.
     */
    void flush(final Exporter exporter)
    {
        if (0 != (pooled | dropSum))
        {
            exporter.add(ExporterCounter.SAMPLE_POOL, poolSum);
            exporter.add(ExporterCounter.POOLED_SAMPLES, pooled);
            exporter.add(ExporterCounter.SAMPLE_DROPS, dropSum);
        }
        if (0 != (lostCount | duplicates | late | restarts))
        {
            exporter.add(ExporterCounter.SAMPLES_LOST, lostCount);
            exporter.add(ExporterCounter.SAMPLES_DUPLICATE, duplicates);
            exporter.add(ExporterCounter.SAMPLES_OUT_OF_ORDER, late);
            exporter.add(ExporterCounter.SAMPLE_RESTARTS, restarts);
        }
        poolSum = 0;
        pooled = 0;
        dropSum = 0;
        lostCount = 0;
        duplicates = 0;
        late = 0;
        restarts = 0;
    }

    int size()
    {
        return size;
    }
}
