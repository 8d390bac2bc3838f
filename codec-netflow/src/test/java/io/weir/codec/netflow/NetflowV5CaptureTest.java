package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.capture.CaptureReader;
import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.Slots;
import io.weir.testkit.Captures;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Field by field against what tshark 4.0.17 says of the same records. */
class NetflowV5CaptureTest
{
    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());
    private FlowRecord first;
    private FlowRecord second;
    private FlowRecord icmp;

    @BeforeEach
    void decode() throws IOException
    {
        decode("akvorado/nfv5.pcap");
        first = kit.flows().get(0);
        second = kit.flows().get(1);
        final int before = kit.flows().size();
        decode("graylog/netflow5.pcap");
        icmp = kit.flows().get(before);
    }

    @Test
    void shouldGiveAddresses()
    {
        assertTrue(first.has(Slots.IPV4));
        assertEquals(4, first.get(Slots.IP_VERSION));
        assertEquals("161.202.212.212", address(first, Field.IP_SOURCE));
        assertEquals("202.152.70.24", address(first, Field.IP_DESTINATION));
        assertEquals("61.6.255.150", address(first, Field.NEXT_HOP));
        assertEquals("0.0.0.0", address(icmp, Field.NEXT_HOP));
    }

    @Test
    void shouldGiveInterfacesAndDataSource()
    {
        assertEquals(InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, 117), value(first, Field.INPUT_IFINDEX));
        assertEquals(InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, 86), value(first, Field.OUTPUT_IFINDEX));
        assertEquals(117, value(first, Field.DATA_SOURCE));
        assertEquals(115, value(second, Field.DATA_SOURCE));
        assertEquals(0, value(first, Field.DIRECTION));
        assertEquals(0, value(icmp, Field.INPUT_IFINDEX));
        assertEquals(0, value(icmp, Field.DATA_SOURCE));
    }

    @Test
    void shouldGiveCounters()
    {
        assertEquals(1, value(first, Field.FRAMES));
        assertEquals(133, value(first, Field.BYTES));
        assertEquals(133, value(first, Field.IP_BYTES));
        assertEquals(7, value(second, Field.FRAMES));
        assertEquals(10_262, value(second, Field.BYTES));
    }

    @Test
    void shouldGiveTimes()
    {
        assertEquals(Instant.parse("2023-04-04T16:44:15Z"), time(second, Field.START_TIME));
        assertEquals(Instant.parse("2023-04-04T16:44:24Z"), time(second, Field.END_TIME));
        assertEquals(Instant.parse("2017-07-25T12:32:10.055Z"), time(icmp, Field.START_TIME));
        assertEquals(time(icmp, Field.START_TIME), time(icmp, Field.END_TIME));
    }

    @Test
    void shouldGiveTransport()
    {
        assertEquals(6, value(first, Field.L4_PROTOCOL));
        assertTrue(first.has(Slots.TCP));
        assertEquals(30_104, value(first, Field.L4_SOURCE_PORT));
        assertEquals(11_963, value(first, Field.L4_DESTINATION_PORT));
        assertEquals(0x18, value(first, Field.TCP_FLAGS));
        assertEquals(0x10, value(second, Field.TCP_FLAGS));
        assertEquals(0, value(first, Field.IP_TOS));
        assertFalse(first.has(Field.ICMP_TYPE));
    }

    @Test
    void shouldGiveIcmp()
    {
        assertEquals(1, value(icmp, Field.L4_PROTOCOL));
        assertTrue(icmp.has(Slots.ICMP));
        assertEquals(8, value(icmp, Field.ICMP_TYPE));
        assertEquals(0, value(icmp, Field.ICMP_CODE));
        assertFalse(icmp.has(Field.L4_SOURCE_PORT));
        assertFalse(icmp.has(Field.L4_DESTINATION_PORT));
        assertFalse(icmp.has(Field.TCP_FLAGS));
    }

    @Test
    void shouldGiveRoutes()
    {
        assertEquals(36_351, value(first, Field.BGP_SOURCE_AS));
        assertEquals(10_101, value(first, Field.BGP_DESTINATION_AS));
        assertEquals(19, value(first, Field.SOURCE_MASK_BITS));
        assertEquals(24, value(first, Field.DESTINATION_MASK_BITS));
        assertEquals(27, value(second, Field.DESTINATION_MASK_BITS));
    }

    @Test
    void shouldGiveWhatTheDatagramSaysOfItself()
    {
        assertEquals("10.19.144.41", address(first, Field.AGENT));
        assertEquals(3, value(first, Field.OBSERVATION_DOMAIN));
        assertFalse(first.has(Field.SAMPLING_RATE));
        assertEquals(100, value(icmp, Field.SAMPLING_RATE));
        assertEquals(29, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
    }

    @Test
    void shouldGiveTheFieldsThatAreWantedAndTheSamplingRate() throws IOException
    {
        for (final Field field : Field.wellKnown())
        {
            kit.clear();
            kit.wanting(FieldSet.ALL);
            decode("graylog/netflow5.pcap");
            kit.wanting(FieldSet.of(field));
            decode("graylog/netflow5.pcap");

            assertEquals(8, kit.flows().size());
            for (int i = 0; i < 4; i++)
            {
                assertOnly(field, kit.flows().get(i), kit.flows().get(i + 4));
            }
        }
    }

    private static void assertOnly(final Field field, final FlowRecord all, final FlowRecord one)
    {
        for (final Field other : Field.wellKnown())
        {
            final boolean expected = (other.equals(field) || other.equals(Field.SAMPLING_RATE)) && all.has(other);
            assertEquals(expected, one.has(other), other + " where " + field + " is wanted");
        }
        for (int i = 0; i < field.slots() && all.has(field); i++)
        {
            assertEquals(all.get(field.slot() + i), one.get(field.slot() + i), field.name());
        }
    }

    private void decode(final String file) throws IOException
    {
        try (CaptureReader reader = CaptureReader.open(Captures.file(file)))
        {
            while (reader.next())
            {
                kit.from(reader.sourceHigh(), reader.sourceLow(), reader.sourcePort()).at(reader.timeNs());
                assertEquals(DecodeStatus.OK, kit.decode(reader.buffer(), reader.offset(), reader.length()));
            }
        }
    }

    private static long value(final FlowRecord record, final Field field)
    {
        assertTrue(record.has(field), field.name());
        return record.get(field.slot());
    }

    private static Instant time(final FlowRecord record, final Field field)
    {
        return Instant.ofEpochMilli(value(record, field));
    }

    private static String address(final FlowRecord record, final Field field)
    {
        assertTrue(List.of(field.slot(), field.slot() + 1).stream().allMatch(record::has), field.name());
        return IpText.of(record.get(field.slot()), record.get(field.slot() + 1));
    }
}
