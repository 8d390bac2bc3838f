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
 * <p>A datagram looks the {@link StreamTable} of its exporter up once, its samples look into that. When
 * {@link #MAX_STREAMS} are followed and another comes, all are forgotten and begin anew, so that an exporter that
 * invents data sources costs no memory.
 */
final class SampleStreams
{
    static final int MAX_STREAMS = 1 << 16;

    private static final int FIRST_EXPORTERS = 16;
    private static final int MAX_BEHIND = 64;
    private static final int MAX_JUMP = 1 << 16;
    private static final long FRESH_UPTIME_MS = 60_000;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int HASH_SHIFT = 32;
    private static final long U32 = 0xFFFF_FFFFL;
    private static final long PER_SAMPLE = 1_000;

    private Exporter[] exporters = new Exporter[FIRST_EXPORTERS];
    private StreamTable[] tables = new StreamTable[FIRST_EXPORTERS];
    private int exporterCount;
    private int size;

    private StreamTable table;
    private Exporter exporter;
    private long uptimeMs;

    /* What the samples of the datagram gave so far. */
    private long straight;
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
            table = table(newExporter);
        }
    }

    private StreamTable table(final Exporter newExporter)
    {
        final int at = findExporter(exporters, newExporter);
        if (at >= 0)
        {
            return tables[at];
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

    private StreamTable addExporter(final Exporter newExporter)
    {
        final int at = ~findExporter(exporters, newExporter);
        exporters[at] = newExporter;
        exporterCount++;
        tables[at] = new StreamTable();
        return tables[at];
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
        final StreamTable[] oldTables = tables;
        exporters = new Exporter[2 * oldExporters.length];
        tables = new StreamTable[2 * oldExporters.length];
        for (int i = 0; i < oldExporters.length; i++)
        {
            if (null != oldExporters[i])
            {
                final int at = ~findExporter(exporters, oldExporters[i]);
                exporters[at] = oldExporters[i];
                tables[at] = oldTables[i];
            }
        }
    }

    private void forget()
    {
        Arrays.fill(exporters, null);
        Arrays.fill(tables, null);
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
        final long key = StreamTable.key(source);
        final long[] words = table.words;
        final int at = table.home(key);
        final long position = words[at + StreamTable.POSITION];
        final int chosenFrom = (int)pool - (int)position;
        if (words[at] != key || 1 != (int)sequence - (int)(position >>> 32) || chosenFrom <= 0 || rate != rowRate ||
            0 != (words[at + StreamTable.DROPS] ^ dropped | words[at + StreamTable.WAITING]))
        {
            onOtherFlowSample(source, sequence, rate, pool, dropped);
            return;
        }
        rowPool += chosenFrom;
        straight++;
        words[at + StreamTable.POSITION] = sequence << 32 | pool & U32;
    }

    /* The same of any sample, where the one of nearly all follows the last one in its own place and lost nothing. */
    private void onOtherFlowSample(
        final long source, final long sequence, final long rate, final long pool, final long dropped)
    {
        final int at = table.find(StreamTable.key(source));
        if (at < 0)
        {
            begin(source, sequence, pool, dropped);
            return;
        }
        final long[] words = table.words;
        final long position = words[at + StreamTable.POSITION];
        final int ahead = follow(position, (int)sequence);
        if (ahead >= 0)
        {
            if (ahead > 0)
            {
                addPool(words, at, (int)pool - (int)position, (int)sequence - (int)(position >>> 32), rate);
                dropSum += Math.max(0, (int)dropped - (int)words[at + StreamTable.DROPS]);
            }
            else
            {
                words[at + StreamTable.WAITING] = 0;
            }
            words[at + StreamTable.POSITION] = sequence << 32 | pool & U32;
            words[at + StreamTable.DROPS] = dropped;
        }
    }

    private void addPool(
        final long[] words, final int at, final int chosenFrom, final int numbered, final long rate)
    {
        if (0 == chosenFrom)
        {
            words[at + StreamTable.WAITING]++;
            return;
        }
        if (chosenFrom > 0)
        {
            final long waiting = words[at + StreamTable.WAITING];
            pooled += 1 + waiting;
            if (rate != rowRate)
            {
                endRow();
                rowRate = rate;
            }
            rowPool += chosenFrom;
            rowSamples += numbered + waiting;
        }
        words[at + StreamTable.WAITING] = 0;
    }

    private void endRow()
    {
        if (rowRate > 0)
        {
            excess += rowPool * PER_SAMPLE / rowRate - (rowSamples + straight) * PER_SAMPLE;
        }
        poolSum += rowPool;
        pooled += straight;
        rowPool = 0;
        rowSamples = 0;
        straight = 0;
    }

    /**
     * Account for a sample without a pool.
     *
     * @param source   data source and kind of sample.
     * @param sequence of the sample.
     */
    void onSample(final long source, final long sequence)
    {
        final int at = table.find(StreamTable.key(source));
        if (at < 0)
        {
            begin(source, sequence, 0, 0);
        }
        else if (follow(table.words[at + StreamTable.POSITION], (int)sequence) >= 0)
        {
            table.words[at + StreamTable.POSITION] = sequence << 32;
        }
    }

    /* 1 when the sample follows the last one, 0 when it begins a new sequence, -1 when it was seen or is late. */
    private int follow(final long position, final int sequence)
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

    private void begin(final long source, final long sequence, final long pool, final long dropped)
    {
        if (MAX_STREAMS == size)
        {
            forget();
            table = addExporter(exporter);
        }
        size -= table.size();
        final int at = table.add(StreamTable.key(source));
        size += table.size();
        table.words[at + StreamTable.POSITION] = sequence << 32 | pool & U32;
        table.words[at + StreamTable.DROPS] = dropped;
        table.words[at + StreamTable.WAITING] = 0;
    }

    /**
     * Tell an exporter what its datagram gave, at the datagram's end.
     *
     * @param exporter of the datagram.
     */
    void flush(final Exporter exporter)
    {
        endRow();
        if (0 != pooled)
        {
            exporter.add(ExporterCounter.SAMPLE_POOL, poolSum);
            exporter.add(ExporterCounter.POOLED_SAMPLES, pooled);
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
