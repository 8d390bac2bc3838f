package io.weir.benchmarks;

import io.weir.wire.Wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Datagrams of one exporter, made by hand, in turn; only their sequence numbers go on. They fit the caches. */
final class FixedDatagrams implements DatagramSource
{
    private static final long EXPORTER = 0xFFFF_C000_0201L;
    private static final int PORT = 50_000;
    private static final long FIRST_NS = 1_800_000_000_000_000_000L;
    private static final long INTERVAL_NS = 10_000;

    private final List<byte[]> datagrams = new ArrayList<>();
    private final List<Integer> records = new ArrayList<>();
    private final int sequenceOffset;
    private final boolean countsRecords;
    private long sequence;
    private long timeNs = FIRST_NS;
    private int index = -1;
    private byte[] datagram;
    private int recordCount;

    /**
     * None yet.
     *
     * @param sequenceOffset of the sequence number, 32 bits.
     * @param countsRecords  whether that counts records, else datagrams.
     */
    FixedDatagrams(final int sequenceOffset, final boolean countsRecords)
    {
        this.sequenceOffset = sequenceOffset;
        this.countsRecords = countsRecords;
    }

    /**
     * Add a datagram.
     *
     * @param buffer  that holds it, from index 0 on.
     * @param length  in bytes.
     * @param howMany records are in it.
     */
    void add(final byte[] buffer, final int length, final int howMany)
    {
        datagrams.add(Arrays.copyOf(buffer, length));
        records.add(howMany);
    }

    @Override
    public void next()
    {
        index = index + 1 == datagrams.size() ? 0 : index + 1;
        datagram = datagrams.get(index);
        recordCount = records.get(index);
        Wire.putU32(datagram, sequenceOffset, sequence);
        sequence += countsRecords ? recordCount : 1;
        timeNs += INTERVAL_NS;
    }

    @Override
    public byte[] buffer()
    {
        return datagram;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public int length()
    {
        return datagram.length;
    }

    @Override
    public int records()
    {
        return recordCount;
    }

    @Override
    public long sourceLow()
    {
        return EXPORTER;
    }

    @Override
    public int sourcePort()
    {
        return PORT;
    }

    @Override
    public long timeNs()
    {
        return timeNs;
    }

    @Override
    public int size()
    {
        return datagrams.size();
    }

    @Override
    public long totalRecords()
    {
        return records.stream().mapToLong(Integer::longValue).sum();
    }
}
