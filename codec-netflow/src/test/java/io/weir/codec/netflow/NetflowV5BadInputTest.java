package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Mutator;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetflowV5BadInputTest
{
    private static final int HEADER = NetflowV5View.HEADER_LENGTH;
    private static final int RECORD = NetflowV5View.RECORD_LENGTH;

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    @Test
    void BAD_N01_shouldAcceptNoRecords()
    {
        assertEquals(DecodeStatus.OK, kit.decode(V5.datagram(0)));
        assertEquals(0, kit.flowCount());
        assertEquals(0, kit.faults(DecodeStatus.TRAILING));
    }

    @ParameterizedTest
    @ValueSource(ints = { 31, 255, 256, 0x7FFF, 0x8000, 65_535 })
    void BAD_N01_shouldRejectACountAboveThirty(final int count)
    {
        final byte[] datagram = Arrays.copyOf(V5.datagram(30), HEADER + 40 * RECORD);
        Wire.putU16(datagram, V5.COUNT_OFFSET, count);

        assertEquals(DecodeStatus.COUNT, kit.decode(datagram));
        assertNothingDelivered();
    }

    @Test
    void BAD_N01_shouldRejectWholeWhenOneRecordMoreIsAnnounced()
    {
        final byte[] datagram = V5.datagram(7);
        Wire.putU16(datagram, V5.COUNT_OFFSET, 8);

        assertEquals(DecodeStatus.LENGTH, kit.decode(datagram));
        assertNothingDelivered();
    }

    @Test
    void BAD_N01_shouldKeepTheRecordsAndNoteWhatTrailsWhenOneRecordLessIsAnnounced()
    {
        final byte[] datagram = V5.datagram(7);
        Wire.putU16(datagram, V5.COUNT_OFFSET, 6);

        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        assertEquals(6, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.TRAILING));
    }

    @Test
    void BAD_N02_shouldCallAHeaderWithoutItsRecordShort()
    {
        assertEquals(DecodeStatus.SHORT, kit.decode(V5.datagram(1), 0, HEADER));
        assertNothingDelivered();
    }

    @ParameterizedTest
    @CsvSource({ "0, 0", "1, 0", "2, 0", "3, 0", "0, 1", "0, 100", "1, 100", "2, 16383", "3, 16383" })
    void BAD_N03_shouldTakeEveryIntervalButZeroWhateverTheMode(final int mode, final int interval)
    {
        final byte[] datagram = V5.datagram(3);
        Wire.putU16(datagram, NetflowV5View.SAMPLING_OFFSET, mode << 14 | interval);

        assertEquals(DecodeStatus.OK, kit.decode(datagram));

        final FlowRecord record = kit.flows().get(2);
        assertEquals(0 != interval, record.has(Field.SAMPLING_RATE));
        assertEquals(Math.max(1, interval), record.samplingRateOrOne());
        assertEquals(0 == interval ? 3 : 0, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
        assertEquals(interval, kit.exporters().get(0).samplingRate());
    }

    @Test
    void BAD_N04_shouldHaveNoTimesWhenTheFirstPacketIsAfterTheLast()
    {
        final FlowRecord record = decodeTimes(V5.UPTIME_MS - 100, V5.UPTIME_MS - 101, V5.UPTIME_MS);

        assertFalse(record.has(Field.START_TIME));
        assertFalse(record.has(Field.END_TIME));
        assertEquals(1, kit.count(ExporterCounter.TIME_UNKNOWN));
        assertEquals(1, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @ParameterizedTest
    @CsvSource({ "1, true", "300000, true", "300001, false", "2147483647, false" })
    void BAD_N04_shouldKeepTimesThatAreALittleAheadOfTheExport(final long aheadMs, final boolean usable)
    {
        final FlowRecord record = decodeTimes(V5.UPTIME_MS, V5.UPTIME_MS + aheadMs, V5.UPTIME_MS);

        assertEquals(usable, record.has(Field.START_TIME));
        assertEquals(usable, record.has(Field.END_TIME));
        assertEquals(1, kit.count(ExporterCounter.IMPLAUSIBLE));
        assertEquals(usable ? 0 : 1, kit.count(ExporterCounter.TIME_UNKNOWN));
        if (usable)
        {
            assertEquals(V5.timeMs(), record.get(Slots.START_TIME));
            assertEquals(V5.timeMs() + aheadMs, record.get(Slots.END_TIME));
        }
    }

    @Test
    void BAD_N04_shouldFollowAWrapInsideTheFlow()
    {
        final FlowRecord record = decodeTimes(0xFFFF_FF00L, 0x100L, 0x200L);

        assertEquals(V5.timeMs() - 0x300, record.get(Slots.START_TIME));
        assertEquals(V5.timeMs() - 0x100, record.get(Slots.END_TIME));
        assertEquals(0, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, true", "0, 1, true", "1, 0, true", "1, 4294967295, true", "1, 65535, false", "1, 65536, true",
        "65538, 4294967295, false", "4294967295, 4294967295, false", "4294967295, 1, false"
    })
    void BAD_N05_shouldAcceptAnyCountersAndFlagTheImplausible(
        final long packets,
        final long octets,
        final boolean implausible)
    {
        final byte[] buffer = new byte[HEADER + RECORD];
        V5.writer(buffer).nextRecord().counters(packets, octets).times(V5.UPTIME_MS, V5.UPTIME_MS);

        assertEquals(DecodeStatus.OK, kit.decode(buffer));

        final FlowRecord record = kit.flows().get(0);
        assertEquals(packets, record.get(Slots.FRAMES));
        assertEquals(octets, record.get(Slots.BYTES));
        assertEquals(octets, record.get(Slots.IP_BYTES));
        assertEquals(implausible ? 1 : 0, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void BAD_N06_shouldCountFromTheReceiveTimeWhenTheExporterHasNoClock()
    {
        final byte[] datagram = V5.datagram(1);
        Wire.putU32(datagram, V5.UNIX_SECONDS_OFFSET, 0);

        assertEquals(DecodeStatus.OK, kit.decode(datagram));

        assertEquals(V5.timeMs() - 10_000, kit.flows().get(0).get(Slots.START_TIME));
        assertEquals(V5.timeMs() - 1_000, kit.flows().get(0).get(Slots.END_TIME));
        assertEquals(1, kit.count(ExporterCounter.IMPLAUSIBLE));
        assertEquals(0, kit.count(ExporterCounter.CLOCK_SKEW));
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL })
    void BAD_N06_shouldReportAClockThatIsFarOff(final long seconds)
    {
        final byte[] datagram = V5.datagram(1);
        Wire.putU32(datagram, V5.UNIX_SECONDS_OFFSET, seconds);

        assertEquals(DecodeStatus.OK, kit.decode(datagram));

        assertEquals(seconds * 1_000 - 1_000, kit.flows().get(0).get(Slots.END_TIME));
        assertEquals(1, kit.count(ExporterCounter.CLOCK_SKEW));
        assertEquals(seconds * 1_000 - V5.timeMs(), kit.exporters().get(0).clockOffsetMs());
    }

    @ParameterizedTest
    @CsvSource({ "299, 0", "300, 0", "301, 1" })
    void BAD_N06_shouldCallMoreThanFiveMinutesSkew(final int secondsAhead, final int skewed)
    {
        final byte[] datagram = V5.datagram(1);
        Wire.putU32(datagram, V5.UNIX_SECONDS_OFFSET, V5.timeMs() / 1_000 + secondsAhead);
        kit.decode(datagram);
        Wire.putU32(datagram, V5.UNIX_SECONDS_OFFSET, V5.timeMs() / 1_000 - secondsAhead);
        kit.decode(datagram);

        assertEquals(2 * skewed, kit.count(ExporterCounter.CLOCK_SKEW));
    }

    @ParameterizedTest
    @CsvSource({ "999999999, 999, 0", "1000000000, 0, 1", "4294967295, 0, 1" })
    void BAD_N06_shouldIgnoreNanosecondsOfASecondAndMore(final long nanos, final long expectedMs, final int implausible)
    {
        final byte[] datagram = V5.datagram(1);
        Wire.putU32(datagram, V5.UNIX_NANOS_OFFSET, nanos);

        assertEquals(DecodeStatus.OK, kit.decode(datagram));

        assertEquals(V5.timeMs() + expectedMs - 1_000, kit.flows().get(0).get(Slots.END_TIME));
        assertEquals(implausible, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void BAD_N07_shouldCountLostFlowsAcrossTheWrapOfTheSequence()
    {
        decodeSequence(0, 0xFFFF_FFF0L, 10);
        decodeSequence(0, 0xFFFF_FFFAL, 10);
        decodeSequence(0, 10, 5);

        assertEquals(6, kit.count(ExporterCounter.LOST));
        assertEquals(0, kit.count(ExporterCounter.RESTARTS));
    }

    @Test
    void BAD_N07_shouldCountFlowsOfEachEngineByThemselves()
    {
        decodeSequence(0x0100, 100, 10);
        decodeSequence(0x0101, 7_000, 30);
        decodeSequence(0x0100, 110, 10);
        decodeSequence(0x0101, 7_031, 30);
        decodeSequence(0x0100, 125, 10);

        assertEquals(2, kit.exporters().size());
        assertEquals(6, kit.count(ExporterCounter.LOST));
        assertEquals(5, kit.exporters().stream().filter(e -> 0x0100 == e.domain()).findFirst().orElseThrow()
            .count(ExporterCounter.LOST));
    }

    @Test
    void BAD_N08_shouldAcceptOddMasksFlagsAndInterfaces()
    {
        final byte[] buffer = new byte[HEADER + RECORD];
        V5.writer(buffer).nextRecord().counters(1, 100).transport(17, 53, 53, 0xFF).routes(1, 2, 33, 255)
            .interfaces(65_535, 65_535).times(V5.UPTIME_MS, V5.UPTIME_MS);
        Arrays.fill(buffer, HEADER + 46, HEADER + 48, (byte)0xFF);
        buffer[HEADER + 36] = (byte)0xFF;

        assertEquals(DecodeStatus.OK, kit.decode(buffer));

        final FlowRecord record = kit.flows().get(0);
        assertFalse(record.has(Field.TCP_FLAGS));
        assertTrue(record.has(Slots.UDP));
        assertEquals(33, record.get(Slots.SOURCE_MASK_BITS));
        assertEquals(255, record.get(Slots.DESTINATION_MASK_BITS));
        assertEquals(65_535, record.get(Slots.INPUT_IFINDEX));
        assertEquals(65_535, record.get(Slots.OUTPUT_IFINDEX));
        assertEquals(0, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void BAD_T03_shouldRejectEveryTruncationWhole()
    {
        final byte[] datagram = V5.datagram(30);
        for (int length = 0; length < datagram.length; length++)
        {
            final DecodeStatus status = kit.decode(Arrays.copyOf(datagram, length));
            final DecodeStatus expected = 0 == length ? DecodeStatus.EMPTY :
                length <= HEADER ? DecodeStatus.SHORT : DecodeStatus.LENGTH;
            assertEquals(expected, status, "length " + length);
        }
        assertNothingDelivered();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x00, 0x01, 0x7F, 0x80, 0xFF })
    void BAD_T04_shouldDeliverAllOrNothingWhateverASingleByteHolds(final int value)
    {
        final byte[] datagram = V5.datagram(4);
        for (int at = 0; at < datagram.length; at++)
        {
            final byte[] damaged = datagram.clone();
            damaged[at] = (byte)value;
            kit.clear();
            final DecodeStatus status = kit.decode(damaged);
            assertEquals(DecodeStatus.OK == status ? Wire.u16(damaged, V5.COUNT_OFFSET) : 0, kit.flowCount());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 47, 48 })
    void BAD_T05_shouldKeepTheRecordsWhenBytesTrail(final int trailing)
    {
        for (final int fill : new int[] { 0, 0xFF })
        {
            final byte[] datagram = V5.datagram(2);
            final byte[] longer = Arrays.copyOf(datagram, datagram.length + trailing);
            Arrays.fill(longer, datagram.length, longer.length, (byte)fill);
            assertEquals(DecodeStatus.OK, kit.decode(longer));
        }
        assertEquals(4, kit.flowCount());
        assertEquals(2, kit.faults(DecodeStatus.TRAILING));
    }

    @Test
    void BAD_T08_shouldAcceptTheLargestDatagramThatUdpCarries()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Arrays.copyOf(V5.datagram(30), 65_507)));
        assertEquals(30, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.TRAILING));
    }

    @Test
    void shouldDeliverAllOrNothingAndReadNothingBesideUnder200000Mutations()
    {
        final Mutator mutator = new Mutator(5);
        final byte[][] seeds = { V5.datagram(0), V5.datagram(1), V5.datagram(3), V5.datagram(30) };
        final int room = NetflowV5Writer.MAX_LENGTH + Mutator.MAX_GROWTH;
        final byte[] first = new byte[room + 32];
        final byte[] second = new byte[room + 80];
        final DecoderKit clean = DecoderKit.digesting(NetflowDecoder.provider());
        final DecoderKit poisoned = DecoderKit.digesting(NetflowDecoder.provider());
        int accepted = 0;
        for (int i = 0; i < 200_000; i++)
        {
            final int length = mutator.mutate(seeds[mutator.nextInt(seeds.length)], first, 0);
            Arrays.fill(second, (byte)0xA5);
            System.arraycopy(first, 0, second, 47, length);
            clean.clear();
            poisoned.clear();

            final DecodeStatus status = clean.decode(first, 0, length);

            assertEquals(status, poisoned.decode(second, 47, length));
            assertEquals(clean.digest(), poisoned.digest());
            if (length < 2 || NetflowV5View.VERSION == Wire.u16(first, 0))
            {
                assertEquals(DecodeStatus.OK == status ? Wire.u16(first, V5.COUNT_OFFSET) : 0, clean.flowCount());
            }
            accepted += DecodeStatus.OK == status ? 1 : 0;
        }
        assertTrue(accepted > 20_000, "accepted " + accepted);
        assertTrue(accepted < 180_000, "accepted " + accepted);
    }

    @Test
    void shouldAllocateNothingOverAMillionDatagramsGoodAndMalformed()
    {
        final DecoderKit digesting = DecoderKit.digesting(NetflowDecoder.provider())
            .wanting(FieldSet.of(Field.IP_SOURCE, Field.IP_DESTINATION, Field.BYTES));
        final byte[] good = V5.datagram(3);
        final byte[] count = V5.datagram(3);
        Wire.putU16(count, V5.COUNT_OFFSET, 31);
        final byte[] version = V5.datagram(3);
        version[1] = 7;
        final byte[] sequence = V5.datagram(2);
        Wire.putU32(sequence, NetflowV5View.FLOW_SEQUENCE_OFFSET, 5_000);
        final Runnable task = () ->
        {
            for (int i = 0; i < 200_000; i++)
            {
                digesting.decode(good, 0, good.length);
                digesting.decode(good, 0, good.length - 1 - i % good.length);
                digesting.decode(count, 0, count.length);
                digesting.decode(version, 0, version.length);
                digesting.decode(sequence, 0, sequence.length);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(task));
        assertTrue(digesting.outcomes(DecodeStatus.COUNT) >= 200_000);
    }

    private FlowRecord decodeTimes(final long firstMs, final long lastMs, final long uptimeMs)
    {
        final byte[] buffer = new byte[HEADER + RECORD];
        new NetflowV5Writer().begin(buffer, 0).exportTime(DecoderKit.TIME_NS, uptimeMs)
            .nextRecord().counters(1, 100).times(firstMs, lastMs);
        assertEquals(DecodeStatus.OK, kit.decode(buffer));
        return kit.flows().get(0);
    }

    private void decodeSequence(final int engine, final long sequence, final int records)
    {
        final byte[] datagram = V5.datagram(records);
        Wire.putU32(datagram, NetflowV5View.FLOW_SEQUENCE_OFFSET, sequence);
        Wire.putU16(datagram, NetflowV5View.ENGINE_TYPE_OFFSET, engine);
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
    }

    private void assertNothingDelivered()
    {
        assertEquals(0, kit.flowCount());
        assertEquals(0, kit.count(ExporterCounter.FLOW_RECORDS));
        assertEquals(0, kit.count(ExporterCounter.DECODED));
        assertEquals(0, kit.count(ExporterCounter.LOST));
        assertEquals(0, kit.faults(DecodeStatus.TRAILING));
    }
}
