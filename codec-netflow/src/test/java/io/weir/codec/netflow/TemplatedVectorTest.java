package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class TemplatedVectorTest
{
    private static final long EXPORT_MS = 1_700_000_000_000L;

    private final List<String> raw = new ArrayList<>();
    private final DecoderKit kit = DecoderKit.keeping(
        NetflowDecoder.builder().listener((exporter, record) -> raw.add(text(record))).build());

    @Test
    void VEC_N05_shouldDecodeADataSetThatPrecedesItsTemplate()
    {
        final FlowRecord record = decodeOne("N05");
        assertEquals("192.0.2.1", address(record, Slots.IP_SOURCE));
        assertEquals(1_000, record.get(Slots.BYTES));
        assertEquals(0, kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
        assertEquals(1, kit.faults(DecodeStatus.MISSING_TEMPLATE));
    }

    @Test
    void VEC_N05_shouldCountADataSetThatPrecedesItsTemplateOnceWhenItHoldsNone()
    {
        final DecoderKit holdingNone = DecoderKit.keeping(NetflowDecoder.builder().holdBytes(0, 0).build());
        assertEquals(DecodeStatus.OK, holdingNone.decode(Vectors.datagrams("N05").get(0)));
        assertEquals(0, holdingNone.flowCount());
        assertEquals(1, holdingNone.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
    }

    @Test
    void VEC_N07_shouldTakePrivateTypesOfVersion9AsPlainTypes()
    {
        decodeOne("N07");
        assertEquals(List.of("8=3221225985 33002=1001 40005=2 57554=7"), raw);
    }

    @Test
    void VEC_N08_shouldTakeLength65535AsVariableInVersion9()
    {
        assertEquals(1_000, decodeOne("N08").get(Slots.BYTES));
        assertEquals(List.of("8=3221225985 82=" + 0x676530 + " 1=1000"), raw);
    }

    @Test
    void VEC_N10_shouldStopQuietlyAtZeroFill()
    {
        assertEquals(1_000, decodeOne("N10").get(Slots.BYTES));
        assertEquals(0, kit.faults(DecodeStatus.SET_LENGTH) + kit.faults(DecodeStatus.UNKNOWN_TYPE));
    }

    @Test
    void VEC_N11_shouldRefuseTemplatesWithoutBytes()
    {
        decode("N11");
        assertEquals(0, kit.flowCount());
        assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
        assertEquals(1, kit.faults(DecodeStatus.TEMPLATE_ZERO));
    }

    @Test
    void VEC_N13_shouldApplyARateOfTheSystemScopeToTheDomain()
    {
        assertEquals(512, decodeOne("N13").get(Slots.SAMPLING_RATE));
        assertEquals(512, kit.exporters().get(0).samplingRate());
        assertEquals(0, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
    }

    @Test
    void VEC_N14_shouldLetTheLastDefinitionOwnAnId()
    {
        decode("N14");
        assertEquals(0, kit.flowCount());
        assertEquals(1, kit.count(ExporterCounter.OPTIONS_RECORDS));
    }

    @Test
    void VEC_N15_shouldPreferTheRateInTheRecord()
    {
        assertEquals(2_222, decodeOne("N15").get(Slots.SAMPLING_RATE));
    }

    @Test
    void VEC_N18_shouldSubtractStampsModulo32Bits()
    {
        assertTimes(decodeOne("N18"), EXPORT_MS - 2_000, EXPORT_MS - 500);
    }

    @Test
    void VEC_I01_shouldReadEveryFormOfVariableLength()
    {
        decodeOne("I01");
        assertEquals(List.of("8=3221225985 82=" + 0x676530 + " 83=" + 0x7570 + " 460=len300"), raw);
    }

    @Test
    void VEC_I02_shouldIgnoreAWithdrawalOverUdp()
    {
        decode("I02");
        assertEquals(1, kit.count(ExporterCounter.WITHDRAWALS));
        assertEquals(1, kit.count(ExporterCounter.TEMPLATES));
        assertEquals(2, kit.flowCount());
    }

    @Test
    void VEC_I03_shouldIgnoreAWithdrawalOfAllOverUdp()
    {
        decode("I03");
        assertEquals(2, kit.count(ExporterCounter.WITHDRAWALS));
        assertEquals(0, kit.faults(DecodeStatus.TEMPLATE));
    }

    @Test
    void VEC_I05_shouldKeepReverseElementsApart()
    {
        final FlowRecord record = decodeOne("I05");
        assertEquals(100, record.get(Slots.BYTES));
        assertEquals(2, record.get(Slots.FRAMES));
        assertEquals(5_000, record.get(Slots.REVERSE_BYTES));
        assertEquals(9, record.get(Slots.REVERSE_FRAMES));
        assertEquals(List.of("8=3221225985 12=3325256706 1=100 2=2 29305/1=5000 29305/2=9"), raw);
    }

    @Test
    void VEC_I05_shouldMakeTwoRecordsOfABiflowWhenAsked()
    {
        final DecoderKit two = DecoderKit.keeping(NetflowDecoder.builder().biflows(BiflowMode.TWO_RECORDS).build());
        assertEquals(DecodeStatus.OK, two.decode(Vectors.datagrams("I05").get(0)));
        assertEquals(2, two.flowCount());
        assertEquals(1, two.count(ExporterCounter.FLOW_RECORDS));
        final FlowRecord forward = two.flows().get(0);
        final FlowRecord reverse = two.flows().get(1);
        assertEquals(100, forward.get(Slots.BYTES));
        assertEquals(5_000, reverse.get(Slots.BYTES));
        assertEquals(9, reverse.get(Slots.FRAMES));
        assertEquals("198.51.100.2", address(reverse, Slots.IP_SOURCE));
        assertEquals("192.0.2.1", address(reverse, Slots.IP_DESTINATION));
        assertTrue(reverse.has(Slots.IPV4));
    }

    @Test
    void VEC_I06_shouldReadNtpTimes()
    {
        assertTimes(decodeOne("I06"), 1_700_000_000_500L, 1_700_000_001_250L);
    }

    @Test
    void VEC_I07_shouldReadTimesBeforeTheExport()
    {
        assertTimes(decodeOne("I07"), EXPORT_MS - 1_500, EXPORT_MS - 250);
    }

    @Test
    void VEC_I09_shouldReadReducedSizes()
    {
        final FlowRecord record = decodeOne("I09");
        assertEquals(65_536, record.get(Slots.BYTES));
        assertEquals(256, record.get(Slots.FRAMES));
        assertEquals(7, record.get(Slots.INPUT_IFINDEX));
        assertEquals(7, record.get(Slots.DATA_SOURCE));
    }

    @Test
    void VEC_I11_shouldJoinSelectorsWithTheirRates()
    {
        decode("I11");
        assertEquals(2, kit.flowCount());
        assertEquals(2_048, kit.flows().get(0).get(Slots.SAMPLING_RATE));
        assertEquals(100, kit.flows().get(1).get(Slots.SAMPLING_RATE));
        assertEquals(2, kit.count(ExporterCounter.OPTIONS_RECORDS));
    }

    @Test
    void VEC_I12_shouldTakeZerosBehindARecordAsPadding()
    {
        decodeOne("I12");
        assertEquals(0, kit.count(ExporterCounter.WITHDRAWALS));
        assertEquals(0, kit.faults(DecodeStatus.TEMPLATE) + kit.faults(DecodeStatus.SHORT));
    }

    @Test
    void VEC_I14_shouldTakeTheFirstOfRepeatedElements()
    {
        assertEquals("192.0.2.1", address(decodeOne("I14"), Slots.IP_SOURCE));
        assertEquals(List.of("8=3221225985 8=3405803777 1=10"), raw);
    }

    @Test
    void VEC_I15_shouldSkipListsByTheirLength()
    {
        decodeOne("I15");
        assertEquals(List.of("8=3221225985 291=len13 292=len23 293=len15"), raw);
    }

    @Test
    void VEC_I17_shouldSkipSetsOfVersion9InIpfix()
    {
        decode("I17");
        assertEquals(1, kit.faults(DecodeStatus.UNKNOWN_TYPE));
        assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
        assertEquals(0, kit.flowCount());
    }

    @Test
    void VEC_I18_shouldCompareEnterpriseNumbersIn32Bits()
    {
        assertEquals(10, decodeOne("I18").get(Slots.BYTES));
        assertEquals(List.of("8=3221225985 65545/12236=3405803783 1=10"), raw);
    }

    @Test
    void VEC_I19_shouldReadAFrameSectionAndCountTheFrame()
    {
        final FlowRecord record = decodeOne("I19");
        assertEquals(3, record.get(Slots.INPUT_IFINDEX));
        assertEquals(5, record.get(Slots.OUTPUT_IFINDEX));
        assertEquals(1_514, record.get(Slots.BYTES));
        assertEquals(1, record.get(Slots.FRAMES));
        assertEquals("192.0.2.1", address(record, Slots.IP_SOURCE));
        assertEquals("198.51.100.2", address(record, Slots.IP_DESTINATION));
        assertEquals(443, record.get(Slots.L4_SOURCE_PORT));
        assertEquals(50_000, record.get(Slots.L4_DESTINATION_PORT));
        assertEquals(0x12, record.get(Slots.TCP_FLAGS));
        assertEquals(0x0200_0000_0001L, record.get(Slots.MAC_SOURCE));
        assertEquals("eth.ip.tcp", PacketStack.format(record.get(Slots.STACK), record.get(Slots.STACK + 1)));
        assertFalse(record.has(Slots.CUT) || record.has(Slots.MALFORMED));
        assertEquals(List.of("312=1514 408=1 410=54 315=len64 10=3 14=5"), raw);
    }

    @Test
    void VEC_I20_shouldCountUpdateEventsOnly()
    {
        decode("I20");
        assertEquals(3, kit.flowCount());
        assertFalse(kit.flows().get(0).has(Field.BYTES));
        assertFalse(kit.flows().get(0).has(Field.FRAMES));
        assertEquals(3_674, kit.flows().get(1).get(Slots.BYTES));
        assertEquals(17, kit.flows().get(1).get(Slots.FRAMES));
        assertFalse(kit.flows().get(2).has(Field.BYTES));
        assertEquals(List.of(1L, 5L, 2L),
            kit.flows().stream().map(record -> record.get(Slots.FIREWALL_EVENT)).toList());
    }

    @Test
    void VEC_I20_shouldCountBothDirectionsOfAnUpdateApartWhenAsked()
    {
        final DecoderKit two = DecoderKit.keeping(NetflowDecoder.builder().biflows(BiflowMode.TWO_RECORDS).build());
        assertEquals(DecodeStatus.OK, two.decode(Vectors.datagrams("I20").get(0)));
        assertEquals(4, two.flowCount());
        assertEquals(2_557, two.flows().get(1).get(Slots.BYTES));
        assertEquals(9, two.flows().get(1).get(Slots.FRAMES));
        assertEquals(1_117, two.flows().get(2).get(Slots.BYTES));
        assertEquals(8, two.flows().get(2).get(Slots.FRAMES));
        assertEquals("10.0.0.2", address(two.flows().get(2), Slots.IP_SOURCE));
    }

    @Test
    void VEC_I22_shouldReadLabelSectionsAndVrfIds()
    {
        final FlowRecord record = decodeOne("I22");
        assertEquals(16_001 | 299_776L << 20, record.get(Slots.MPLS_LABELS + 1) & (1L << 60) - 1);
        assertEquals(1, record.get(Slots.MPLS_LABELS + 1) >>> 60);
        assertEquals(299_776, record.get(Slots.MPLS_BOTTOM_LABEL));
        assertEquals(1_610_612_737, record.get(Slots.VRF));
        assertEquals(List.of("S234=1610612737 236=len32", "8=3221225985 70=256016 71=4796417 234=1610612737"), raw);
    }

    @Test
    void VEC_I24_shouldGiveMappedIpv4TheAddressOfIpv4AndLetTheElementNameTheFamily()
    {
        final FlowRecord record = decodeOne("I24");
        assertEquals("192.0.2.1", address(record, Slots.IP_SOURCE));
        assertTrue(record.has(Slots.IPV6));
        assertFalse(record.has(Slots.IPV4));
    }

    @Test
    void VEC_I26_shouldRefuseTemplatesOfOverlongRecords()
    {
        decode("I26");
        assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
        assertEquals(2, kit.faults(DecodeStatus.TEMPLATE));
    }

    @Test
    void VEC_I27_shouldDecodeEachSetByTheDefinitionInForceWhereItStands()
    {
        decode("I27");
        assertEquals(2, kit.flowCount());
        assertEquals("192.0.2.1", address(kit.flows().get(0), Slots.IP_SOURCE));
        assertEquals(1, kit.flows().get(0).get(Slots.BYTES));
        assertEquals("192.0.2.2", address(kit.flows().get(1), Slots.IP_SOURCE));
        assertEquals(2, kit.flows().get(1).get(Slots.BYTES));
    }

    @Test
    void VEC_I28_shouldGiveAnEventNoCounters()
    {
        final FlowRecord record = decodeOne("I28");
        assertFalse(record.has(Field.BYTES));
        assertFalse(record.has(Field.FRAMES));
        assertEquals("100.64.0.1", address(record, Slots.IP_SOURCE));
        assertEquals("203.0.113.9", address(record, Slots.NAT_SOURCE));
        assertEquals(16, record.get(Slots.NAT_EVENT));
    }

    private void decode(final String id)
    {
        for (final byte[] datagram : Vectors.datagrams(id))
        {
            assertEquals(DecodeStatus.OK, kit.decode(datagram));
        }
        assertEquals(0, kit.outcomes(DecodeStatus.INTERNAL));
    }

    private FlowRecord decodeOne(final String id)
    {
        decode(id);
        assertEquals(1, kit.flowCount());
        return kit.flows().get(0);
    }

    private static void assertTimes(final FlowRecord record, final long startMs, final long endMs)
    {
        assertTrue(record.has(Field.START_TIME) && record.has(Field.END_TIME));
        assertEquals(startMs, record.get(Slots.START_TIME));
        assertEquals(endMs, record.get(Slots.END_TIME));
    }

    private static String address(final FlowRecord record, final int slot)
    {
        assertTrue(record.has(slot) && record.has(slot + 1));
        return IpText.of(record.get(slot), record.get(slot + 1));
    }

    private static String text(final DataRecordView record)
    {
        final StringBuilder text = new StringBuilder();
        while (record.nextField())
        {
            text.append(text.isEmpty() ? "" : " ").append(record.isScope() ? "S" : "")
                .append(0 == record.enterprise() ? "" : record.enterprise() + "/").append(record.elementId())
                .append('=').append(record.isNumber() ? "" + record.number() : "len" + record.fieldLength());
        }
        return text.toString();
    }
}
