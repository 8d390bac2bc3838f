package io.weir.benchmarks;

import io.weir.examples.workload.DatagramRing;

/** The datagrams of a ring. */
final class RingSource implements DatagramSource
{
    private final DatagramRing ring;

    RingSource(final DatagramRing ring)
    {
        this.ring = ring;
    }

    @Override
    public void next()
    {
        ring.next();
    }

    @Override
    public byte[] buffer()
    {
        return ring.buffer();
    }

    @Override
    public int offset()
    {
        return ring.offset();
    }

    @Override
    public int length()
    {
        return ring.length();
    }

    @Override
    public int records()
    {
        return ring.records();
    }

    @Override
    public long sourceLow()
    {
        return ring.sourceLow();
    }

    @Override
    public int sourcePort()
    {
        return ring.sourcePort();
    }

    @Override
    public long timeNs()
    {
        return ring.timeNs();
    }

    @Override
    public int size()
    {
        return ring.size();
    }

    @Override
    public long totalRecords()
    {
        return ring.totalRecords();
    }
}
