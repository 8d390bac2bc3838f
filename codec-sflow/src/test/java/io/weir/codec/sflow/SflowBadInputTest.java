package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** Cases T and S of the list of bad input, as far as their structures are decoded. */
class SflowBadInputTest
{
    private final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());
    private final byte[] buffer = new byte[66_000];

    private void assertDecoded(final int flows, final byte[] datagram)
    {
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        assertEquals(flows, kit.flowCount());
    }

    private void assertFault(final DecodeStatus fault, final long count)
    {
        assertEquals(count, kit.faults(fault), fault.name());
    }

    private FlowRecord second()
    {
        return kit.flows().get(1);
    }

    @Test
    void BAD_T01_shouldRejectEmptyDatagram()
    {
        assertEquals(DecodeStatus.EMPTY, kit.decode(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 7, 8, 11, 12, 27 })
    void BAD_T02_shouldRejectDatagramShorterThanItsHeader(final int length)
    {
        assertEquals(DecodeStatus.SHORT, kit.decode(Arrays.copyOf(Datagrams.twoFlows(), length)));
    }

    @Test
    void BAD_T03_shouldDeliverOnlyWholeSamplesAtEveryCut()
    {
        final byte[] datagram = Datagrams.twoFlows();
        assertEquals(Datagrams.LENGTH, datagram.length);
        for (int length = 0; length < datagram.length; length++)
        {
            kit.clear();
            final DecodeStatus status = kit.decode(Arrays.copyOf(datagram, length));
            final int whole = length >= Datagrams.SECOND_SAMPLE ? 1 : 0;
            assertEquals(whole, kit.flowCount(), "cut at " + length);
            assertEquals(whole > 0, DecodeStatus.OK == status, "cut at " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 0xFF })
    void BAD_T05_shouldCountTrailingBytesAndKeepSamples(final int fill)
    {
        for (int added = 1; added <= 8; added++)
        {
            kit.clear();
            final byte[] datagram = Arrays.copyOf(Datagrams.twoFlows(), Datagrams.LENGTH + added);
            Arrays.fill(datagram, Datagrams.LENGTH, datagram.length, (byte)fill);
            assertDecoded(2, datagram);
            assertFault(DecodeStatus.TRAILING, added);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, 3, 6, 11, 0xFFFF, 0xFFFF_FFFFL })
    void BAD_T06_shouldRejectOtherVersions(final long version)
    {
        assertEquals(DecodeStatus.VERSION, kit.decode(Datagrams.twoFlowsWith(0, version)));
    }

    @Test
    void BAD_T07_shouldClaimOnlyDatagramsOfItsFamily()
    {
        assertTrue(SflowDecoder.provider().claims(5));
        assertTrue(SflowDecoder.provider().claims(4));
        assertFalse(SflowDecoder.provider().claims(0x0005_0001));
        assertFalse(SflowDecoder.provider().claims(0x000A_0010));
    }

    @Test
    void BAD_T08_shouldAcceptLargestUdpDatagram()
    {
        final SflowDatagramWriter writer = new SflowDatagramWriter().begin(buffer, 0, 0, Datagrams.AGENT_LOW, 0, 1, 1);
        int samples = 0;
        while (writer.length() + 120 <= 65_507)
        {
            writer.beginFlowSample(samples++, 3, 1000, 0, 0, 3, 5)
                .sampledHeader(1, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length).endSample();
        }
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        assertEquals(samples, kit.flowCount());
    }

    @ParameterizedTest
    @ValueSource(longs = { 3, 4, 0x8000_0001L, 0xFFFF_FFFFL })
    void BAD_S01_shouldRejectUnknownAgentAddressType(final long type)
    {
        assertEquals(DecodeStatus.ADDRESS_TYPE, kit.decode(Datagrams.twoFlowsWith(4, type)));
        assertTrue(kit.exporters().isEmpty());
    }

    @Test
    void BAD_S02_shouldRejectDatagramThatEndsInIpv6Agent()
    {
        final byte[] datagram = Datagrams.twoFlowsWith(4, 2);
        assertEquals(DecodeStatus.SHORT, kit.decode(Arrays.copyOf(datagram, 20)));
        assertEquals(DecodeStatus.SHORT, kit.decode(Arrays.copyOf(datagram, 39)));
    }

    @Test
    void BAD_S03_shouldAcceptDatagramWithoutSamples()
    {
        assertDecoded(0, Arrays.copyOf(Datagrams.twoFlowsWith(Datagrams.COUNT, 0), Datagrams.SAMPLE));
        assertFault(DecodeStatus.TRAILING, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = { 3, 1025, 0x8000_0000L, 0xFFFF_FFFFL })
    void BAD_S04_shouldKeepSamplesThatAreThereWhenMoreAreAnnounced(final long count)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.COUNT, count));
        assertFault(DecodeStatus.COUNT, 1);
    }

    @Test
    void BAD_S04_shouldCountTrailingBytesWhenFewerSamplesAreAnnounced()
    {
        assertDecoded(1, Datagrams.twoFlowsWith(Datagrams.COUNT, 1));
        assertFault(DecodeStatus.TRAILING, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, 2, 3, 4, 28, 31 })
    void BAD_S05_shouldRejectSampleShorterThanItsFixedPart(final long length)
    {
        final byte[] datagram = Datagrams.twoFlowsWith(Datagrams.SAMPLE_LENGTH, length);
        Wire.putU32(datagram, Datagrams.COUNT, 1);
        assertEquals(DecodeStatus.LENGTH, kit.decode(datagram));
        assertEquals(0, kit.flowCount());
    }

    @ParameterizedTest
    @ValueSource(longs = { 0x7FFF_FFFF, 0x8000_0000L, 0xFFFF_FFFCL, 0xFFFF_FFFDL, 0xFFFF_FFFEL, 0xFFFF_FFFFL })
    void BAD_S05_shouldRejectSampleOfHugeLength(final long length)
    {
        assertEquals(DecodeStatus.LENGTH, kit.decode(Datagrams.twoFlowsWith(Datagrams.SAMPLE_LENGTH, length)));
    }

    @Test
    void BAD_S05_shouldKeepNextSampleWhenLengthIsNotAligned()
    {
        final int length = Datagrams.SECOND_SAMPLE - Datagrams.SAMPLE - 8;
        assertDecoded(1, Datagrams.twoFlowsWith(Datagrams.SAMPLE_LENGTH, length - 1));
        assertFault(DecodeStatus.LENGTH, 1);
    }

    @Test
    void BAD_S06_shouldKeepFirstSampleWhenSecondRunsBeyondDatagram()
    {
        assertDecoded(1, Datagrams.twoFlowsWith(Datagrams.SECOND_SAMPLE + 4, Datagrams.LENGTH));
        assertFault(DecodeStatus.LENGTH, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = { 6, 4095, 0x010C_C3EC, 0xFFFF_FFFFL })
    void BAD_S07_shouldSkipUnknownSampleBetweenGoodOnes(final long format)
    {
        assertDecoded(1, Datagrams.twoFlowsWith(Datagrams.SAMPLE, format));
        assertFault(DecodeStatus.UNKNOWN_TYPE, 1);
    }

    @Test
    void BAD_S08_shouldSkipUnknownRecordAndKeepOthers()
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.SWITCH_RECORD, 0x0113_D00A));
        assertFault(DecodeStatus.UNKNOWN_TYPE, 1);
        assertFalse(kit.flows().get(0).has(Slots.VLAN_SOURCE));
        assertEquals(24, kit.flows().get(0).get(Slots.SOURCE_MASK_BITS));
        assertEquals(10, second().get(Slots.VLAN_SOURCE));
    }

    @ParameterizedTest
    @ValueSource(longs = { 4, 257, 0x8000_0000L, 0xFFFF_FFFFL, 2, 1 })
    void BAD_S09_shouldKeepPacketAndNextSampleWhenRecordCountLies(final long count)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.RECORD_COUNT, count));
        assertFault(DecodeStatus.COUNT, 1);
        assertEquals(443, kit.flows().get(0).get(Slots.L4_SOURCE_PORT));
    }

    @Test
    void BAD_S09_shouldNoteUnannouncedRecordsOfSampleThatAnnouncesNone()
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.RECORD_COUNT, 0));
        assertFault(DecodeStatus.COUNT, 1);
        assertFalse(kit.flows().get(0).has(Slots.BYTES));
    }

    @ParameterizedTest
    @ValueSource(longs = { 200, 0x7FFF_FFF0, 0xFFFF_FFFFL })
    void BAD_S10_shouldRejectSampleWhoseFirstRecordRunsBeyondIt(final long length)
    {
        assertDecoded(1, Datagrams.twoFlowsWith(Datagrams.HEADER_RECORD_LENGTH, length));
        assertFault(DecodeStatus.LENGTH, 1);
    }

    @Test
    void BAD_S10_shouldKeepWhatCameBeforeRecordThatRunsBeyondItsSample()
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.SWITCH_RECORD + 4, 0xFFFF_FFFFL));
        assertFault(DecodeStatus.LENGTH, 1);
        assertEquals(1518, kit.flows().get(0).get(Slots.BYTES));
        assertFalse(kit.flows().get(0).has(Slots.VLAN_SOURCE));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 4, 12 })
    void BAD_S11_shouldRejectSampledHeaderShorterThanItsFixedPart(final int length)
    {
        assertOnlyRecord(SflowFormat.SAMPLED_HEADER, length, DecodeStatus.LENGTH);
    }

    private void assertOnlyRecord(final int format, final int length, final DecodeStatus status)
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginFlowSample(1, 3, 1000, 0, 0, 3, 5).record(format, new byte[128], 0, length).endSample();
        assertEquals(status, kit.decode(buffer, 0, writer.length()));
        assertFault(status, 1);
        assertEquals(0, kit.flowCount());
    }

    @ParameterizedTest
    @ValueSource(longs = { 57, 60, 0x7FFF_FFFF, 0xFFFF_FFFDL, 0xFFFF_FFFFL })
    void BAD_S12_shouldRejectHeaderLongerThanItsRecord(final long length)
    {
        assertDecoded(1, Datagrams.twoFlowsWith(Datagrams.HEADER_LENGTH, length));
        assertFault(DecodeStatus.HEADER_LENGTH, 1);
    }

    @Test
    void BAD_S12_shouldRejectHeaderWithoutPadding()
    {
        final byte[] datagram = Datagrams.twoFlowsWith(Datagrams.HEADER_RECORD_LENGTH, 16 + Datagrams.PACKET.length);
        assertDecoded(1, datagram);
        assertFault(DecodeStatus.HEADER_LENGTH, 1);
    }

    @Test
    void BAD_S13_shouldAcceptFrameWithoutHeaderBytes()
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.HEADER_LENGTH, 0));
        assertEquals(1518, kit.flows().get(0).get(Slots.BYTES));
        assertEquals(0, kit.flows().get(0).present(0));
    }

    @ParameterizedTest
    @CsvSource({ "80,53", "84,1519", "84,4294967295", "80,4294967295" })
    void BAD_S14_shouldAcceptAndFlagLengthsThatContradictEachOther(final int offset, final long value)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(offset, value));
        assertEquals(1, kit.count(ExporterCounter.IMPLAUSIBLE));
        assertEquals(443, kit.flows().get(0).get(Slots.L4_SOURCE_PORT));
    }

    @Test
    void BAD_S15_shouldKeepLargestFrameAndRateUnsigned()
    {
        final byte[] datagram = Datagrams.twoFlowsWith(Datagrams.FRAME_LENGTH, 0xFFFF_FFFFL);
        Wire.putU32(datagram, Datagrams.RATE, 0xFFFF_FFFFL);
        assertDecoded(2, datagram);
        assertEquals(0xFFFF_FFFFL, kit.flows().get(0).get(Slots.BYTES));
        assertEquals(0xFFFF_FFFFL, kit.flows().get(0).get(Slots.SAMPLING_RATE));
        assertEquals(2, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void BAD_S15_shouldAcceptFrameLengthZero()
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.FRAME_LENGTH, 0));
        assertTrue(kit.flows().get(0).has(Slots.BYTES));
        assertEquals(0, kit.flows().get(0).get(Slots.BYTES));
    }

    @Test
    void BAD_S16_shouldTreatSamplingRateZeroAsUnknown()
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.RATE, 0));
        assertFalse(kit.flows().get(0).has(Slots.SAMPLING_RATE));
        assertEquals(1, kit.flows().get(0).samplingRateOrOne());
        assertEquals(1, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({ "2000000,0", "16777216,0", "16777217,1", "2147483648,1", "4294967295,1" })
    void BAD_S17_shouldAcceptAnyRateAndFlagThoseAboveTheCap(final long rate, final long flagged)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.RATE, rate));
        assertEquals(rate, kit.flows().get(0).get(Slots.SAMPLING_RATE));
        assertEquals(flagged, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0", "1073741823,3,0", "1073741825,1,1", "2147483648,2,0", "2147483655,2,7", "4294967295,3,1073741823"
    })
    void BAD_S19_shouldReadInterfacesExactly(final long wire, final int format, final long value)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.OUTPUT, wire));
        assertEquals(InterfaceIndex.of(format, value), kit.flows().get(0).get(Slots.OUTPUT_IFINDEX));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0x4000_0001L, 0x8000_0000L })
    void BAD_S20_shouldAcceptAndFlagInputWithFormat(final long wire)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.INPUT, wire));
        assertEquals(1, kit.count(ExporterCounter.IMPLAUSIBLE));
        assertFalse(kit.flows().get(0).has(Slots.DIRECTION));
    }

    @Test
    void BAD_S21_shouldAcceptCompactAndExpandedFormsFromOneAgent()
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginFlowSample(1, 3, 10, 0, 0, 3, 5)
            .sampledHeader(1, 100, 0, Datagrams.PACKET, 0, Datagrams.PACKET.length).endSample()
            .beginExpandedFlowSample(2, 0xFFFF_FFFEL, 20, 0, 0, 5, 0xFFFF_FFFEL)
            .sampledHeader(1, 100, 0, Datagrams.PACKET, 0, Datagrams.PACKET.length).endSample();
        assertDecoded(2, Arrays.copyOf(buffer, writer.length()));
        assertEquals(3, kit.flows().get(0).get(Slots.DATA_SOURCE));
        assertEquals(0, kit.flows().get(0).get(Slots.DIRECTION));
        assertEquals(0xFFFF_FFFEL, second().get(Slots.DATA_SOURCE));
        assertEquals(0xFFFF_FFFEL, second().get(Slots.OUTPUT_IFINDEX));
        assertEquals(1, second().get(Slots.DIRECTION));
    }

    @ParameterizedTest
    @CsvSource({ "0,0", "3,3", "16777219,4294967299", "50331651,12884901891", "4278190083,1095216660483" })
    void BAD_S22_shouldKeyByEveryClassOfDataSource(final long wire, final long dataSource)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.SOURCE, wire));
        assertEquals(dataSource, kit.flows().get(0).get(Slots.DATA_SOURCE));
        assertEquals(3 == dataSource, kit.flows().get(0).has(Slots.DIRECTION));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1003, 1004, 1005, 1006, 1007, 1012, 1020 })
    void BAD_S23_to_S27_shouldKeepThePacketWhateverOtherStructuresHold(final int format)
    {
        final byte[] body = new byte[64];
        Arrays.fill(body, (byte)0xFF);
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginFlowSample(1, 3, 1000, 0, 0, 3, 5).record(format, body, 0, body.length)
            .sampledHeader(1, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length).endSample();
        assertDecoded(1, Arrays.copyOf(buffer, writer.length()));
        assertEquals(0, kit.faults(DecodeStatus.UNKNOWN_TYPE));
        assertEquals(1020 == format ? 0 : 1, kit.faults(DecodeStatus.LENGTH) + kit.faults(DecodeStatus.COUNT) +
            kit.faults(DecodeStatus.ADDRESS_TYPE));
        assertEquals(443, kit.flows().get(0).get(Slots.L4_SOURCE_PORT));
    }

    @ParameterizedTest
    @CsvSource({ "2,20", "3,28", "4,52", "3,0" })
    void BAD_S28_shouldRejectShortSampledStructures(final int format, final int length)
    {
        assertOnlyRecord(format, length, DecodeStatus.LENGTH);
    }

    @Test
    void BAD_S28_shouldKeepGoodStructureWhenAnotherOfItsKindIsShort()
    {
        final byte[] ipv4 = new byte[32];
        Wire.putU32(ipv4, 0, 900);
        Wire.putU32(ipv4, 4, 17);
        Wire.putU32(ipv4, 8, 0x0A00_0001);
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginFlowSample(1, 3, 1000, 0, 0, 3, 5).record(SflowFormat.SAMPLED_IPV4, ipv4, 0, 32)
            .record(SflowFormat.SAMPLED_IPV4, ipv4, 0, 4).endSample();
        assertDecoded(1, Arrays.copyOf(buffer, writer.length()));
        assertFault(DecodeStatus.LENGTH, 1);
        assertEquals(900, kit.flows().get(0).get(Slots.BYTES));
        assertEquals(0xFFFF_0A00_0001L, kit.flows().get(0).get(Slots.IP_SOURCE + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 2, 18, 99, 0x8000_0000L, 0xFFFF_FFFFL })
    void BAD_S29_shouldKeepFrameCountsOfUnknownHeaderProtocol(final long protocol)
    {
        assertDecoded(2, Datagrams.twoFlowsWith(Datagrams.PROTOCOL, protocol));
        assertFault(DecodeStatus.UNKNOWN_TYPE, 1);
        assertEquals(1518, kit.flows().get(0).get(Slots.BYTES));
        assertEquals(protocol, kit.flows().get(0).get(Slots.HEADER_PROTOCOL));
        assertEquals(0, kit.flows().get(0).present(0));
    }

    @Test
    void BAD_S30_shouldAcceptCounterSampleWithoutRecords()
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginCountersSample(1, 3).endSample();
        assertDecoded(0, Arrays.copyOf(buffer, writer.length()));
        assertEquals(1, kit.count(ExporterCounter.COUNTER_SAMPLES));
    }

    @ParameterizedTest
    @CsvSource({ "84,18", "88,19", "92,19", "8,2", "12,2", "4,1" })
    void BAD_S30_shouldReadAsManyInterfaceCountersAsThereAre(final int length, final int counters)
    {
        final byte[] body = new byte[length];
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginCountersSample(1, 3).record(1, body, 0, length).record(4000, body, 0, length).endSample();
        assertDecoded(0, Arrays.copyOf(buffer, writer.length()));
        assertEquals(1, kit.counterCount());
        for (int i = 0; i < kit.counters().get(0).schema().counters().size(); i++)
        {
            assertEquals(i < counters, kit.counters().get(0).has(i));
        }
        assertFault(DecodeStatus.UNKNOWN_TYPE, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 3, 83, 87 })
    void BAD_S30_shouldRejectInterfaceCountersThatAreNotWords(final int length)
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginCountersSample(1, 3).record(1, new byte[88], 0, length).endSample();
        Wire.putU32(buffer, 28 + 8 + 12 + 4, length);
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        assertEquals(0, kit.counterCount());
        assertFault(DecodeStatus.LENGTH, 1);
    }

    @Test
    void BAD_S31_shouldTreatAllOnesAsAbsentInCountersOnly()
    {
        final byte[] body = new byte[88];
        Arrays.fill(body, (byte)0xFF);
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginCountersSample(1, 3).record(1, body, 0, body.length).endSample();
        assertDecoded(0, Arrays.copyOf(buffer, writer.length()));
        final StringBuilder present = new StringBuilder();
        for (int i = 0; i < 19; i++)
        {
            present.append(kit.counters().get(0).has(i) ? '1' : '0');
        }
        assertEquals("1101100000000000001", present.toString());
    }

    @Test
    void BAD_S33_shouldKeepStreamsOfSubAgentsAndSourcesApart()
    {
        final byte[] datagram = Datagrams.twoFlows();
        kit.decode(datagram);
        Wire.putU32(datagram, 12, 1);
        kit.decode(datagram);
        kit.from(0, 0xFFFF_CB00_7101L, 6343).decode(datagram);
        assertEquals(3, kit.exporters().size());
        assertEquals(0, kit.count(ExporterCounter.LOST));
    }

    @Test
    void BAD_S34_shouldKeyByAgentThatDiffersFromUdpSource()
    {
        kit.decode(Datagrams.twoFlows());
        assertEquals("192.0.2.1", kit.exporters().get(0).source());
        assertEquals("192.0.2.254", kit.exporters().get(0).agent());
        assertEquals(Datagrams.AGENT_LOW, kit.flows().get(0).get(Slots.AGENT + 1));
    }

    @Test
    void BAD_S35_shouldCountDropNotification()
    {
        assertDecoded(1, Datagrams.twoFlowsWith(Datagrams.SAMPLE, SflowFormat.DISCARDED_PACKET));
        assertEquals(1, kit.count(ExporterCounter.DISCARD_SAMPLES));
        assertEquals(1, kit.count(ExporterCounter.FLOW_SAMPLES));
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 3, 6 })
    void BAD_S36_shouldRejectVersionsThatAreNotInUse(final long version)
    {
        assertEquals(DecodeStatus.VERSION, kit.decode(Datagrams.twoFlowsWith(0, version)));
    }

    @Test
    void BAD_S37_shouldStopAtLimitOfSamples()
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginFlowSample(1, 3, 1000, 0, 0, 3, 5)
            .sampledHeader(1, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length).endSample();
        final int length = 65_500;
        for (int at = writer.length(); at + 8 <= length; at += 8)
        {
            Wire.putU32(buffer, at, 0x0FFF_F001);
            Wire.putU32(buffer, at + 4, 0);
        }
        Wire.putU32(buffer, Datagrams.COUNT, 8000);
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, length));
        assertEquals(1, kit.flowCount());
        assertFault(DecodeStatus.COUNT, 1);
        assertFault(DecodeStatus.UNKNOWN_TYPE, SflowDecoder.MAX_SAMPLES - 1);
    }

    @Test
    void BAD_S37_shouldStopAtLimitOfRecords()
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer);
        writer.beginFlowSample(1, 3, 1000, 0, 0, 3, 5)
            .sampledHeader(1, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length);
        for (int i = 0; i < SflowDecoder.MAX_RECORDS; i++)
        {
            writer.record(4000, buffer, 0, 0);
        }
        writer.endSample();
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        assertEquals(1, kit.flowCount());
        assertFault(DecodeStatus.COUNT, 1);
        assertFault(DecodeStatus.UNKNOWN_TYPE, SflowDecoder.MAX_RECORDS - 1);
    }
}
