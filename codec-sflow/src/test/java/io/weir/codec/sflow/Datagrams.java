package io.weir.codec.sflow;

import io.weir.record.CounterSchema;
import io.weir.record.InterfaceIndex;
import io.weir.wire.Wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Datagrams for tests, and where their parts lie. */
final class Datagrams
{
    /** Ethernet, IPv4, TCP 192.0.2.1:443 to 198.51.100.2:50000, SYN and ACK, 54 bytes. */
    static final byte[] PACKET = HexFormat.of().parseHex(
        "020000000002020000000001" + "0800" +
        "450005dc12344000400600" + "00" + "c0000201" + "c6336402" +
        "01bbc350" + "00000001" + "00000002" + "5012" + "0400" + "00000000");

    static final long AGENT_LOW = 0xFFFF_C000_02FEL;
    private static final int MAX_COUNTERS_LENGTH = 500;

    static final int COUNT = 24;
    static final int SAMPLE = 28;
    static final int SAMPLE_LENGTH = SAMPLE + 4;
    static final int SOURCE = SAMPLE + 12;
    static final int RATE = SAMPLE + 16;
    static final int INPUT = SAMPLE + 28;
    static final int OUTPUT = SAMPLE + 32;
    static final int RECORD_COUNT = SAMPLE + 36;
    static final int HEADER_RECORD = SAMPLE + 40;
    static final int HEADER_RECORD_LENGTH = HEADER_RECORD + 4;
    static final int PROTOCOL = HEADER_RECORD + 8;
    static final int FRAME_LENGTH = HEADER_RECORD + 12;
    static final int STRIPPED = HEADER_RECORD + 16;
    static final int HEADER_LENGTH = HEADER_RECORD + 20;
    static final int SWITCH_RECORD = HEADER_RECORD + 80;
    static final int ROUTER_RECORD = SWITCH_RECORD + 24;
    static final int SECOND_SAMPLE = ROUTER_RECORD + 24;
    static final int LENGTH = 2 * SECOND_SAMPLE - SAMPLE;

    private Datagrams()
    {
    }

    /** {@return two flow samples of one packet each, with switch and router data} */
    static byte[] twoFlows()
    {
        final byte[] buffer = new byte[1500];
        final SflowDatagramWriter writer = begin(buffer);
        for (int sample = 1; sample <= 2; sample++)
        {
            writer.beginFlowSample(sample, 3, 1000, 100_000, 0, 3, 5)
                .sampledHeader(1, 1518, 4, PACKET, 0, PACKET.length)
                .extendedSwitch(10, 1, 20, 2)
                .extendedRouter(0, 0xFFFF_C000_0205L, 24, 16)
                .endSample();
        }
        return Arrays.copyOf(buffer, writer.length());
    }

    /** {@return a counter sample with both structures, then a flow sample} */
    static byte[] countersAndFlow()
    {
        final byte[] buffer = new byte[1500];
        final SflowDatagramWriter writer = begin(buffer);
        final long[] interfaceValues = new long[CounterStructure.GENERIC_INTERFACE.schema().counters().size()];
        final long[] ethernetValues = new long[CounterStructure.ETHERNET_INTERFACE.schema().counters().size()];
        Arrays.setAll(interfaceValues, i -> 100 + i);
        Arrays.setAll(ethernetValues, i -> 200 + i);
        writer.beginCountersSample(7, 3)
            .counters(CounterStructure.GENERIC_INTERFACE, interfaceValues)
            .counters(CounterStructure.ETHERNET_INTERFACE, ethernetValues)
            .endSample()
            .beginExpandedFlowSample(8, 1L << 32 | 77, 4096, 9, 1,
                InterfaceIndex.of(InterfaceIndex.FORMAT_INTERNAL, 0),
                InterfaceIndex.of(InterfaceIndex.FORMAT_MULTIPLE, 4))
            .sampledHeader(1, 1518, 4, PACKET, 0, PACKET.length)
            .endSample();
        return Arrays.copyOf(buffer, writer.length());
    }

