package io.weir.codec.sflow;

import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;

import java.util.Arrays;

/**
 * Sequences of samples: each data source of an agent numbers its flow samples, its counter samples and its dropped
 * packet notifications by itself, and in flow samples it tells how many packets it chose from. Tells loss, duplicates,
 * lateness and restarts apart, and adds up the pools from which samples came, which is what the effective sampling rate
 * is made of, and by how much they exceed what the samples claim. A pool that stands still, as that of an agent which
 * brings it up to date now and then, is judged when it moves. Not thread safe: one per decoder.
 *
 * <p>A hash table with linear probing, all of a stream side by side in one array. Exporters are numbered as they come,
 * so that a datagram looks its exporter up once and a sample only compares numbers. When {@link #MAX_STREAMS} are
 * followed and another comes, all are forgotten and begin anew, so that an exporter that invents data sources costs no
 * memory.
 */
final class SampleStreams
{
    static final int MAX_STREAMS = 1 << 16;

    private static final int FIRST_CAPACITY = 1024;
    /* So many places for each stream at least: one probe finds nearly all of them, which a branch predictor learns. */
    private static final int SPARSENESS = 4;
    private static final int FIRST_EXPORTERS = 16;
    private static final int MAX_BEHIND = 64;
    private static final int MAX_JUMP = 1 << 16;
    private static final long FRESH_UPTIME_MS = 60_000;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int HASH_SHIFT = 32;
    /* Data source and kind of sample are below, the number of the exporter, from 1 on, is above. */
    private static final int EXPORTER_SHIFT = 42;
    private static final long U32 = 0xFFFF_FFFFL;
    private static final long PER_SAMPLE = 1_000;

    /* A stream: its key, 0 for none; its sequence and its pool; its drops; its samples since the pool moved. */
    private static final int POSITION = 1;
    private static final int DROPS = 2;
    private static final int WAITING = 3;
    private static final int LOG2_WORDS = 2;

    private final long seed = hashCode() * MULTIPLIER;
    private Exporter[] exporters = new Exporter[FIRST_EXPORTERS];
    private long[] exporterKeys = new long[FIRST_EXPORTERS];
    private int exporterCount;
    private long[] streams = new long[FIRST_CAPACITY << LOG2_WORDS];
    private int size;

    private long exporterKey;
    private Exporter exporter;
    private long uptimeMs;

    private long poolSum;
    private long pooled;
    private long excess;
    private long dropSum;
    private long lostCount;
    private long duplicates;
    private long late;
    private long restarts;

    /* Samples in a row that claim one rate, which nearly all of a datagram do: one division for all of them. */
    private long rowRate;
    private long rowPool;
    private long rowSamples;

    SampleStreams()
    {
    }

    /**
     * A datagram begins.
     *
     * @param newExporter of its samples.
     * @param newUptimeMs of its agent: a sequence that goes back is a restart while that is low, else lateness.
     */
    void onDatagram(final Exporter newExporter, final long newUptimeMs)
    {
        uptimeMs = newUptimeMs;
        if (newExporter != exporter)
        {
            exporter = newExporter;
            exporterKey = exporterKey(newExporter);
        }
    }

    private long exporterKey(final Exporter newExporter)
    {
        final int at = findExporter(exporters, newExporter);
        if (at >= 0)
        {
            return exporterKeys[at];
        }
        if (MAX_STREAMS == exporterCount)
        {
            forget();
        }
        if (2 * exporterCount >= exporters.length)
        {
            growExporters();
        }
        return addExporter(newExporter);
    }

    private long addExporter(final Exporter newExporter)
    {
        final int at = ~findExporter(exporters, newExporter);
        exporters[at] = newExporter;
        exporterCount++;
        exporterKeys[at] = (long)exporterCount << EXPORTER_SHIFT;
        return exporterKeys[at];
    }

    /* Where an exporter is; the complement of where it would be, when it is not. */
    private static int findExporter(final Exporter[] in, final Exporter exporter)
    {
        final int mask = in.length - 1;
        int at = (int)(exporter.hashCode() * MULTIPLIER >>> HASH_SHIFT) & mask;
        while (null != in[at])
        {
            if (in[at] == exporter)
            {
                return at;
            }
            at = at + 1 & mask;
        }
        return ~at;
    }

    private void growExporters()
    {
        final Exporter[] oldExporters = exporters;
        final long[] oldKeys = exporterKeys;
        exporters = new Exporter[2 * oldExporters.length];
        exporterKeys = new long[2 * oldExporters.length];
        for (int i = 0; i < oldExporters.length; i++)
        {
            if (null != oldExporters[i])
            {
                final int at = ~findExporter(exporters, oldExporters[i]);
                exporters[at] = oldExporters[i];
                exporterKeys[at] = oldKeys[i];
            }
        }
    }

