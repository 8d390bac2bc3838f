package io.weir.examples.workload;

import java.util.List;

/**
 * A stream of datagrams of simulated exporters, in the order of their times: a cursor that {@link #next()} moves.
 * The same specification gives the same bytes. Not thread safe. Once made, allocates nothing.
 */
public final class Workload
{
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final int FIRST_SOURCE_PORT = 49_152;
    private static final int SOURCE_PORTS = 1024;
    private static final long UPTIME_AT_START_NS = 3_600_000_000_000L;

    private final WorkloadSpec spec;
    private final SimulatedExporter[] exporters;
    private final RecordSource[] sources;
    private int flushAt;
    private int current;
    private int length;
    private int records;
    private long timeNs;

    /**
     * Begin a stream.
     *
     * @param spec of the workload.
     */
    public Workload(final WorkloadSpec spec)
    {
        this.spec = spec;
        timeNs = spec.startNs();
        exporters = new SimulatedExporter[spec.exporters()];
        for (int i = 0; i < exporters.length; i++)
        {
            exporters[i] = exporter(spec, i);
        }
        final List<Injection> injections = spec.injections();
        sources = new RecordSource[1 + injections.size()];
        sources[0] = new Background(spec);
        for (int i = 0; i < injections.size(); i++)
        {
            sources[i + 1] = source(spec, injections.get(i), SplitMix.mix(spec.seed() + i));
        }
    }

    private static SimulatedExporter exporter(final WorkloadSpec spec, final int index)
    {
        final int address = spec.firstExporter() + index;
        final long bootNs = spec.startNs() - UPTIME_AT_START_NS;
        switch (spec.protocol())
        {
            case SFLOW:
                return new SflowAgent(address, bootNs, spec.samplingRate());
            case NETFLOW5:
                return new NetflowV5Router(address, bootNs);
            case NETFLOW1:
                return new FixedRouter(address, bootNs, 1);
            case NETFLOW6:
                return new FixedRouter(address, bootNs, 6);
            case NETFLOW7:
                return new FixedRouter(address, bootNs, 7);
            case NETFLOW8:
                return new FixedRouter(address, bootNs, 8);
            default:
                return new TemplatedRouter(address, bootNs, WorkloadProtocol.IPFIX == spec.protocol());
        }
    }

    private static RecordSource source(final WorkloadSpec spec, final Injection injection, final long seed)
    {
        if (WorkloadProtocol.SFLOW == spec.protocol())
        {
            return new InjectedSamples(injection, spec.samplingRate(), seed);
        }
        return injection.spoofed() ? new InjectedSamples(injection, 1, seed) :
            new InjectedRecords(injection, spec.maxDuration().toNanos());
    }

    /**
     * Move to the next datagram.
     *
     * @return false at the end.
     */
    public boolean next()
    {
        while (true)
        {
            final RecordSource source = earliest();
            final long nextNs = source.nextNs();
            if (flushOneBefore(nextNs))
            {
                return true;
            }
            if (RecordSource.NEVER == nextNs)
            {
                return false;
            }
            final int index = source.exporter();
            final SimulatedExporter exporter = exporters[index];
            source.report(exporter);
            if (exporter.records() > 0 && exporter.isFull())
            {
                emit(index, nextNs);
                return true;
            }
        }
    }

    private RecordSource earliest()
    {
        RecordSource earliest = sources[0];
        for (int i = 1; i < sources.length; i++)
        {
            if (sources[i].nextNs() < earliest.nextNs())
            {
                earliest = sources[i];
            }
        }
        return earliest;
    }

    // Looks at one exporter for each record, and at all of them at the end: a datagram may leave a little late, but the
    // cost does not grow with the number of exporters. What leaves is stamped with the time at which it is due.
    private boolean flushOneBefore(final long nextNs)
    {
        final int looks = RecordSource.NEVER == nextNs ? exporters.length : 1;
        for (int i = 0; i < looks; i++)
        {
            final int index = flushAt;
            flushAt = flushAt + 1 == exporters.length ? 0 : flushAt + 1;
            final SimulatedExporter exporter = exporters[index];
            if (exporter.records() > 0 && nextNs - exporter.pendingSinceNs() > spec.maxDelay().toNanos())
            {
                emit(index, Math.max(timeNs, exporter.pendingSinceNs() + spec.maxDelay().toNanos()));
                return true;
            }
        }
        return false;
    }

    private void emit(final int index, final long whenNs)
    {
        current = index;
        timeNs = whenNs;
        records = exporters[index].records();
        length = exporters[index].finish(whenNs);
    }

    /** {@return array that holds the datagram from index 0; valid until the next call of {@link #next()}} */
    public byte[] buffer()
    {
        return exporters[current].buffer;
    }

    /** {@return length of the datagram in bytes} */
    public int length()
    {
        return length;
    }

    /** {@return flow samples or flow records in the datagram} */
    public int records()
    {
        return records;
    }

    /** {@return by how much the exporter's sequence number moves on behind the datagram} */
    int sequenceUnits()
    {
        return exporters[current].units();
    }

    /** {@return exporter that sends the datagram, from 0} */
    public int exporter()
    {
        return current;
    }

    /** {@return when the datagram leaves, epoch nanoseconds; never goes back} */
    public long timeNs()
    {
        return timeNs;
    }

    /** {@return high 64 bits of the exporter's address} */
    public long sourceHigh()
    {
        return 0;
    }

    /** {@return low 64 bits of the exporter's address, IPv4 in its mapped form} */
    public long sourceLow()
    {
        return V4_MAPPED | exporters[current].address() & 0xFFFF_FFFFL;
    }

    /** {@return UDP port that the exporter sends from} */
    public int sourcePort()
    {
        return FIRST_SOURCE_PORT + current % SOURCE_PORTS;
    }

    /** {@return what the workload is} */
    public WorkloadSpec spec()
    {
        return spec;
    }
}
