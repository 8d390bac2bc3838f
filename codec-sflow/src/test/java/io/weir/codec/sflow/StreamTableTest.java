package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

class StreamTableTest
{
    /* Inverse of the multiplier of the hash modulo 2^64, so that places can be chosen. */
    private static final long INVERSE = inverse(0x9E37_79B9_7F4A_7C15L);

    private final StreamTable table = new StreamTable();

    private static long inverse(final long odd)
    {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2)
        {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    private void put(final long source, final long value)
    {
        final int at = table.add(StreamTable.key(source));
        table.words[at + StreamTable.POSITION] = value;
    }

    private long get(final long source)
    {
        final int at = table.find(StreamTable.key(source));
        return at < 0 ? -1 : table.words[at + StreamTable.POSITION];
    }

    @Test
    void shouldHoldNothingAtFirst()
    {
        assertEquals(0, table.size());
        assertEquals(-1, get(0));
        assertEquals(-1, get(5));
    }

    @Test
    void shouldFindAllThatWereAdded()
    {
        final SplittableRandom random = new SplittableRandom(20_261_125);
        final long[] sources = random.longs(10_000, 0, 1L << 42).distinct().toArray();
        for (int i = 0; i < sources.length; i++)
        {
            assertEquals(-1, get(sources[i]));
            put(sources[i], i);
            assertEquals(i + 1, table.size());
        }
        for (int i = 0; i < sources.length; i++)
        {
            assertEquals(i, get(sources[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 4, 64, 4096, 1 << 20 })
    void shouldKeepPortsAtEqualDistancesInTheirFirstPlaces(final long distance)
    {
        for (int port = 0; port < 48; port++)
        {
            put(0x1A00_0000 + port * distance, port);
        }
        int first = 0;
        for (int port = 0; port < 48; port++)
        {
            final long key = StreamTable.key(0x1A00_0000 + port * distance);
            first += table.home(key) == table.find(key) ? 1 : 0;
            assertEquals(port, get(0x1A00_0000 + port * distance));
        }
        assertTrue(first >= 44, "in their first places: " + first);
    }

    @Test
    void shouldForgetWhereSourcesAreChosenToMeet()
    {
        final long[] sources = LongStream.iterate(INVERSE, source -> source + INVERSE)
            .filter(source -> source > 0).limit(StreamTable.MAX_PROBES + 1).toArray();
        for (int i = 0; i < StreamTable.MAX_PROBES; i++)
        {
            put(sources[i], i);
        }
        assertEquals(StreamTable.MAX_PROBES, table.size());
        assertEquals(0, get(sources[0]));
        put(sources[StreamTable.MAX_PROBES], 7);
        assertEquals(1, table.size());
        assertEquals(7, get(sources[StreamTable.MAX_PROBES]));
        assertEquals(-1, get(sources[0]));
    }
}
