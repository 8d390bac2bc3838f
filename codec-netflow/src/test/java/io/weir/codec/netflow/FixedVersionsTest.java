package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.exporter.Protocol;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.SamplingSource;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Mutator;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;

class FixedVersionsTest
{
    private static final long EXPORT_MS = Message.EXPORT_SECONDS * 1_000 + 500;
    private static final int SOURCE = 0xC000_0201;
    private static final int DESTINATION = 0xC633_6402;
    private static final int ROUTER = 0x0102_0304;
    private static final int[] V8_LENGTHS = { 0, 28, 28, 32, 32, 40, 32, 40, 44, 32, 32, 32, 32, 40, 40 };

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    @ParameterizedTest
    @ValueSource(ints = { 48, 52 })
    void shouldDecodeVersion1WithRecordsOfEitherLength(final int recordLength)
    {
        final byte[] record = Arrays.copyOf(hex("c0000201 c6336402 0a000001 0003 0005 0000000a 000003e8 " +
            "004c2430 004c4758 01bb c350 0000 06 b8 1b 01 02 03 00000000"), recordLength);
        decode(datagram(1, 0, record, record));

        assertEquals(2, kit.flowCount());
        assertFlow(kit.flows().get(1));
        assertEquals("10.0.0.1", address(kit.flows().get(0), Slots.NEXT_HOP));
        assertEquals(0x1B, kit.flows().get(0).get(Slots.TCP_FLAGS));
        assertEquals(0xB8, kit.flows().get(0).get(Slots.IP_TOS));
        assertFalse(kit.flows().get(0).has(Field.BGP_SOURCE_AS));
        assertEquals(Protocol.NETFLOW1, kit.exporters().get(0).protocol());
        assertEquals(2, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
    }

    @Test
    void shouldDecodeVersion6()
    {
        decode(datagram(6, 0, hex("c0000201 c6336402 0a000001 0003 0005 0000000a 000003e8 " +
            "004c2430 004c4758 01bb c350 00 1b 06 b8 fbf4 fbf5 18 10 04 08 0a000009")));

        final FlowRecord flow = kit.flows().get(0);
        assertFlow(flow);
        assertEquals(64_500, flow.get(Slots.BGP_SOURCE_AS));
        assertEquals(64_501, flow.get(Slots.BGP_DESTINATION_AS));
        assertEquals(24, flow.get(Slots.SOURCE_MASK_BITS));
        assertEquals(16, flow.get(Slots.DESTINATION_MASK_BITS));
        assertEquals(0x102, flow.get(Slots.OBSERVATION_DOMAIN));
    }

    @Test
    void shouldDecodeVersion7AndTakeTheSamplingIntervalOfItsHeader()
    {
        final byte[] datagram = datagram(7, 0, hex("c0000201 c6336402 0a000001 0003 0005 0000000a 000003e8 " +
            "004c2430 004c4758 01bb c350 00 1b 06 b8 fbf4 fbf5 18 10 0000 01020304"));
        Wire.putU16(datagram, 22, 0x4000 | 100);
        decode(datagram);

        assertFlow(kit.flows().get(0));
        assertEquals(100, kit.flows().get(0).get(Slots.SAMPLING_RATE));
        assertEquals(SamplingSource.HEADER.ordinal(), kit.flows().get(0).get(Slots.SAMPLING_SOURCE));
        assertEquals(100, kit.exporters().get(0).samplingRate());
        assertEquals(0, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
        final NetflowFixedView view = new NetflowFixedView();
        final DataRecordView record = new DataRecordView();
        assertEquals(DecodeStatus.OK, view.wrap(datagram, 0, datagram.length));
        view.record(0, record);
        long router = 0;
        while (record.nextField())
        {
            router = NetflowFixedView.ENTERPRISE == record.enterprise() &&
                NetflowFixedView.ROUTER == record.elementId() ? record.number() : router;
        }
        assertEquals(ROUTER, router);
    }

    @ParameterizedTest
    @CsvSource({ "1, true, false, false", "2, false, false, true", "3, true, true, false", "4, true, true, false",
        "5, true, true, false", "6, false, true, false", "7, false, true, false", "8, false, true, true",
        "9, true, false, false", "10, false, false, true", "11, true, true, false", "12, true, true, false",
        "13, true, true, false", "14, false, true, true" })
    void shouldDecodeEveryMethodOfVersion8(
        final int method,
        final boolean hasAs,
        final boolean hasAddress,
        final boolean hasPort)
    {
        decode(datagram(8, method, version8(method), version8(method)));

        assertEquals(2, kit.flowCount());
        final FlowRecord flow = kit.flows().get(1);
        assertEquals(1_000, flow.get(Slots.BYTES));
        assertEquals(10, flow.get(Slots.FRAMES));
        assertEquals(EXPORT_MS - 10_000, flow.get(Slots.START_TIME));
        assertEquals(EXPORT_MS - 1_000, flow.get(Slots.END_TIME));
        assertEquals(method < 6 || method > 8, flow.has(Field.FLOWS));
        assertEquals(hasAs, flow.has(Field.BGP_SOURCE_AS) || flow.has(Field.BGP_DESTINATION_AS));
        assertEquals(hasAddress, flow.has(Field.IP_SOURCE) || flow.has(Field.IP_DESTINATION));
        assertEquals(hasAddress, flow.has(Slots.IPV4));
        assertEquals(hasPort, flow.has(Field.L4_SOURCE_PORT));
        assertIf(flow, Field.IP_SOURCE, Slots.IP_SOURCE + 1, 0xFFFF_0000_0000L | SOURCE & 0xFFFF_FFFFL);
        assertIf(flow, Field.IP_DESTINATION, Slots.IP_DESTINATION + 1,
            0xFFFF_0000_0000L | DESTINATION & 0xFFFF_FFFFL);
        assertIf(flow, Field.BGP_SOURCE_AS, Slots.BGP_SOURCE_AS, 64_500);
        assertIf(flow, Field.BGP_DESTINATION_AS, Slots.BGP_DESTINATION_AS, 64_501);
        assertIf(flow, Field.L4_SOURCE_PORT, Slots.L4_SOURCE_PORT, 443);
        assertIf(flow, Field.L4_DESTINATION_PORT, Slots.L4_DESTINATION_PORT, 50_000);
        assertIf(flow, Field.L4_PROTOCOL, Slots.L4_PROTOCOL, 6);
        assertIf(flow, Field.IP_TOS, Slots.IP_TOS, 0xB8);
        assertIf(flow, Field.INPUT_IFINDEX, Slots.INPUT_IFINDEX, 3);
        assertIf(flow, Field.OUTPUT_IFINDEX, Slots.OUTPUT_IFINDEX, 5);
        assertIf(flow, Field.SOURCE_MASK_BITS, Slots.SOURCE_MASK_BITS, 24);
        assertIf(flow, Field.DESTINATION_MASK_BITS, Slots.DESTINATION_MASK_BITS, 16);
        assertEquals(Protocol.NETFLOW8, kit.exporters().get(0).protocol());
        assertEquals(method << 16 | 0x102L, kit.exporters().get(0).domain());
    }

    @Test
    void shouldCountFlowsThatAreMissingInTheSequenceOfEachMethod()
    {
        decode(datagram(8, 1, 100, version8(1), version8(1)));
        decode(datagram(8, 1, 105, version8(1)));
        decode(datagram(8, 2, 7, version8(2)));
        decode(datagram(6, 0, 50, new byte[52]));
        decode(datagram(6, 0, 51, new byte[52]));

        assertEquals(3, kit.count(ExporterCounter.LOST));
        assertEquals(3, kit.exporters().size());
    }

    @Test
    void shouldKeepNoSequenceOfVersion1WhichHasNone()
    {
        decode(datagram(1, 0, new byte[48]));
        decode(datagram(1, 0, new byte[48]));
        assertEquals(0, kit.count(ExporterCounter.LOST) + kit.count(ExporterCounter.DUPLICATE));
        assertEquals(2, kit.flowCount());
    }

    @ParameterizedTest
    @CsvSource({ "1, 0, 25", "6, 0, 28", "7, 0, 29", "8, 1, 52", "8, 3, 45", "8, 5, 36", "8, 8, 33", "7, 0, 65535" })
    void BAD_N01_shouldRejectCountsThatCannotBeWhole(final int version, final int method, final int count)
    {
        final byte[] datagram = datagram(version, method, new byte[3_000]);
        Wire.putU16(datagram, 2, count);
        assertEquals(DecodeStatus.COUNT, kit.decode(datagram));
        Wire.putU16(datagram, 2, 2);
        assertEquals(DecodeStatus.LENGTH, kit.decode(datagram, 0, 60));
        Wire.putU16(datagram, 2, 0);
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        assertEquals(0, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.TRAILING));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 15, 16, 99, 255 })
    void shouldRejectMethodsThatNobodyKnows(final int method)
    {
        assertEquals(DecodeStatus.VERSION, kit.decode(datagram(8, method, new byte[44])));
        assertEquals(0, kit.exporters().size());
    }