    private void forget()
    {
        Arrays.fill(exporters, null);
        Arrays.fill(streams, 0);
        exporterCount = 0;
        size = 0;
    }

    /**
     * Account for a flow sample.
     *
     * @param source   data source.
     * @param sequence of the sample.
     * @param rate     N of "one in N" that it claims, 0 for unknown.
     * @param pool     packets that could have been sampled, modulo 2^32.
     * @param dropped  samples that the agent dropped, modulo 2^32.
     */
    void onFlowSample(
        final long source, final long sequence, final long rate, final long pool, final long dropped)
    {
        final int at = find(exporterKey | source);
        if (at < 0)
        {
            begin(~at, source, sequence, pool, dropped);
            return;
        }
        final long position = streams[at + POSITION];
        final int ahead = follow(at, position, (int)sequence);
        if (ahead >= 0)
        {
            if (ahead > 0)
            {
                addPool(at, (int)pool - (int)position, (int)sequence - (int)(position >>> 32), rate);
                dropSum += Math.max(0, (int)dropped - (int)streams[at + DROPS]);
            }
            else
            {
                streams[at + WAITING] = 0;
            }
            streams[at + POSITION] = sequence << 32 | pool & U32;
            streams[at + DROPS] = dropped;
        }
    }

    private void addPool(final int at, final int chosenFrom, final int numbered, final long rate)
    {
        if (0 == chosenFrom)
        {
            streams[at + WAITING]++;
            return;
        }
        if (chosenFrom > 0)
        {
            final long waiting = streams[at + WAITING];
            poolSum += chosenFrom;
            pooled += 1 + waiting;
            if (rate != rowRate)
            {
                endRow();
                rowRate = rate;
            }
            rowPool += chosenFrom;
            rowSamples += numbered + waiting;
        }
        streams[at + WAITING] = 0;
    }

    private void endRow()
    {
        if (rowRate > 0)
        {
            excess += rowPool * PER_SAMPLE / rowRate - rowSamples * PER_SAMPLE;
        }
        rowPool = 0;
        rowSamples = 0;
    }

    /**
     * Account for a sample without a pool.
     *
     * @param source   data source and kind of sample.
     * @param sequence of the sample.
     */
    void onSample(final long source, final long sequence)
    {
        final int at = find(exporterKey | source);
        if (at < 0)
        {
            begin(~at, source, sequence, 0, 0);
        }
        else if (follow(at, streams[at + POSITION], (int)sequence) >= 0)
        {
            streams[at + POSITION] = sequence << 32;
        }
    }

    /* 1 when the sample follows the last one, 0 when it begins a new sequence, -1 when it was seen or is late. */
    private int follow(final int at, final long position, final int sequence)
    {
        final int ahead = sequence - (int)(position >>> 32);
        if (1 == ahead)
        {
            return 1;
        }
        if (ahead > 0 && ahead <= MAX_JUMP)
        {
            lostCount += ahead - 1;
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
        return 0;
    }

    private void begin(final int free, final long source, final long sequence, final long pool, final long dropped)
    {
        int at = free;
        if (MAX_STREAMS == size)
        {
            forget();
            exporterKey = addExporter(exporter);
            at = ~find(exporterKey | source);
        }
        else if (SPARSENESS * size << LOG2_WORDS >= streams.length)
        {
            grow();
            at = ~find(exporterKey | source);
        }
        streams[at] = exporterKey | source;
        streams[at + POSITION] = sequence << 32 | pool & U32;
        streams[at + DROPS] = dropped;
        streams[at + WAITING] = 0;
        size++;
    }

    /* Where a stream is; the complement of where it would be, when it is not. */
    private int find(final long key)
    {
        final long[] in = streams;
        final int mask = in.length - 1;
        final int home = (int)((seed ^ key * MULTIPLIER) * MULTIPLIER >>> HASH_SHIFT);
        int at = home << LOG2_WORDS & mask;
        while (0 != in[at])
        {
            if (in[at] == key)
            {
                return at;
            }
            at = at + (1 << LOG2_WORDS) & mask;
        }
        return ~at;
    }

    private void grow()
    {
        final long[] old = streams;
        streams = new long[2 * old.length];
        for (int from = 0; from < old.length; from += 1 << LOG2_WORDS)
        {
            if (0 != old[from])
            {
                final int at = ~find(old[from]);
                System.arraycopy(old, from, streams, at, 1 << LOG2_WORDS);
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
        if (0 != pooled)
        {
            exporter.add(ExporterCounter.SAMPLE_POOL, poolSum);
            exporter.add(ExporterCounter.POOLED_SAMPLES, pooled);
            endRow();
            exporter.add(ExporterCounter.SAMPLE_POOL_EXCESS, excess);
            excess = 0;
        }
        if (0 != dropSum)
        {
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
