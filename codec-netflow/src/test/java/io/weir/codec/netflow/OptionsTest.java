package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.ExporterStatistic;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.SamplingSource;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exporters say in options records of how they sample, and of themselves. */
class OptionsTest
{
    private static final int SELECTOR = 302;
    private static final int ALGORITHM = 304;

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    private void decode(final Message message)
    {
        assertEquals(DecodeStatus.OK, kit.decode(message.bytes()));
    }

    private FlowRecord flowOfSelector(final long selector)
    {
        decode(Message.ipfix(2, 0).template(256, SELECTOR, 8, 1, 4).set(256).u64(selector).u32(5));
        return kit.flows().get(kit.flows().size() - 1);
    }

    private ExporterSnapshot exporter()
    {
        return kit.exporters().get(0);
    }

    @ParameterizedTest
    @CsvSource({ "6, 0, ffffffff, 0, ffffff, 256", "7, 0, 3ff, 10, 13, 256", "8, 100, 1ff, 100, 1ff, 1",
        "6, 0, ffffffffffffffff, 0, 7fffffffffffffff, 2", "6, 0, ffffffffffffffff, 5, 5, 4294967295" })
    void shouldTellTheRateOfPacketsThatAHashSelects(
        final int algorithm,
        final String outputMin,
        final String outputMax,
        final String selectedMin,
        final String selectedMax,
        final long rate)
    {
        decode(Message.ipfix(1, 0).optionsTemplate(300, 1, SELECTOR, 8, ALGORITHM, 2, 329, 8, 330, 8, 331, 8, 332, 8)
            .set(300).u64(7).u16(algorithm).u64(hex(outputMin)).u64(hex(outputMax)).u64(hex(selectedMin))
            .u64(hex(selectedMax)));
        final FlowRecord flow = flowOfSelector(7);
        assertEquals(rate, flow.get(Slots.SAMPLING_RATE));
        assertEquals(SamplingSource.SELECTOR.ordinal(), (int)flow.get(Slots.SAMPLING_SOURCE));
    }

    @Test
    void shouldAddUpTheRangesThatAHashSelects()
    {
        decode(Message.ipfix(1, 0)
            .optionsTemplate(300, 1, SELECTOR, 8, 329, 4, 330, 4, 331, 4, 332, 4, 331, 4, 332, 4)
            .set(300).u64(7).u32(0).u32(999).u32(0).u32(9).u32(500).u32(509));
        assertEquals(50, flowOfSelector(7).get(Slots.SAMPLING_RATE));
    }

    @ParameterizedTest
    @CsvSource({ "0, 99, 0, 199", "99, 0, 0, 0", "0, 99, 10, 0" })
    void shouldTellNoRateOfRangesThatCannotBe(
        final long outputMin,
        final long outputMax,
        final long selectedMin,
        final long selectedMax)
    {
        decode(Message.ipfix(1, 0).optionsTemplate(300, 1, SELECTOR, 8, 329, 4, 330, 4, 331, 4, 332, 4)
            .set(300).u64(7).u32(outputMin).u32(outputMax).u32(selectedMin).u32(selectedMax));
        assertFalse(flowOfSelector(7).has(Field.SAMPLING_RATE));
    }

    @Test
    void shouldTellNoRateOfAHashWithoutRanges()
    {
        decode(Message.ipfix(1, 0).optionsTemplate(300, 1, SELECTOR, 8, ALGORITHM, 2).set(300).u64(7).u16(6));
        assertFalse(flowOfSelector(7).has(Field.SAMPLING_RATE));
    }

    @Test
    void shouldKeepWhatAnExporterTellsOfItself()
    {
        decode(Message.ipfix(1, 0)
            .optionsTemplate(300, 1, 149, 4, 41, 8, 42, 8, 40, 8)
            .optionsTemplate(301, 1, 143, 4, 164, 8, 165, 8)
            .optionsTemplate(302, 1, 144, 4, 166, 4, 167, 4, 168, 8));
        for (final ExporterStatistic statistic : ExporterStatistic.values())
        {
            assertEquals(-1, exporter().told(statistic));
        }
        decode(Message.ipfix(1, 0).set(300).u32(0).u64(10).u64(300).u64(14_000).endSet()
            .set(301).u32(1).u64(0).u64(0).endSet().set(302).u32(1).u32(3).u32(40).u64(Long.MAX_VALUE));
        decode(Message.ipfix(4, 0).set(300).u32(0).u64(11).u64(330).u64(15_000));

        assertEquals(11, exporter().told(ExporterStatistic.EXPORTED_MESSAGES));
        assertEquals(330, exporter().told(ExporterStatistic.EXPORTED_FLOW_RECORDS));
        assertEquals(15_000, exporter().told(ExporterStatistic.EXPORTED_OCTETS));
        assertEquals(0, exporter().told(ExporterStatistic.IGNORED_PACKETS));
        assertEquals(0, exporter().told(ExporterStatistic.IGNORED_OCTETS));
        assertEquals(3, exporter().told(ExporterStatistic.NOT_SENT_FLOWS));
        assertEquals(40, exporter().told(ExporterStatistic.NOT_SENT_PACKETS));
        assertEquals(Long.MAX_VALUE, exporter().told(ExporterStatistic.NOT_SENT_OCTETS));
        assertEquals(-1, exporter().told(ExporterStatistic.OBSERVED_FLOWS));
    }

    @Test
    void shouldKeepStatisticsOfVersion9()
    {
        decode(Message.v9(1, 0).optionsTemplate(300, 1, 1, 4, 42, 4, 41, 4).set(300).u32(0).u32(77).u32(8));
        assertEquals(77, exporter().told(ExporterStatistic.EXPORTED_FLOW_RECORDS));
        assertEquals(8, exporter().told(ExporterStatistic.EXPORTED_MESSAGES));
    }

    @Test
    void shouldTakeNothingFromARecordThatIsCutOff()
    {
        decode(Message.ipfix(1, 0).optionsTemplate(300, 1, 149, 4, 41, 8, 82, Message.VARIABLE)
            .set(300).u32(0).u64(10).u8(200).u8(1));
        assertEquals(-1, exporter().told(ExporterStatistic.EXPORTED_MESSAGES));
    }

    @Test
    void shouldAllocateNothingWhenStatisticsAreToldAgain()
    {
        final DecoderKit digest = DecoderKit.digesting(NetflowDecoder.provider());
        digest.decode(Message.ipfix(1, 0).optionsTemplate(300, 1, 149, 4, 41, 8, 42, 8, 40, 8).bytes());
        final byte[] message = Message.ipfix(1, 0).set(300).u32(0).u64(10).u64(300).u64(14_000).bytes();
        assertEquals(0, Allocation.steadyBytesOf(() -> digest.decode(message)));
    }

    private static long hex(final String digits)
    {
        return Long.parseUnsignedLong(digits, 16);
    }
}