    @Test
    void shouldRejectEveryCutOfEveryVersion()
    {
        for (final byte[] datagram : seeds())
        {
            for (int length = 0; length < datagram.length; length++)
            {
                final DecodeStatus status = kit.decode(datagram, 0, length);
                assertTrue(DecodeStatus.OK != status, "version " + datagram[1] + " length " + length);
            }
        }
        assertEquals(0, kit.flowCount());
    }

    @Test
    void shouldReadNothingBesideUnder100000Mutations()
    {
        final Mutator mutator = new Mutator(18);
        final byte[][] seeds = seeds();
        final byte[] first = new byte[4_096];
        final byte[] second = new byte[4_200];
        final DecoderKit clean = DecoderKit.digesting(NetflowDecoder.provider());
        final DecoderKit poisoned = DecoderKit.digesting(NetflowDecoder.provider());
        long records = 0;
        for (int i = 0; i < 100_000; i++)
        {
            final int length = mutator.mutate(seeds[mutator.nextInt(seeds.length)], first, 0);
            Arrays.fill(second, (byte)0x5A);
            System.arraycopy(first, 0, second, 31, length);
            clean.clear();
            poisoned.clear();
            assertEquals(clean.decode(first, 0, length), poisoned.decode(second, 31, length));
            assertEquals(clean.digest(), poisoned.digest());
            records += clean.flowCount();
        }
        assertTrue(records > 10_000, "records " + records);
    }

