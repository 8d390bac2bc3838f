package io.weir.examples.workload;

import io.weir.wire.Wire;

/**
 * Datagrams of a workload, made once and cycled through for ever: a source that costs next to nothing. Sequence numbers
 * and times go on from lap to lap, so that a decoder sees no loss and a clock that moves; all else repeats. Not thread
 * safe. Once made, allocates nothing.
 */
public final class DatagramRing
{
    private final int sequenceOffset;
    private final byte[] bytes;
    private final int[] offsets;
    private final int[] records;
    private final int[] units;
    private final int[] exporter;
    private final int[] ports;
    private final long[] sources;
    private final long[] times;
    private final long[] sequences;
    private final long lapNs;
    private final long totalRecords;
    private long lap;
    private int index = -1;

    private DatagramRing(final Workload workload, final Recorder recorder)
    {
        sequenceOffset = workload.spec().protocol().sequenceOffset();
        bytes = recorder.bytes;
        offsets = recorder.offsets;
        records = recorder.records;
        units = recorder.units;
        exporter = recorder.exporter;
        ports = recorder.ports;
        sources = recorder.sources;
        times = recorder.times;
        totalRecords = recorder.totalRecords;
        sequences = new long[workload.spec().exporters()];
        final int count = times.length;
        lapNs = times[count - 1] - times[0] + Math.max(1, (times[count - 1] - times[0]) / count);
    }

    /**
     * Take the next datagrams of a workload.
     *
     * @param workload  to read.
     * @param datagrams how many, at least 1.
     * @return a ring before its first datagram.
     * @throws IllegalArgumentException if the workload ends before.
     */
    public static DatagramRing of(final Workload workload, final int datagrams)
    {
        return new DatagramRing(workload, new Recorder(workload, datagrams));
    }

    /** Move to the next datagram, after the last to the first. */
    public void next()
    {
        index++;
        if (index == times.length)
        {
            index = 0;
            lap++;
        }
        final int source = exporter[index];
        if (WorkloadProtocol.NO_SEQUENCE != sequenceOffset)
        {
            Wire.putU32(bytes, offsets[index] + sequenceOffset, sequences[source]);
        }
        sequences[source] += units[index];
    }

    /** {@return array that holds all datagrams} */
    public byte[] buffer()
    {
        return bytes;
    }

    /** {@return index of the datagram's first byte} */
    public int offset()
    {
        return offsets[index];
    }

    /** {@return length of the datagram in bytes} */
    public int length()
    {
        return offsets[index + 1] - offsets[index];
    }

    /** {@return flow samples or flow records in the datagram} */
    public int records()
    {
        return records[index];
    }

    /** {@return when the datagram leaves, epoch nanoseconds; grows from lap to lap} */
    public long timeNs()
    {
        return times[index] + lap * lapNs;
    }

    /** {@return high 64 bits of the exporter's address} */
    public long sourceHigh()
    {
        return 0;
    }

    /** {@return low 64 bits of the exporter's address, IPv4 in its mapped form} */
    public long sourceLow()
    {
        return sources[index];
    }

    /** {@return UDP port that the exporter sends from} */
    public int sourcePort()
    {
        return ports[index];
    }

    /** {@return number of datagrams in a lap} */
    public int size()
    {
        return times.length;
    }

    /** {@return flow samples or flow records in a lap} */
    public long totalRecords()
    {
        return totalRecords;
    }

    /** Copies datagrams one behind the other. */
    private static final class Recorder
    {
        private byte[] bytes;
        private final int[] offsets;
        private final int[] records;
        private final int[] units;
        private final int[] exporter;
        private final int[] ports;
        private final long[] sources;
        private final long[] times;
        private long totalRecords;

        Recorder(final Workload workload, final int datagrams)
        {
            if (datagrams < 1)
            {
                throw new IllegalArgumentException("ring: datagrams are out of range: datagrams=" + datagrams);
            }
            bytes = new byte[Math.multiplyExact(datagrams, SimulatedExporter.MAX_DATAGRAM_LENGTH)];
            offsets = new int[datagrams + 1];
            records = new int[datagrams];
            units = new int[datagrams];
            exporter = new int[datagrams];
            ports = new int[datagrams];
            sources = new long[datagrams];
            times = new long[datagrams];
            for (int i = 0; i < datagrams; i++)
            {
                if (!workload.next())
                {
                    throw new IllegalArgumentException(
                        "ring: the workload ends early: datagrams=" + datagrams + " available=" + i);
                }
                copy(workload, i);
            }
            bytes = java.util.Arrays.copyOf(bytes, offsets[datagrams]);
        }

        private void copy(final Workload workload, final int i)
        {
            System.arraycopy(workload.buffer(), 0, bytes, offsets[i], workload.length());
            offsets[i + 1] = offsets[i] + workload.length();
            records[i] = workload.records();
            units[i] = workload.sequenceUnits();
            exporter[i] = workload.exporter();
            ports[i] = workload.sourcePort();
            sources[i] = workload.sourceLow();
            times[i] = workload.timeNs();
            totalRecords += workload.records();
        }
    }
}
