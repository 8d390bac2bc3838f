package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.sflow.FlowStructure.Kind;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class FlowStructuresTest
{
    private final FlowStructureView view = new FlowStructureView();
    private final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());
    private final byte[] buffer = new byte[1500];

    static List<FlowStructure> structures()
    {
        return FlowStructure.all();
    }

    /* Lengths are those of the specifications, written down a second time. */
    @ParameterizedTest
    @CsvSource({
        "2,24", "3,32", "4,56", "1001,16", "1011,4", "1018,16", "1019,8", "1020,8", "1021,24", "1022,24", "1023,32",
        "1024,32", "1025,56", "1026,56", "1027,4", "1028,4", "1029,4", "1030,4", "1031,40", "1032,48", "1033,12",
        "1036,4", "1039,4", "1040,4", "1043,8", "2000,32", "2002,12", "2100,20", "2101,44", "2102,20", "2103,44",
        "1017,16", "2208,92", "2209,48", "2210,16" })
    void shouldHaveLengthOfSpecification(final int format, final int length)
    {
        assertEquals(length, Datagrams.flowBody(FlowStructure.of(format), 1).length);
    }

    @Test
    void shouldNameEveryStructureAndItsFieldsOnce()
    {
        final Set<String> names = new HashSet<>();
        for (final FlowStructure structure : FlowStructure.all())
        {
            assertTrue(names.add(structure.name()) || "http_request".equals(structure.name()), structure.name());
            assertSame(structure, FlowStructure.of(structure.dataFormat()));
            final Set<String> fields = new HashSet<>();
            structure.fields().forEach(field -> assertTrue(fields.add(field.name()), field.name()));
        }
        assertNull(FlowStructure.of(0));
        assertNull(FlowStructure.of(4095));
        assertNull(FlowStructure.of(SflowFormat.of(4413, 2)));
    }

    @ParameterizedTest
    @MethodSource("structures")
    void shouldReadEveryField(final FlowStructure structure)
    {
        final byte[] body = Datagrams.flowBody(structure, 10);
        assertEquals(DecodeStatus.OK, view.wrap(structure, body, 0, body.length));
        for (int i = 0; i < structure.fields().size(); i++)
        {
            final FlowStructure.Field field = structure.fields().get(i);
            assertTrue(view.has(i), field.name());
            if (Kind.TEXT == field.kind() || Kind.OPAQUE == field.kind())
            {
                assertEquals("text" + (char)('a' + i), new String(view.bytes(i), StandardCharsets.UTF_8));
            }
            else if (!view.isVariable(i))
            {
                assertEquals(10 + i, view.value(i), field.name());
                assertEquals(0, view.high(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void shouldReadKnownPrefixAtEveryCutAndWhenExtended(final FlowStructure structure)
    {
        final byte[] body = Datagrams.flowBody(structure, 10);
        for (int length = 0; length < body.length; length++)
        {
            final DecodeStatus status = view.wrap(structure, body, 0, length);
            assertTrue(0 == length % 4 || DecodeStatus.OK != status || endsInText(structure));
            for (int i = 0; i < structure.fields().size(); i++)
            {
                assertTrue(!view.has(i) || DecodeStatus.OK == status && view.offset(i) + view.length(i) <= length);
            }
        }
        final byte[] longer = java.util.Arrays.copyOf(body, body.length + 8);
        assertEquals(DecodeStatus.OK, view.wrap(structure, longer, 0, longer.length));
        assertTrue(view.has(structure.fields().size() - 1));
    }

    private static boolean endsInText(final FlowStructure structure)
    {
        return structure.fields().stream().anyMatch(
            field -> Set.of(Kind.TEXT, Kind.OPAQUE).contains(field.kind()));
    }

    @Test
    void shouldAcceptTextAtTheEndWithoutItsPadding()
    {
        final byte[] function = Datagrams.flowBody(FlowStructure.of(1038), 1);
        assertEquals(DecodeStatus.OK, view.wrap(FlowStructure.of(1038), function, 0, 9));
        assertEquals("texta", new String(view.bytes(0), StandardCharsets.UTF_8));
        assertEquals(DecodeStatus.LENGTH, view.wrap(FlowStructure.of(1038), function, 0, 8));
        assertEquals(DecodeStatus.LENGTH, view.wrap(FlowStructure.of(1001), new byte[16], 0, 15));
    }

    private FlowRecord decode(final int format, final byte[] body)
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer).beginFlowSample(1, 3, 1000, 0, 0, 3, 5)
            .record(format, body, 0, body.length).endSample();
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        return kit.flows().get(0);
    }

    private FlowRecord decode(final int format)
    {
        return decode(format, Datagrams.flowBody(FlowStructure.of(format), 10));
    }

    private static String text(final FlowRecord record, final int slot)
    {
        assertTrue(record.has(slot));
        return new String(record.buffer(), record.textOffset(slot), record.textLength(slot), StandardCharsets.UTF_8);
    }

    @Test
    void shouldFillRouteFromGateway()
    {
        final FlowRecord record = decode(1003);

        assertEquals(0, record.get(Slots.BGP_NEXT_HOP));
        assertEquals(10, record.get(Slots.BGP_NEXT_HOP + 1));
        assertEquals(11, record.get(Slots.BGP_AS));
        assertEquals(12, record.get(Slots.BGP_SOURCE_AS));
        assertEquals(13, record.get(Slots.BGP_SOURCE_PEER_AS));
        assertEquals(65_001, record.get(Slots.BGP_DESTINATION_PEER_AS));
        assertEquals(65_003, record.get(Slots.BGP_DESTINATION_AS));
        assertEquals(28, record.textLength(Slots.BGP_AS_PATH));
        assertEquals(8, record.textLength(Slots.BGP_COMMUNITIES));
        assertEquals(71, Wire.u32(record.buffer(), record.textOffset(Slots.BGP_COMMUNITIES)));
        assertEquals(16, record.get(Slots.BGP_LOCAL_PREF));
    }

    @Test
    void shouldFillUserUrlAndTranslation()
    {
        assertEquals("textd", text(decode(1004), Slots.USER_DESTINATION));
        kit.clear();
        assertEquals("textb", text(decode(1005), Slots.URL));
        kit.clear();
        assertEquals(11, decode(1007).get(Slots.NAT_DESTINATION + 1));
        kit.clear();
        assertEquals(10, decode(1020).get(Slots.NAT_SOURCE_PORT));
    }

    @Test
    void shouldFillHostAndApplication()
    {
        final FlowRecord http = decode(2206);
        assertEquals(10, http.get(Slots.HTTP_METHOD));
        assertEquals("textc", text(http, Slots.HTTP_URL));
        assertEquals("texti", text(http, Slots.HTTP_MIME_TYPE));
        assertEquals(22, http.get(Slots.HTTP_STATUS));
        kit.clear();
        assertEquals("textb", text(decode(2202), Slots.APP_OPERATION));
        kit.clear();
        assertEquals(12, decode(2101).get(Slots.SOCKET_REMOTE_IP + 1));
        kit.clear();
        assertEquals(17, decode(2209).get(Slots.TCP_RTT));
        kit.clear();
        assertEquals(10, decode(SflowFormat.of(4413, 1)).get(Slots.QUEUE_INDEX));
    }

    @Test
    void shouldDeriveVirtualNetworkAndWait()
    {
        assertEquals(10, decode(1029).get(Slots.VNI));
        assertEquals(10, kit.flows().get(0).get(Slots.VNI_EGRESS));
        kit.clear();
        assertEquals(10, decode(1030).get(Slots.VNI));
        kit.clear();
        final byte[] info = Datagrams.flowBody(FlowStructure.of(2209), 1);
        Wire.putU32(info, 7 * 4, 250);
        Wire.putU32(info, 11 * 4, 100);
        assertEquals(150, decode(2209, info).get(Slots.TCP_RTT_WAIT));
        kit.clear();
        assertFalse(decode(2209).has(Slots.TCP_RTT_WAIT), "below the shortest");
        kit.clear();
        assertEquals(15, decode(2003).get(Slots.HTTP_STATUS));
        kit.clear();
        final FlowRecord deprecated = decode(2201);
        assertEquals("textb", text(deprecated, Slots.HTTP_URL));
        assertEquals("texth", text(deprecated, Slots.HTTP_MIME_TYPE));
        assertEquals(21, deprecated.get(Slots.HTTP_STATUS));
    }

    /* Whatever a definition asks for, and nothing else, is there. */
    @Test
    void shouldFillEachFieldWantedAlone()
    {
        for (final Field field : Field.wellKnown())
        {
            kit.wanting(FieldSet.ALL);
            kit.clear();
            Datagrams.everyFlowStructure().forEach(kit::decode);
            final long all = kit.flows().stream().filter(record -> record.has(field)).count();
            kit.wanting(FieldSet.of(field));
            kit.clear();
            Datagrams.everyFlowStructure().forEach(kit::decode);
            assertEquals(all, kit.flows().stream().filter(record -> record.has(field)).count(), field.name());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 0xFFFF_FFFFL, 0x8000_0000L, 3 })
    void shouldRejectMoreDataUnitsOrRecordsThanTheRecordHolds(final long count)
    {
        for (final int offset : new int[] { 0, 4, 12 })
        {
            kit.clear();
            final byte[] body = Datagrams.flowBody(FlowStructure.of(1016), 1);
            Wire.putU32(body, offset, 12 == offset ? 100 + count & 0xFFFF_FFFFL : count);
            decode(1016, body);
        }
        assertEquals(3, kit.faults(DecodeStatus.COUNT));
        kit.clear();
        decode(1016, new byte[4]);
        decode(1016);
        assertEquals(3, kit.faults(DecodeStatus.COUNT));
    }

    @Test
    void shouldLeaveUnknownValuesAbsent()
    {
        final byte[] info = Datagrams.flowBody(FlowStructure.of(2209), 1);
        Wire.putU32(info, 7 * 4, 0xFFFF_FFFFL);
        assertFalse(decode(2209, info).has(Slots.TCP_RTT));
        kit.clear();
        final byte[] nat = new byte[8];
        assertFalse(decode(1007, nat).has(Slots.NAT_SOURCE));
        kit.clear();
        assertFalse(decode(1004, new byte[16]).has(Slots.USER_SOURCE));
        kit.clear();
        final byte[] delay = { -1, -1, -1, -1 };
        assertEquals(0xFFFF_FFFFL, decode(1039, delay).get(Slots.TRANSIT_DELAY));
    }

    @Test
    void shouldFillOnlyWhatIsWanted()
    {
        kit.wanting(FieldSet.NONE);
        for (final int format : new int[] { 1003, 1004, 2206, 2209 })
        {
            assertFalse(decode(format).has(Slots.BGP_AS));
            assertEquals(0, kit.flows().get(0).present(Slots.STRUCTURE_WORD) & 0xFFL);
            kit.clear();
        }
    }

    private void assertFault(final DecodeStatus fault, final int format, final int offset, final long value)
    {
        final byte[] body = Datagrams.flowBody(FlowStructure.of(format), 1);
        Wire.putU32(body, offset, value);
        final FlowRecord record = decode(format, body);
        assertEquals(1, kit.faults(fault));
        assertEquals(0, record.present(Slots.STRUCTURE_WORD));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0xFFFF_FFFFL, 0x8000_0000L, 0x4000_0000L, 3 })
    void BAD_S23_shouldRejectPathWithTooManySegments(final long segments)
    {
        assertFault(DecodeStatus.COUNT, 1003, 32, segments);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0xFFFF_FFFFL, 0x8000_0000L, 0x4000_0000L, 11 })
    void BAD_S23_shouldRejectSegmentLongerThanTheRecord(final long numbers)
    {
        assertFault(DecodeStatus.COUNT, 1003, 40, numbers);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0xFFFF_FFFFL, 0x4000_0000L, 4 })
    void BAD_S23_shouldRejectTooManyCommunities(final long communities)
    {
        assertFault(DecodeStatus.COUNT, 1003, 64, communities);
    }

    @Test
    void BAD_S23_shouldAcceptEmptySegment()
    {
        final byte[] gateway = new byte[40];
        Wire.putU32(gateway, 16, 1);
        Wire.putU32(gateway, 20, 2);
        final FlowRecord record = decode(1003, gateway);
        assertFalse(record.has(Slots.BGP_DESTINATION_AS));
        assertEquals(8, record.textLength(Slots.BGP_AS_PATH));
    }

    @Test
    void BAD_S24_shouldAcceptUnknownNextHopAndRejectOtherTypes()
    {
        final FlowRecord record = decode(1003, new byte[32]);
        assertFalse(record.has(Slots.BGP_NEXT_HOP));
        assertTrue(record.has(Slots.BGP_AS));
        kit.clear();
        assertFault(DecodeStatus.ADDRESS_TYPE, 1003, 0, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0xFFFF_FFFFL, 0x8000_0000L, 25 })
    void BAD_S25_shouldRejectTextLongerThanTheRecord(final long length)
    {
        assertFault(DecodeStatus.LENGTH, 1004, 4, length);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0xFFFF_FFFFL, 0x4000_0000L, 0x8000_0001L, 6 })
    void BAD_S26_shouldRejectStackDeeperThanTheRecord(final long depth)
    {
        assertFault(DecodeStatus.COUNT, 1006, 20, depth);
        assertRejectsVlanStack(depth);
    }

    private void assertRejectsVlanStack(final long depth)
    {
        kit.clear();
        final byte[] tunnel = new byte[8];
        Wire.putU32(tunnel, 0, depth);
        decode(1012, tunnel);
        assertEquals(2, kit.faults(DecodeStatus.COUNT));
    }

    @Test
    void BAD_S26_shouldAcceptEmptyStack()
    {
        decode(1012, new byte[4]);
        assertEquals(0, kit.faults(DecodeStatus.COUNT));
    }

    @Test
    void BAD_S27_shouldReadEveryStructureOfOneSample()
    {
        Datagrams.everyFlowStructure().forEach(datagram -> assertEquals(DecodeStatus.OK, kit.decode(datagram)));
        assertEquals(0, kit.faults(DecodeStatus.UNKNOWN_TYPE) + kit.faults(DecodeStatus.LENGTH) +
            kit.faults(DecodeStatus.COUNT));
    }

    @Test
    void BAD_S35_shouldRejectDiscardedPacketThatIsCut()
    {
        final byte[] body = new byte[28];
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        System.arraycopy(body, 0, buffer, writer.length() + 8, body.length);
        Wire.putU32(buffer, writer.length(), SflowFormat.DISCARDED_PACKET);
        Wire.putU32(buffer, writer.length() + 4, body.length);
        Wire.putU32(buffer, writer.length() - 4, 1);
        assertEquals(DecodeStatus.LENGTH, kit.decode(buffer, 0, writer.length() + 8 + body.length));
        assertEquals(0, kit.discardCount());
    }
}