    @Test
    void shouldAllocateNothing()
    {
        final DecoderKit digesting = DecoderKit.digesting(NetflowDecoder.provider())
            .wanting(FieldSet.of(Field.IP_SOURCE, Field.BYTES, Field.START_TIME, Field.END_TIME));
        final byte[][] seeds = seeds();
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 100_000; i++)
            {
                final byte[] datagram = seeds[i % seeds.length];
                digesting.decode(datagram, 0, datagram.length - i % 2);
            }
        }));
    }

    private static byte[][] seeds()
    {
        final byte[][] seeds = new byte[17][];
        seeds[0] = datagram(1, 0, new byte[48], new byte[48]);
        seeds[1] = datagram(6, 0, new byte[52]);
        seeds[2] = datagram(7, 0, new byte[52]);
        for (int method = 1; method < V8_LENGTHS.length; method++)
        {
            seeds[2 + method] = datagram(8, method, version8(method));
        }
        return seeds;
    }

    private static byte[] datagram(final int version, final int method, final byte[]... records)
    {
        return datagram(version, method, 0, records);
    }

    private static byte[] datagram(final int version, final int method, final long sequence, final byte[]... records)
    {
        final int header = 1 == version ? 16 : 8 == version ? 28 : 24;
        int length = header;
        final byte[] bytes = new byte[header + records.length * records[0].length];
        Wire.putU16(bytes, 0, version);
        Wire.putU16(bytes, 2, records.length);
        Wire.putU32(bytes, 4, Message.UPTIME_MS);
        Wire.putU32(bytes, 8, Message.EXPORT_SECONDS);
        Wire.putU32(bytes, 12, 500_000_000);
        if (header > 16)
        {
            Wire.putU32(bytes, 16, sequence);
            Wire.putU16(bytes, 20, 0x102);
        }
        if (8 == version)
        {
            bytes[22] = (byte)method;
            bytes[23] = 2;
        }
        for (final byte[] record : records)
        {
            System.arraycopy(record, 0, bytes, length, record.length);
            length += record.length;
        }
        return bytes;
    }

    private static byte[] version8(final int method)
    {
        final String counters = "0000000a 000003e8 004c2430 004c4758";
        final String head = "00000004" + counters;
        final String ports = "01bb c350";
        final String systems = "fbf4 fbf5 0003 0005";
        final String[] bodies = { "",
            head + systems,
            head + "06 00 0000" + ports,
            head + "c0000201 18 00 fbf4 0003 0000",
            head + "c6336402 10 00 fbf5 0005 0000",
            head + "c0000201 c6336402 10 18 0000" + systems,
            "c6336402" + counters + "0005 b8 01 00000002 01020304",
            "c6336402 c0000201" + counters + "0005 0003 b8 01 0000 00000002 01020304",
            "c6336402 c0000201 c350 01bb" + counters + "0005 0003 b8 06 01 00 00000002 01020304",
            head + systems + "b8 00 0000",
            head + "06 b8 0000" + ports + "0003 0005",
            head + "c0000201 18 b8 fbf4 0003 0000",
            head + "c6336402 10 b8 fbf5 0005 0000",
            head + "c0000201 c6336402 10 18 b8 00" + systems,
            head + "c0000201 c6336402 10 18 b8 06" + ports + "0003 0005"
        };
        final byte[] record = hex(bodies[method]);
        assertEquals(V8_LENGTHS[method], record.length);
        return record;
    }

    private static byte[] hex(final String text)
    {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private void decode(final byte[] datagram)
    {
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
    }

    private static void assertFlow(final FlowRecord flow)
    {
        assertEquals("192.0.2.1", address(flow, Slots.IP_SOURCE));
        assertEquals("198.51.100.2", address(flow, Slots.IP_DESTINATION));
        assertEquals(3, flow.get(Slots.INPUT_IFINDEX));
        assertEquals(5, flow.get(Slots.OUTPUT_IFINDEX));
        assertEquals(3, flow.get(Slots.DATA_SOURCE));
        assertEquals(10, flow.get(Slots.FRAMES));
        assertEquals(1_000, flow.get(Slots.BYTES));
        assertEquals(443, flow.get(Slots.L4_SOURCE_PORT));
        assertEquals(50_000, flow.get(Slots.L4_DESTINATION_PORT));
        assertEquals(6, flow.get(Slots.L4_PROTOCOL));
        assertEquals(0, flow.get(Slots.DIRECTION));
        assertTrue(flow.has(Slots.TCP) && flow.has(Slots.IPV4) && flow.has(Field.DIRECTION));
        assertEquals(EXPORT_MS - 10_000, flow.get(Slots.START_TIME));
        assertEquals(EXPORT_MS - 1_000, flow.get(Slots.END_TIME));
    }

    private static void assertIf(final FlowRecord flow, final Field field, final int slot, final long expected)
    {
        if (flow.has(field))
        {
            assertEquals(expected, flow.get(slot), field.name());
        }
    }

    private static String address(final FlowRecord record, final int slot)
    {
        return IpText.of(record.get(slot), record.get(slot + 1));
    }
}
