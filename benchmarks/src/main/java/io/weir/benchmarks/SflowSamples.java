package io.weir.benchmarks;

import io.weir.codec.sflow.CounterStructure;
import io.weir.codec.sflow.FlowStructure;
import io.weir.codec.sflow.SflowDatagramWriter;
import io.weir.wire.Wire;

import java.util.SplittableRandom;

/** sFlow datagrams of a seeded random number generator, by what their samples hold. */
final class SflowSamples
{
    private static final int DATAGRAMS = 200;
    private static final int SAMPLES = 6;
    private static final int SEQUENCE_OFFSET = 16;
    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_BODY = 512;
    private static final int HEADERS = 512;
    /* So few that a lap holds more samples of each than may come late: sequences follow on, but for one step a lap. */
    private static final int PORTS = 12;
    private static final int RATE = 1_000;
    private static final int ETHERNET = 1;
    private static final int VXLAN_PORT = 4_789;
    private static final int OUTER_LENGTH = 50;
    private static final int HEADER_LENGTH = 128;
    private static final long AGENT = 0xFFFF_C000_0201L;

    private final Headers headers = new Headers(HEADERS, false);
    private final SplittableRandom random = new SplittableRandom(20_260_101);
    private final FixedDatagrams datagrams = new FixedDatagrams(SEQUENCE_OFFSET, false);
    private final SflowDatagramWriter writer = new SflowDatagramWriter();
    private final byte[] buffer = new byte[MAX_LENGTH];
    private final byte[] body = new byte[MAX_BODY];
    private final long[] sequences = new long[PORTS + 1];
    private final Group group;

    private SflowSamples(final Group group)
    {
        this.group = group;
    }

    /** What a sample holds. */
    enum Group
    {
        /** A raw header. */
        HEADER,
        /** A raw header, extended_switch and extended_router. */
        SWITCH_ROUTER(1001, 1002),
        /** The same and extended_gateway. */
        GATEWAY(1001, 1002, 1003),
        /** sampled_ipv4 alone. */
        SAMPLED_IPV4(3),
        /** A raw header of VXLAN, with an inner packet. */
        TUNNEL,
        /** http_request and the host's socket. */
        APPLICATION(2206, 2100),
        /** if_counters and ethernet_counters. */
        COUNTERS_INTERFACE(1, 2),
        /** host_cpu, host_memory, host_disk_io and host_net_io. */
        COUNTERS_HOST(2003, 2004, 2005, 2006);

        private final int[] structures;

        Group(final int... structures)
        {
            this.structures = structures;
        }

        private boolean isOfCounters()
        {
            return COUNTERS_INTERFACE == this || COUNTERS_HOST == this;
        }

        private boolean hasHeader()
        {
            return SAMPLED_IPV4 != this && APPLICATION != this && !isOfCounters();
        }
    }

    /**
     * Datagrams.
     *
     * @param group of structures in every sample.
     * @return the datagrams.
     */
    static DatagramSource of(final Group group)
    {
        return new SflowSamples(group).write();
    }

    private DatagramSource write()
    {
        for (int i = 0; i < DATAGRAMS; i++)
        {
            writer.begin(buffer, 0, 0, AGENT, 0, i, 3_600_000 + i);
            for (int sample = 0; sample < SAMPLES; sample++)
            {
                if (group.isOfCounters())
                {
                    counters();
                }
                else
                {
                    flow();
                }
            }
            datagrams.add(buffer, writer.length(), SAMPLES * (group.isOfCounters() ? group.structures.length : 1));
        }
        return datagrams;
    }

    private void flow()
    {
        final int port = 1 + random.nextInt(PORTS);
        final long sequence = sequences[port]++;
        writer.beginFlowSample(sequence, port, RATE, sequence * RATE, 0, port, 1 + random.nextInt(PORTS));
        if (group.hasHeader())
        {
            final int header = random.nextInt(HEADERS);
            System.arraycopy(headers.bytes, header * Headers.STRIDE, body, 0, headers.lengths[header]);
            final int length = Group.TUNNEL == group ? tunnel(headers.lengths[header]) : headers.lengths[header];
            writer.sampledHeader(ETHERNET, Math.max(length, 1_000), 0, body, 0, length);
        }
        for (final int structure : group.structures)
        {
            writer.record(structure, body, 0, structure(FlowStructure.of(structure)));
        }
        writer.endSample();
    }

    /* The frame in body becomes the inner one of VXLAN over UDP over IPv4. */
    private int tunnel(final int length)
    {
        final int whole = Math.min(HEADER_LENGTH, OUTER_LENGTH + length);
        System.arraycopy(body, 0, body, OUTER_LENGTH, whole - OUTER_LENGTH);
        Wire.putU8(body, 14 + 9, 17);
        Wire.putU16(body, 14 + 2, 1_000);
        Wire.putU16(body, 34, 49_152);
        Wire.putU16(body, 36, VXLAN_PORT);
        Wire.putU16(body, 38, 980);
        Wire.putU16(body, 40, 0);
        Wire.putU32(body, 42, 0x0800_0000L);
        Wire.putU32(body, 46, random.nextInt(1 << 24) << 8);
        return whole;
    }

    private void counters()
    {
        writer.beginCountersSample(1, 1 + random.nextInt(PORTS));
        for (final int format : group.structures)
        {
            final CounterStructure structure = CounterStructure.of(format);
            final long[] values = new long[structure.schema().counters().size()];
            for (int i = 0; i < values.length; i++)
            {
                values[i] = random.nextInt(1 << 30);
            }
            writer.counters(structure, values);
        }
        writer.endSample();
    }

    private int structure(final FlowStructure structure)
    {
        int at = 0;
        for (final FlowStructure.Field field : structure.fields())
        {
            at = value(field, at);
        }
        return at;
    }

    private int value(final FlowStructure.Field field, final int at)
    {
        switch (field.kind())
        {
            case HYPER:
            case MAC:
                Wire.putU64(body, at, random.nextLong() >>> 16);
                return at + 8;
            case ADDRESS:
                Wire.putU32(body, at, 1);
                Wire.putU32(body, at + 4, 0xC000_0200L + random.nextInt(256));
                return at + 8;
            case TEXT:
            case OPAQUE:
                Wire.putU32(body, at, 8);
                Wire.putU64(body, at + 4, 0x6578_616D_706C_6530L);
                return at + 12;
            case WORDS:
                Wire.putU32(body, at, 2);
                Wire.putU64(body, at + 4, random.nextLong());
                return at + 12;
            case AS_PATH:
                Wire.putU32(body, at, 1);
                Wire.putU32(body, at + 4, 2);
                Wire.putU32(body, at + 8, 3);
                for (int i = 0; i < 3; i++)
                {
                    Wire.putU32(body, at + 12 + 4 * i, 64_500 + random.nextInt(100));
                }
                return at + 24;
            default:
                Wire.putU32(body, at, "protocol".equals(field.name()) ? 6 : random.nextInt(1 << 16));
                return at + 4;
        }
    }
}
