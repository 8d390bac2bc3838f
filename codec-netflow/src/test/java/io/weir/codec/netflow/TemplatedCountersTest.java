package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.SamplingSource;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatedCountersTest
{
    private static final long EXPORT_MS = Message.EXPORT_SECONDS * 1_000;

    private DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    @Test
    void VEC_I23_shouldCountWhatATotalHasGrownByForEachFlow()
    {
        decode(Message.ipfix(1, 0).template(256, 8, 4, 12, 4, 85, 8, 86, 4).set(256)
            .u32(1).u32(2).u64(1_000).u32(10)
            .u32(1).u32(3).u64(50).u32(1).bytes());
        decode(Message.ipfix(2, 0).set(256).u32(1).u32(2).u64(1_500).u32(11).u32(1).u32(3).u64(50).u32(1).bytes());

        assertCounters(0, 1_000, 10);
        assertCounters(1, 50, 1);
        assertCounters(2, 500, 1);
        assertCounters(3, 0, 0);
    }

    @Test
    void shouldTellAFlowWithATotalByItsIdAndLetTheDifferenceBeginWhereTheLastOneEnded()
    {
        decode(Message.ipfix(1, 0).template(256, 148, 8, 85, 8, 152, 8, 153, 8).set(256)
            .u64(77).u64(1_000).u64(EXPORT_MS - 90_000).u64(EXPORT_MS - 60_000)
            .u64(77).u64(1_600).u64(EXPORT_MS - 90_000).u64(EXPORT_MS).bytes());

        assertEquals(EXPORT_MS - 90_000, flow(0).get(Slots.START_TIME));
        assertEquals(600, flow(1).get(Slots.BYTES));
        assertEquals(EXPORT_MS - 60_000, flow(1).get(Slots.START_TIME));
        assertEquals(EXPORT_MS, flow(1).get(Slots.END_TIME));
    }

    @Test
    void shouldTakeATotalOfAnotherStartAsThatOfAnotherFlow()
    {
        decode(Message.ipfix(1, 0).template(256, 8, 4, 85, 8, 152, 8, 153, 8).set(256)
            .u32(1).u64(1_000).u64(EXPORT_MS - 90_000).u64(EXPORT_MS - 60_000)
            .u32(1).u64(1_600).u64(EXPORT_MS - 50_000).u64(EXPORT_MS).bytes());

        assertEquals(1_600, flow(1).get(Slots.BYTES));
        assertEquals(EXPORT_MS - 50_000, flow(1).get(Slots.START_TIME));
    }

    @Test
    void shouldNotAddATotalToADelta()
    {
        decode(Message.ipfix(1, 0).template(256, 85, 8, 86, 8, 1, 8, 2, 8).set(256)
            .u64(775).u64(8).u64(700).u64(7).bytes());
        assertCounters(0, 700, 7);
    }

    @Test
    void shouldTakeBytesOfLayer2OnlyWhereThereAreNoOthers()
    {
        decode(Message.ipfix(1, 0).template(256, 352, 8).template(257, 352, 8, 85, 8).template(258, 352, 8, 1, 8)
            .set(256).u64(10).endSet().set(257).u64(20).u64(15).endSet().set(258).u64(30).u64(25).bytes());

        assertEquals(10, flow(0).get(Slots.BYTES));
        assertEquals(15, flow(1).get(Slots.BYTES));
        assertEquals(25, flow(2).get(Slots.BYTES));
        assertEquals(20, flow(1).get(Slots.LAYER2_BYTES));
    }

    @Test
    void shouldKeepEveryKindOfCounterInASlotOfItsOwn()
    {
        decode(Message.v9(1, 0).template(256, 1, 4, 2, 4, 23, 4, 24, 4, 132, 4, 133, 4, 3, 4).set(256)
            .u32(1_000).u32(10).u32(900).u32(9).u32(100).u32(1).u32(4).bytes());

        assertCounters(0, 1_000, 10);
        assertEquals(900, flow(0).get(Slots.POST_BYTES));
        assertEquals(9, flow(0).get(Slots.POST_FRAMES));
        assertEquals(100, flow(0).get(Slots.DROPPED_BYTES));
        assertEquals(1, flow(0).get(Slots.DROPPED_FRAMES));
        assertEquals(4, flow(0).get(Slots.FLOWS));
    }

    @Test
    void shouldCountTheEndOfAFlowThatHasSentNoUpdateAndOnlyThat()
    {
        decode(Message.v9(1, 0).template(256, 148, 4, 233, 1, 231, 4, 232, 4).set(256)
            .u32(1).u8(1).u32(0).u32(0)
            .u32(1).u8(2).u32(300).u32(40)
            .u32(2).u8(5).u32(10).u32(20)
            .u32(2).u8(2).u32(300).u32(40)
            .u32(2).u8(2).u32(300).u32(40)
            .u32(3).u8(3).u32(7).u32(7).bytes());

        assertFalse(flow(0).has(Field.BYTES));
        assertEquals(340, flow(1).get(Slots.BYTES));
        assertEquals(30, flow(2).get(Slots.BYTES));
        assertFalse(flow(3).has(Field.BYTES));
        assertEquals(340, flow(4).get(Slots.BYTES));
        assertFalse(flow(5).has(Field.BYTES));
        assertEquals(6, kit.count(ExporterCounter.FLOW_RECORDS));
    }

    @Test
    void shouldCountBytesOfAnEventThatHasThemAndMakeNoFlowOfZeroBytesOfOneThatHasNone()
    {
        decode(Message.v9(1, 0).template(256, 233, 1, 1, 4, 2, 4).set(256)
            .u8(2).u32(500).u32(5).u8(1).u32(0).u32(0).u8(0).u32(0).u32(1).bytes());

        assertCounters(0, 500, 5);
        assertFalse(flow(1).has(Field.BYTES) || flow(1).has(Field.FRAMES));
        assertCounters(2, 0, 1);
    }

    @Test
    void shouldTakeClientAndServerOfCiscoAsSourceAndDestination()
    {
        decode(Message.v9(1, 0).template(256, 45_004, 4, 45_005, 4, 45_008, 2, 45_009, 2, 4, 1, 41_106, 8, 41_105, 8)
            .set(256).u32(0x0A00_0001).u32(0x0A00_0002).u16(50_000).u16(443).u8(6).u64(700).u64(300).bytes());

        assertEquals("10.0.0.1", IpText.of(0, flow(0).get(Slots.IP_SOURCE + 1)));
        assertEquals(443, flow(0).get(Slots.L4_DESTINATION_PORT));
        assertEquals(1_000, flow(0).get(Slots.BYTES));
    }

    @Test
    void shouldTurnEverythingRoundInTheSecondRecordOfABiflow()
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().biflows(BiflowMode.TWO_RECORDS).build());
        final int pen = 0x8000;
        decode(Message.ipfix(1, 0).set(2).u16(256).u16(11)
            .u16(8).u16(4).u16(12).u16(4).u16(7).u16(2).u16(11).u16(2).u16(4).u16(1).u16(6).u16(2).u16(16).u16(4)
            .u16(1).u16(4).u16(pen | 1).u16(4).u32(29_305).u16(pen | 2).u16(4).u32(29_305)
            .u16(pen | 6).u16(2).u32(29_305).endSet().set(256)
            .u32(1).u32(2).u16(1_000).u16(80).u8(6).u16(2).u32(65_001).u32(100).u32(900).u32(3).u16(0x12)
            .u32(1).u32(2).u16(1_000).u16(80).u8(6).u16(2).u32(65_001).u32(100).u32(0).u32(0).u16(0).bytes());

        assertEquals(3, kit.flowCount());
        assertEquals(2, flow(0).get(Slots.TCP_FLAGS));
        final FlowRecord reverse = flow(1);
        assertEquals(900, reverse.get(Slots.BYTES));
        assertEquals(80, reverse.get(Slots.L4_SOURCE_PORT));
        assertEquals(0x12, reverse.get(Slots.TCP_FLAGS));
        assertEquals(65_001, reverse.get(Slots.BGP_DESTINATION_AS));
        assertFalse(reverse.has(Field.BGP_SOURCE_AS));
        assertTrue(reverse.has(Slots.TCP) && reverse.has(Slots.IPV4));
        assertEquals(100, flow(2).get(Slots.BYTES));
        assertEquals(2, kit.count(ExporterCounter.FLOW_RECORDS));
    }

    @ParameterizedTest
    @CsvSource({ "1100, 1900, 1100, 1900", "1100, 0, 1100, 2000", "0, 1900, 1000, 1900", "1900, 1100, 1000, 2000",
        "0, 900, 1000, 2000", "0, 0, 1000, 2000" })
    void shouldTellTheTimesOfTheWayBackInTheSecondRecordOfABiflow(
        final long start,
        final long end,
        final long expectedStart,
        final long expectedEnd)
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().biflows(BiflowMode.TWO_RECORDS).build());
        final int pen = 0x8000;
        decode(Message.ipfix(1, 0).set(2).u16(256).u16(6).u16(152).u16(8).u16(153).u16(8).u16(1).u16(4)
            .u16(pen | 1).u16(4).u32(29_305).u16(pen | 152).u16(8).u32(29_305).u16(pen | 153).u16(8).u32(29_305)
            .endSet().set(256).u64(1_000).u64(2_000).u32(5).u32(6).u64(start).u64(end).bytes());

        assertEquals(1_000, flow(0).get(Slots.START_TIME));
        assertEquals(2_000, flow(0).get(Slots.END_TIME));
        assertEquals(expectedStart, flow(1).get(Slots.START_TIME));
        assertEquals(expectedEnd, flow(1).get(Slots.END_TIME));
    }

    @Test
    void shouldBeginTheWayBackWhenItsFirstPacketCame()
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().biflows(BiflowMode.TWO_RECORDS).build());
        final int pen = 0x8000;
        final byte[] message = Message.ipfix(1, 0).set(2).u16(256).u16(5)
            .u16(152).u16(8).u16(153).u16(8).u16(1).u16(4)
            .u16(pen | 1).u16(4).u32(29_305).u16(pen | 21).u16(4).u32(6_871)
            .endSet().set(256).u64(1_000).u64(2_000).u32(5).u32(6).u32(30).bytes();
        decode(message);
        assertEquals(1_000, flow(0).get(Slots.START_TIME));
        assertEquals(1_030, flow(1).get(Slots.START_TIME));
        assertEquals(2_000, flow(1).get(Slots.END_TIME));
        kit.wanting(FieldSet.of(Field.START_TIME, Field.BYTES));
        decode(message);
        assertEquals(1_030, flow(3).get(Slots.START_TIME));
        assertFalse(flow(3).has(Field.END_TIME));
    }

    @Test
    void shouldSplitBiflowsWhateverIsWanted()
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().biflows(BiflowMode.TWO_RECORDS).build())
            .wanting(FieldSet.of(Field.IP_SOURCE, Field.BYTES));
        decode(Message.v9(1, 0).template(256, 8, 4, 12, 4, 231, 4, 232, 4).set(256)
            .u32(1).u32(2).u32(100).u32(900).bytes());
        assertEquals(2, kit.flowCount());
        assertEquals(100, flow(0).get(Slots.BYTES));
        assertEquals(900, flow(1).get(Slots.BYTES));
        assertFalse(flow(0).has(Field.IP_DESTINATION));
    }

    @ParameterizedTest
    @EnumSource(DirectionRule.class)
    void shouldLeaveOutRecordsOfTheOtherDirectionAndCountThem(final DirectionRule rule)
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().direction(rule).build())
            .wanting(FieldSet.of(Field.BYTES));
        decode(Message.v9(1, 0).template(256, 61, 1, 1, 4).template(257, 1, 4).set(256)
            .u8(0).u32(10).u8(1).u32(20).u8(255).u32(40).endSet().set(257).u32(80).bytes());

        final long bytes = kit.flows().stream().mapToLong(record -> record.get(Slots.BYTES)).sum();
        final long leftOut = DirectionRule.INGRESS == rule ? 20 : DirectionRule.EGRESS == rule ? 10 : 0;
        assertEquals(150 - leftOut, bytes);
        assertEquals(0 == leftOut ? 0 : 1, kit.count(ExporterCounter.OTHER_DIRECTION));
        assertEquals(4, kit.count(ExporterCounter.FLOW_RECORDS));
    }

    @Test
    void shouldSayWhereTheSamplingRateComesFrom()
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().defaultSamplingRate(7).build());
        decode(Message.v9(1, 0).template(256, 48, 1, 10, 4, 34, 4, 1, 4).set(256)
            .u8(0).u32(9).u32(0).u32(1).bytes());
        decode(Message.v9(2, 0).optionsTemplate(300, 1, 1, 4, 34, 4).optionsTemplate(301, 1, 2, 4, 34, 4)
            .optionsTemplate(302, 1, 1, 4, 48, 2, 50, 4)
            .set(300).u32(0).u32(100).endSet().set(301).u32(3).u32(200).endSet().set(302).u32(0).u16(5).u32(300)
            .endSet().set(256)
            .u8(0).u32(9).u32(0).u32(1)
            .u8(0).u32(3).u32(0).u32(1)
            .u8(5).u32(3).u32(0).u32(1)
            .u8(5).u32(3).u32(400).u32(1).bytes());

        assertSampling(0, 7, SamplingSource.DEFAULT);
        assertSampling(1, 100, SamplingSource.DOMAIN);
        assertSampling(2, 200, SamplingSource.INTERFACE);
        assertSampling(3, 300, SamplingSource.SELECTOR);
        assertSampling(4, 400, SamplingSource.RECORD);
        assertEquals(0, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
    }

    @Test
    void shouldTakeTheRateOfTheCallerWhateverTheExporterTells()
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().samplingRate("192.0.2.0/24", 512)
            .samplingRate("192.0.0.0/8", 4).build());
        decode(Message.v9(1, 0).template(256, 34, 4, 1, 4).set(256).u32(400).u32(1).bytes());
        assertSampling(0, 512, SamplingSource.OVERRIDE);
        assertEquals(512, kit.exporters().get(0).samplingRate());
        kit.from(0, 0xFFFF_0A00_0001L, 2_000);
        decode(Message.v9(1, 0).template(256, 34, 4, 1, 4).set(256).u32(400).u32(1).bytes());
        assertSampling(1, 400, SamplingSource.RECORD);
    }

    @Test
    void shouldTakeTheRateOfTheCallerForVersion5()
    {
        kit = DecoderKit.keeping(NetflowDecoder.builder().samplingRate("192.0.2.1", 512)
            .defaultSamplingRate(9).build());
        final byte[] datagram = Vectors.datagrams("N01").get(0);
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        kit.from(0, 0xFFFF_0A00_0001L, 2_000);
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        datagram[22] = 0;
        datagram[23] = 0;
        kit.decode(datagram);
        assertSampling(0, 512, SamplingSource.OVERRIDE);
        assertSampling(1, 1_000, SamplingSource.HEADER);
        assertSampling(2, 9, SamplingSource.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, -1, 1L << 32 })
    void shouldRefuseRatesOutOfRange(final long rate)
    {
        final NetflowDecoder.Builder builder = NetflowDecoder.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.defaultSamplingRate(rate));
        assertThrows(IllegalArgumentException.class, () -> builder.samplingRate("10.0.0.0/8", rate).build());
        assertThrows(IllegalArgumentException.class, () -> builder.samplingRate("nonsense", 1));
        assertThrows(IllegalArgumentException.class,
            () -> NetflowDecoder.builder().maxFlowTotals(-1, 5).build());
    }

    @ParameterizedTest
    @CsvSource({ "1767225600000000000, 1767225600000", "1767225600123456, 1767225600123",
        "16991744000000000000, 1747209892321", "4294967296, 2085978497000" })
    void shouldTellNtpFromOtherEpochsByTheExportTime(final String stamp, final long expectedMs)
    {
        decode(Message.ipfix(1, 0).template(256, 156, 8, 157, 8).set(256)
            .u64(Long.parseUnsignedLong(stamp)).u64(Long.parseUnsignedLong(stamp)).bytes());
        assertEquals(expectedMs, flow(0).get(Slots.START_TIME));
    }

    @Test
    void shouldTakeTheObservationTimeOfAnEventAsItsStartAndEnd()
    {
        decode(Message.ipfix(1, 0).template(256, 323, 8, 230, 1).set(256).u64(EXPORT_MS - 5).u8(4).bytes());
        assertEquals(EXPORT_MS - 5, flow(0).get(Slots.START_TIME));
        assertEquals(EXPORT_MS - 5, flow(0).get(Slots.END_TIME));
        assertEquals(0, kit.count(ExporterCounter.TIME_UNKNOWN));
    }

    private void decode(final byte[] message)
    {
        assertEquals(DecodeStatus.OK, kit.decode(message));
        assertEquals(0, kit.outcomes(DecodeStatus.INTERNAL));
    }

    private FlowRecord flow(final int index)
    {
        return kit.flows().get(index);
    }

    private void assertCounters(final int index, final long bytes, final long frames)
    {
        assertTrue(flow(index).has(Field.BYTES) && flow(index).has(Field.FRAMES));
        assertEquals(bytes, flow(index).get(Slots.BYTES));
        assertEquals(frames, flow(index).get(Slots.FRAMES));
    }

    private void assertSampling(final int index, final long rate, final SamplingSource source)
    {
        assertEquals(rate, flow(index).get(Slots.SAMPLING_RATE));
        assertEquals(source.ordinal(), flow(index).get(Slots.SAMPLING_SOURCE));
    }
}
