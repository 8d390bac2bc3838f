package io.weir.benchmarks;

import io.weir.codec.sflow.FlowSampleView;
import io.weir.codec.sflow.SampledHeaderView;
import io.weir.codec.sflow.SflowDatagramView;
import io.weir.codec.sflow.SflowFormat;
import io.weir.examples.workload.DatagramRing;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/** Sampled headers as switches send them, one behind the other: those of the sFlow workload, or a mix made of them. */
final class Headers
{
    /** Room for each header; a VLAN tag and an IPv6 header make one longer than it was. */
    static final int STRIDE = 160;

    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int MAX_LENGTH = 128;
    private static final int VLAN_TYPE = 0x8100;
    private static final int IPV6_TYPE = 0x86DD;
    private static final int EVERY = 5;

    final byte[] bytes;
    final int[] lengths;
    private final boolean mixed;
    private int count;

    /**
     * Headers.
     *
     * @param headers how many.
     * @param mixed   whether two of five are IPv6 or tagged, else all are untagged IPv4.
     */
    Headers(final int headers, final boolean mixed)
    {
        this.mixed = mixed;
        bytes = new byte[headers * STRIDE];
        lengths = new int[headers];
        final DatagramRing ring = Traffic.ring(WorkloadProtocol.SFLOW, headers / 4, 1e6);
        final SflowDatagramView datagram = new SflowDatagramView();
        while (count < headers)
        {
            ring.next();
            check(datagram.wrap(ring.buffer(), ring.offset(), ring.length()));
            while (datagram.hasSample())
            {
                check(datagram.nextSample());
                if (SflowFormat.FLOW_SAMPLE == datagram.sampleFormat())
                {
                    sample(ring.buffer(), datagram.sampleOffset(), datagram.sampleLength());
                }
            }
        }
    }

    private static void check(final DecodeStatus status)
    {
        if (DecodeStatus.OK != status)
        {
            throw new IllegalStateException("the workload is not decoded: " + status);
        }
    }

    private void sample(final byte[] buffer, final int offset, final int length)
    {
        final FlowSampleView sample = new FlowSampleView();
        check(sample.wrap(buffer, offset, length));
        while (sample.hasRecord() && count < lengths.length)
        {
            check(sample.nextRecord());
            if (SflowFormat.SAMPLED_HEADER == sample.recordFormat())
            {
                final SampledHeaderView header = new SampledHeaderView();
                check(header.wrap(buffer, sample.recordOffset(), sample.recordLength()));
                add(buffer, header.headerOffset(), header.headerLength());
            }
        }
    }

    private void add(final byte[] buffer, final int offset, final int length)
    {
        final int at = count * STRIDE;
        final int kind = mixed ? Integer.hashCode(count * 0x9E37_79B1) >>> 8 : 0;
        switch (mixed ? Math.floorMod(kind, EVERY) : EVERY)
        {
            case 0:
                lengths[count] = tagged(buffer, offset, length, at);
                break;
            case 1:
                lengths[count] = ipv6(buffer, offset, length, at);
                break;
            default:
                System.arraycopy(buffer, offset, bytes, at, length);
                lengths[count] = length;
                break;
        }
        count++;
    }

    private int tagged(final byte[] buffer, final int offset, final int length, final int at)
    {
        System.arraycopy(buffer, offset, bytes, at, ETHERNET_LENGTH - 2);
        Wire.putU16(bytes, at + ETHERNET_LENGTH - 2, VLAN_TYPE);
        Wire.putU16(bytes, at + ETHERNET_LENGTH, 1 + count % 4094);
        System.arraycopy(buffer, offset + ETHERNET_LENGTH - 2, bytes, at + ETHERNET_LENGTH + 2,
            length - ETHERNET_LENGTH + 2);
        return Math.min(length + 4, MAX_LENGTH);
    }

    private int ipv6(final byte[] buffer, final int offset, final int length, final int at)
    {
        final int ip = at + ETHERNET_LENGTH;
        final int transport = offset + ETHERNET_LENGTH + IPV4_LENGTH;
        final int payload = length - ETHERNET_LENGTH - IPV4_LENGTH;
        System.arraycopy(buffer, offset, bytes, at, ETHERNET_LENGTH - 2);
        Wire.putU16(bytes, at + ETHERNET_LENGTH - 2, IPV6_TYPE);
        Wire.putU32(bytes, ip, 0x6000_0000L);
        Wire.putU16(bytes, ip + 4, payload);
        Wire.putU8(bytes, ip + 6, protocol(buffer, offset));
        Wire.putU8(bytes, ip + 7, 64);
        for (int i = 0; i < 2; i++)
        {
            Wire.putU64(bytes, ip + 8 + 16 * i, 0x2001_0db8_0000_0000L);
            Wire.putU64(bytes, ip + 16 + 16 * i, Wire.u32(buffer, offset + ETHERNET_LENGTH + 12 + 4 * i));
        }
        System.arraycopy(buffer, transport, bytes, ip + IPV6_LENGTH, payload);
        return Math.min(length + IPV6_LENGTH - IPV4_LENGTH, MAX_LENGTH);
    }

    private static int protocol(final byte[] buffer, final int offset)
    {
        return Wire.u8(buffer, offset + ETHERNET_LENGTH + 9);
    }
}