    /** {@return counter samples that hold each structure once, several to a datagram} */
    static List<byte[]> everyCounterStructure()
    {
        final List<byte[]> datagrams = new ArrayList<>();
        final byte[] buffer = new byte[2000];
        int length = 0;
        SflowDatagramWriter writer = begin(buffer).beginCountersSample(7, 3);
        for (final CounterStructure structure : CounterStructure.all())
        {
            final byte[] body = counterBody(structure, 1);
            length += body.length;
            if (length > MAX_COUNTERS_LENGTH)
            {
                length = body.length;
                writer.endSample();
                datagrams.add(Arrays.copyOf(buffer, writer.length()));
                writer = begin(buffer).beginCountersSample(7, 3);
            }
            writer.record(structure.dataFormat(), body, 0, body.length);
        }
        writer.endSample();
        datagrams.add(Arrays.copyOf(buffer, writer.length()));
        return datagrams;
    }

    /**
     * A body of a counter structure: numbers count up, a text is five characters, lists have two entries.
     *
     * @param structure to write.
     * @param first     number.
     * @return the body.
     */
    static byte[] counterBody(final CounterStructure structure, final int first)
    {
        final byte[] buffer = new byte[1000];
        int at = putCounters(structure.schema(), first, buffer, 0);
        if (null != structure.entry())
        {
            Wire.putU32(buffer, at, 2);
            at = putCounters(structure.entry().schema(), first + 100, buffer, at + 4);
            at = putCounters(structure.entry().schema(), first + 200, buffer, at);
        }
        return Arrays.copyOf(buffer, at);
    }

    /** {@return flow samples that hold each structure once besides a sampled header, several to a datagram} */
    static List<byte[]> everyFlowStructure()
    {
        final List<byte[]> datagrams = new ArrayList<>();
        final byte[] buffer = new byte[2000];
        int length = 0;
        SflowDatagramWriter writer = begin(buffer).beginFlowSample(1, 3, 1000, 0, 0, 3, 5);
        for (final FlowStructure structure : FlowStructure.all())
        {
            final byte[] body = flowBody(structure, 1);
            length += body.length;
            if (length > MAX_COUNTERS_LENGTH)
            {
                length = body.length;
                writer.endSample();
                datagrams.add(Arrays.copyOf(buffer, writer.length()));
                writer = begin(buffer).beginFlowSample(1, 3, 1000, 0, 0, 3, 5);
            }
            writer.record(structure.dataFormat(), body, 0, body.length);
        }
        writer.endSample();
        datagrams.add(Arrays.copyOf(buffer, writer.length()));
        return datagrams;
    }

    /**
     * A body of a flow structure: numbers count up, addresses are IPv6, texts are five characters, lists have two
     * elements, and a path a sequence of two numbers and a set of one.
     *
     * @param structure to write.
     * @param first     number.
     * @return the body.
     */
    static byte[] flowBody(final FlowStructure structure, final int first)
    {
        final byte[] buffer = new byte[1000];
        int at = 0;
        for (int i = 0; i < structure.fields().size(); i++)
        {
            switch (structure.fields().get(i).kind())
            {
                case HYPER:
                    Wire.putU64(buffer, at, first + i);
                    at += 8;
                    break;
                case MAC:
                    Wire.putU48(buffer, at, first + i);
                    at += 8;
                    break;
                case IPV6:
                    Wire.putU64(buffer, at + 8, first + i);
                    at += 16;
                    break;
                case ADDRESS:
                    Wire.putU32(buffer, at, 2);
                    Wire.putU64(buffer, at + 12, first + i);
                    at += 20;
                    break;
                case TEXT:
                case OPAQUE:
                    Wire.putU32(buffer, at, 5);
                    Wire.putU32(buffer, at + 4, 0x7465_7874);
                    buffer[at + 8] = (byte)('a' + i);
                    at += 12;
                    break;
                case WORDS:
                    putWords(buffer, at, 2, 71, 72);
                    at += 12;
                    break;
                case AS_PATH:
                    putWords(buffer, at, 2, 2, 2, 65_001, 65_002, 1, 1, 65_003);
                    at += 32;
                    break;
                case PDUS:
                    putWords(buffer, at, 2, 1, 1020, 8, 443, 50_000, 2, 1036, 4, 9, 4000, 0);
                    at += 48;
                    break;
                default:
                    Wire.putU32(buffer, at, first + i);
                    at += 4;
                    break;
            }
        }
        return Arrays.copyOf(buffer, at);
    }

