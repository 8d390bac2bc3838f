package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Kind;
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

class CounterStructuresTest
{
    private static final int LANE_BYTES = 40;

    private final CounterRecord record = new CounterRecord();
    private final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());
    private final byte[] buffer = new byte[1500];

    static List<CounterStructure> structures()
    {
        return CounterStructure.all();
    }

    /* Lengths are those of the specifications, written down a second time. */
    @ParameterizedTest
    @CsvSource({
        "1,88", "2,52", "3,72", "4,80", "5,28", "6,80", "7,56", "8,24", "9,64", "10,16", "11,20",
        "2200,144", "1001,28", "1002,12", "1003,52", "1004,12", "1005,4", "2000,32", "2002,8", "2003,80",
        "2004,72", "2005,52", "2006,40", "2007,76",
        "2008,100", "2009,60", "2010,28", "2100,28", "2101,12", "2102,16", "2103,52", "2104,40", "2105,12",
        "2106,108", "2201,60", "2202,48", "2203,40", "2204,140", "2205,92", "2206,20", "2207,24" })
    void shouldHaveLengthOfSpecification(final int format, final int length)
    {
        assertEquals(length, CounterStructure.of(format).schema().length());
        assertEquals(format, CounterStructure.of(format).schema().format());
    }

    @Test
    void shouldHaveLengthOfSpecificationInOtherEnterprises()
    {
        assertEquals(8, CounterStructure.of(SflowFormat.of(4413, 1)).schema().length());
        assertEquals(24, CounterStructure.of(SflowFormat.of(4413, 2)).schema().length());
        assertEquals(144, CounterStructure.of(SflowFormat.of(4413, 3)).schema().length());
        assertEquals(48, CounterStructure.of(SflowFormat.of(5703, 1)).schema().length());
        assertEquals(LANE_BYTES, CounterStructure.of(10).entry().schema().length());
        assertNull(CounterStructure.of(SflowFormat.of(4413, 4)));
        assertNull(CounterStructure.of(0));
        assertNull(CounterStructure.of(4095));
        assertNull(CounterStructure.of(-1));
    }

    @Test
    void shouldNameEveryStructureAndItsFieldsOnce()
    {
        final Set<String> names = new HashSet<>();
        for (final CounterStructure structure : CounterStructure.all())
        {
            assertTrue(names.add(structure.schema().name()), structure.schema().name());
            assertSame(structure, CounterStructure.of(structure.dataFormat()));
            final Set<String> fields = new HashSet<>();
            structure.schema().counters().forEach(counter -> assertTrue(fields.add(counter.name()), counter.name()));
        }
        assertEquals(50, names.size());
    }

    @ParameterizedTest
    @MethodSource("structures")
    void shouldReadEveryField(final CounterStructure structure)
    {
        final byte[] body = Datagrams.counterBody(structure, 10);
        assertEquals(DecodeStatus.OK, structure.read(body, 0, body.length, record));
        assertSame(structure.schema(), record.schema());
        assertEquals(-1, record.entry());
        for (int i = 0; i < structure.schema().counters().size(); i++)
        {
            assertField(structure.schema().counters().get(i), i, 10);
        }
    }

    private void assertField(final CounterSchema.Counter counter, final int index, final int first)
    {
        assertTrue(record.has(index), counter.name());
        if (Kind.TEXT == counter.kind())
        {
            assertEquals("text" + (char)('a' + index), text(record, index));
        }
        else if (Kind.BYTES == counter.kind())
        {
            assertEquals(counter.bytes(), record.referenceLength(index));
        }
        else if (counter.kind().isReference())
        {
            assertEquals(Kind.WORDS == counter.kind() ? 8 : 16, record.referenceLength(index));
        }
        else if (Kind.PERCENT == counter.kind())
        {
            assertEquals((first + index) / 100.0, record.number(index), counter.name());
        }
        else
        {
            assertEquals(first + index + (Kind.FLOAT == counter.kind() ? 0.5 : 0), record.number(index),
                counter.name());
        }
    }

    private static String text(final CounterRecord record, final int index)
    {
        return new String(record.buffer(), record.referenceOffset(index), record.referenceLength(index),
            StandardCharsets.UTF_8);
    }

    /* A cut body gives what it still has: never a value that differs from that of the whole body. */
    @ParameterizedTest
    @MethodSource("structures")
    void shouldReadKnownPrefixAtEveryCut(final CounterStructure structure)
    {
        final byte[] body = Datagrams.counterBody(structure, 10);
        final CounterRecord whole = new CounterRecord();
        assertEquals(DecodeStatus.OK, structure.read(body, 0, body.length, whole));
        for (int length = 0; length < body.length; length++)
        {
            final DecodeStatus status = structure.read(body, 0, length, record);
            if (0 != length % 4)
            {
                assertEquals(DecodeStatus.LENGTH, status);
            }
            else if (DecodeStatus.OK == status)
            {
                for (int i = 0; i < structure.schema().counters().size(); i++)
                {
                    assertTrue(!record.has(i) || record.value(i) == whole.value(i));
                }
            }
        }
    }

    @Test
    void shouldTreatUnavailableValuesAsAbsent()
    {
        final byte[] processor = new byte[28];
        java.util.Arrays.fill(processor, (byte)0xFF);
        assertEquals(DecodeStatus.OK, CounterStructure.of(1001).read(processor, 0, 28, record));
        for (int i = 0; i < 5; i++)
        {
            assertFalse(record.has(i));
        }
        final byte[] cpu = Datagrams.counterBody(CounterStructure.of(2003), 1);
        Wire.putU32(cpu, 0, Float.floatToIntBits(-1));
        Wire.putU32(cpu, 4, Float.floatToIntBits(Float.NaN));
        assertEquals(DecodeStatus.OK, CounterStructure.of(2003).read(cpu, 0, cpu.length, record));
        assertFalse(record.has(0) || record.has(1));
        assertEquals(3.5, record.number(2));
    }

    @Test
    void shouldReadTemperatureBelowZero()
    {
        final byte[] sfp = Datagrams.counterBody(CounterStructure.of(10), 1);
        Wire.putU32(sfp, 12, -12_500);
        assertEquals(DecodeStatus.OK, CounterStructure.of(10).read(sfp, 0, sfp.length, record));
        assertEquals(-12_500, record.number(3));
    }

    @ParameterizedTest
    @CsvSource({ "-9500, true", "10000, true", "-2147483647, false", "2147483647, false" })
    void shouldHaveNoPowerFactorOfDirectCurrentNorAnUnknownOne(final int factor, final boolean isKnown)
    {
        final byte[] energy = Datagrams.counterBody(CounterStructure.of(3000), 1);
        Wire.putU32(energy, 12, factor);
        assertEquals(DecodeStatus.OK, CounterStructure.of(3000).read(energy, 0, energy.length, record));
        assertEquals(isKnown, record.has(3));
        assertTrue(!isKnown || factor == record.number(3));
        assertEquals(5, record.number(4));
    }

    private DecodeStatus decode(final int format, final byte[] body)
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer).beginCountersSample(7, 3)
            .record(format, body, 0, body.length).endSample();
        return kit.decode(buffer, 0, writer.length());
    }

    @Test
    void shouldMakeARecordOfEachLane()
    {
        assertEquals(DecodeStatus.OK, decode(10, Datagrams.counterBody(CounterStructure.of(10), 1)));

        assertEquals(3, kit.counters().size());
        final CounterRecord lane = kit.counters().get(2);
        assertEquals(1, lane.entry());
        assertEquals("lane", lane.schema().name());
        assertEquals(10, lane.schema().format());
        assertEquals(201, lane.number(0));
        assertEquals(210, lane.number(9));
        assertEquals(3, lane.dataSource());
    }

    @Test
    void shouldMakeARecordOfEachAdapter()
    {
        assertEquals(DecodeStatus.OK, decode(2001, Datagrams.counterBody(CounterStructure.of(2001), 1)));

        assertEquals(3, kit.counters().size());
        assertEquals(201, kit.counters().get(2).number(0));
        assertEquals(16, kit.counters().get(2).referenceLength(1));
    }

    @ParameterizedTest
    @ValueSource(longs = { 3, 0x0666_6667L, 0x4000_0000L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL })
    void shouldRejectListLongerThanItsRecord(final long lanes)
    {
        final byte[] sfp = Datagrams.counterBody(CounterStructure.of(10), 1);
        Wire.putU32(sfp, 16, lanes);
        assertEquals(DecodeStatus.COUNT, CounterStructure.of(10).read(sfp, 0, sfp.length, record));
        decode(10, sfp);
        assertEquals(0, kit.counterCount());
        assertEquals(1, kit.faults(DecodeStatus.COUNT));
    }

    @ParameterizedTest
    @ValueSource(longs = { 3, 0x2000_0000L, 0x2000_0001L, 0x8000_0000L, 0xFFFF_FFFFL })
    void shouldEndListAtAnEntryLongerThanTheRest(final long addresses)
    {
        final byte[] adapters = Datagrams.counterBody(CounterStructure.of(2001), 1);
        Wire.putU32(adapters, 4 + 24 + 4, addresses);
        decode(2001, adapters);
        assertEquals(2, kit.counterCount());
        assertEquals(1, kit.faults(DecodeStatus.COUNT));
    }

    @ParameterizedTest
    @ValueSource(longs = { 9, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFCL, 0xFFFF_FFFFL })
    void shouldRejectTextLongerThanItsRecord(final long length)
    {
        final byte[] name = Datagrams.counterBody(CounterStructure.of(1005), 1);
        Wire.putU32(name, 0, length);
        assertEquals(DecodeStatus.LENGTH, CounterStructure.of(1005).read(name, 0, name.length, record));
        decode(1005, name);
        assertEquals(0, kit.counterCount());
        assertEquals(1, kit.faults(DecodeStatus.LENGTH));
    }

    @Test
    void shouldReadEveryStructureOfOneSample()
    {
        Datagrams.everyCounterStructure().forEach(datagram -> assertEquals(DecodeStatus.OK, kit.decode(datagram)));
        assertEquals(CounterStructure.all().size() + 4, kit.counterCount());
        assertEquals(0, kit.faults(DecodeStatus.UNKNOWN_TYPE));
    }

    @Test
    void shouldTakeAnEmptyTextForUnknown()
    {
        final byte[] runtime = new byte[12];
        assertEquals(DecodeStatus.OK, CounterStructure.of(2105).read(runtime, 0, runtime.length, record));
        assertFalse(record.has(0) || record.has(1) || record.has(2));
    }
}