    /** {@return body of a sample of custom metrics of each type} */
    static byte[] metricBody()
    {
        final byte[] buffer = new byte[500];
        int at = putText(buffer, 0, "pod12");
        Wire.putU32(buffer, at, 7);
        at += 4;
        for (int type = 0; type < 7; type++)
        {
            at = putText(buffer, at, "value" + type);
            Wire.putU32(buffer, at, type);
            Wire.putU32(buffer, at + 4, 0 == type ? 3 : 0x3FC0_0000);
            at += 0 == type || 2 == type || 4 == type || 6 == type ? 12 : 8;
        }
        return Arrays.copyOf(buffer, at);
    }

    /** {@return body of a sample of a custom flow with an attribute of each type} */
    static byte[] rtflowBody()
    {
        final byte[] buffer = new byte[500];
        final int[] lengths = { 8, 8, 4, 16, 4, 8, 4, 8 };
        int at = putText(buffer, 0, "pod12");
        putWords(buffer, at, 400, 12_000, lengths.length);
        at += 12;
        for (int type = 0; type < lengths.length; type++)
        {
            at = putText(buffer, at, "attribute" + type);
            putWords(buffer, at, type, 0 == type ? 3 : 0x3FC0_0000);
            at += 4 + lengths[type];
        }
        return Arrays.copyOf(buffer, at);
    }

    private static int putText(final byte[] buffer, final int offset, final String text)
    {
        final byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Wire.putU32(buffer, offset, bytes.length);
        System.arraycopy(bytes, 0, buffer, offset + 4, bytes.length);
        return offset + 4 + (bytes.length + 3 & ~3);
    }

    /**
     * A datagram of one sample.
     *
     * @param format of the sample.
     * @param body   of the sample.
     * @return the datagram.
     */
    static byte[] custom(final int format, final byte[] body)
    {
        final byte[] buffer = new byte[1500];
        final int at = begin(buffer).length();
        Wire.putU32(buffer, COUNT, 1);
        putWords(buffer, at, format, body.length);
        System.arraycopy(body, 0, buffer, at + 8, body.length);
        return Arrays.copyOf(buffer, at + 8 + body.length);
    }

    private static void putWords(final byte[] buffer, final int offset, final int... words)
    {
        for (int i = 0; i < words.length; i++)
        {
            Wire.putU32(buffer, offset + 4 * i, words[i]);
        }
    }

    private static int putCounters(final CounterSchema schema, final int first, final byte[] buffer, final int offset)
    {
        int at = offset;
        for (int i = 0; i < schema.counters().size(); i++)
        {
            final CounterSchema.Counter counter = schema.counters().get(i);
            switch (counter.kind())
            {
                case TEXT:
                    Wire.putU32(buffer, at, 5);
                    Wire.putU32(buffer, at + 4, 0x7465_7874);
                    buffer[at + 8] = (byte)('a' + i);
                    at += 12;
                    break;
                case WORDS:
                case MACS:
                    Wire.putU32(buffer, at, 2);
                    at += CounterSchema.Kind.WORDS == counter.kind() ? 12 : 20;
                    break;
                case FLOAT:
                    Wire.putU32(buffer, at, Float.floatToIntBits(first + i + 0.5f));
                    at += 4;
                    break;
                case MAC:
                    Wire.putU48(buffer, at, first + i);
                    at += 8;
                    break;
                case BYTES:
                    at += counter.bytes();
                    break;
                default:
                    Wire.putU32(buffer, at + counter.bytes() - 4, first + i);
                    at += counter.bytes();
                    break;
            }
        }
        return at;
    }

    /**
     * Begin a datagram of the usual agent.
     *
     * @param buffer to write.
     * @return a writer behind the header.
     */
    static SflowDatagramWriter begin(final byte[] buffer)
    {
        return new SflowDatagramWriter().begin(buffer, 0, 0, AGENT_LOW, 0, 1000, 10_000);
    }

    /**
     * Two flow samples with one 32-bit word changed.
     *
     * @param offset of the word.
     * @param value  to write.
     * @return the datagram.
     */
    static byte[] twoFlowsWith(final int offset, final long value)
    {
        final byte[] datagram = twoFlows();
        Wire.putU32(datagram, offset, value);
        return datagram;
    }
}
