package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class FlowSnapshotTest
{
    private static final long AGENT = 0xFFFF_0A00_0001L;
    private static final String VALUES = "frames,avg:bytes,min:bytes,max:bytes,count:ipdestination";

    private static FlowSpec.Builder spec()
    {
        return Feed.spec("ipsource,prefix:ipdestination:.:2");
    }

    /* Samples and interval records of some agents, one of several thousand at a moment. */
    private static void send(final Feed feed, final long seed, final int agents, final int agent)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++)
        {
            final long bytes = 1 + random.nextInt(100_000);
            final long source = random.nextInt(200);
            final long rate = 1L << random.nextInt(8);
            final int from = random.nextInt(agents);
            final long lengthMs = 1 + random.nextInt(20_000);
            final boolean isInterval = 0 == random.nextInt(4);
            if (agent < 0 || agent == from)
            {
                if (isInterval)
                {
                    feed.interval(source, bytes, lengthMs);
                }
                else
                {
                    feed.packet(source, source << 20, bytes, rate);
                }
                feed.record.putAddress(Field.AGENT, 0, AGENT + from).put(Field.DATA_SOURCE, source % 3);
                feed.send(feed.record);
            }
            feed.after(5 * Feed.MS);
        }
    }

    private static Feed fed(final Aggregation aggregation, final int agents, final int agent)
    {
        final Feed feed = new Feed(RunMode.REPLAY, spec().aggregation(aggregation).build());
        // Tables count time in steps of 16.8 ms from their beginning, which is to be the same.
        feed.shard.onTick(Feed.START_NS);
        send(feed, 9, agents, agent);
        return feed;
    }

    private static void assertSame(final List<FlowRow> expected, final List<FlowRow> rows)
    {
        assertEquals(expected.size(), rows.size());
        for (int i = 0; i < rows.size(); i++)
        {
            final FlowRow row = rows.get(i);
            final FlowRow other = expected.get(i);
            assertEquals(other.key() + other.agent() + other.dataSource(), row.key() + row.agent() + row.dataSource());
            assertEquals(other.rate(), row.rate(), 1e-9 * other.rate() + 1e-9);
            assertEquals(other.low(), row.low(), 1e-6 * other.rate() + 1e-9);
            assertEquals(other.high(), row.high(), 1e-6 * other.rate() + 1e-9);
            assertEquals(
                List.of(other.total(), other.frames(), other.error(), other.samples()),
                List.of(row.total(), row.frames(), row.error(), row.samples()));
            assertEquals(
                List.of(other.firstSeenMs(), other.lastSeenMs()), List.of(row.firstSeenMs(), row.lastSeenMs()));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Aggregation.class, names = { "MAX", "SUM", "POOLED" })
    void shouldShowTheRowsOfTheCache(final Aggregation aggregation)
    {
        final Feed feed = fed(aggregation, 3, -1);
        final FlowSnapshot snapshot = feed.cache.snapshot("flows");
        assertSame(feed.cache.topFlows("flows", 500), snapshot.topFlows(500));
        assertEquals(feed.accounting().in(), snapshot.in());
        assertEquals(snapshot.in(), snapshot.live() + snapshot.exported() + snapshot.other() + snapshot.filtered());
        assertEquals(feed.accounting().flows(), snapshot.size());
        final long[] totals = new long[1];
        snapshot.forEach(row -> totals[0] += row.total());
        assertEquals(snapshot.live(), totals[0]);
    }

    @Test
    void shouldStayAsItWas()
    {
        final Feed feed = fed(Aggregation.MAX, 3, -1);
        final FlowSnapshot first = feed.cache.snapshot("flows");
        final List<FlowRow> rows = feed.cache.topFlows("flows", 500);
        send(feed, 10, 3, -1);
        assertSame(rows, first.topFlows(500));
        assertTrue(feed.cache.snapshot("flows").in() > first.in());
    }

    @Test
    void shouldReadWhatItWrote()
    {
        final FlowSnapshot snapshot = fed(Aggregation.SUM, 3, -1).cache.snapshot("flows");
        final byte[] bytes = snapshot.toBytes();
        final FlowSnapshot read = FlowSnapshot.of(bytes);
        assertArrayEquals(bytes, read.toBytes());
        assertEquals(snapshot.topFlows(1_000), read.topFlows(1_000));
        assertEquals("flows " + snapshot.timeNs(), read.name() + " " + read.timeNs());
    }

    @Test
    void shouldRefuseEveryBeginningAndWhatIsNoSnapshot()
    {
        final byte[] bytes = fed(Aggregation.MAX, 1, -1).cache.snapshot("flows").toBytes();
        for (int length = 0; length < 500; length++)
        {
            final byte[] cut = Arrays.copyOf(bytes, length);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> FlowSnapshot.of(cut)).getMessage()
                .startsWith("snapshot: "));
        }
        final byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(IllegalArgumentException.class, () -> FlowSnapshot.of(longer));
        final SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            final byte[] changed = Arrays.copyOf(bytes, bytes.length);
            changed[random.nextInt(400)] = (byte)random.nextInt();
            try
            {
                FlowSnapshot.of(changed).topFlows(3);
            }
            catch (final IllegalArgumentException e)
            {
                refused++;
            }
        }
        assertTrue(refused > 30, "refused " + refused);
    }

    @ParameterizedTest
    @EnumSource(value = Aggregation.class, names = { "MAX", "SUM", "POOLED" })
    void shouldMergeToWhatOneCacheWouldHaveSeen(final Aggregation aggregation)
    {
        final FlowSnapshot whole = fed(aggregation, 3, -1).cache.snapshot("flows");
        final FlowSnapshot a = fed(aggregation, 3, 0).cache.snapshot("flows");
        final FlowSnapshot b = fed(aggregation, 3, 1).cache.snapshot("flows");
        final FlowSnapshot c = FlowSnapshot.of(fed(aggregation, 3, 2).cache.snapshot("flows").toBytes());
        assertSame(whole.topFlows(1_000), a.merge(b).merge(c).topFlows(1_000));
        assertSame(whole.topFlows(1_000), a.merge(b.merge(c)).topFlows(1_000));
        assertArrayEquals(a.merge(b).toBytes(), b.merge(a).toBytes());
        assertEquals(whole.in(), c.merge(a).merge(b).in());
    }

    @Test
    void shouldAddWhatBothHaveOfOneSource()
    {
        final FlowSnapshot one = fed(Aggregation.MAX, 3, -1).cache.snapshot("flows");
        final FlowRow twice = one.merge(one).topFlows(1).get(0);
        final FlowRow once = one.topFlows(1).get(0);
        assertEquals(2 * once.rate(), twice.rate(), 1e-9 * twice.rate());
        assertEquals(2 * once.total(), twice.total());
        assertEquals(one.size(), one.merge(one).size());
    }

    /* Three snapshots of other times: rates go on to decay, and held ones to end, as they would have in the cache. */
    @Test
    void shouldBringRatesToTheLatestTime()
    {
        final Feed feed = fed(Aggregation.SUM, 2, 0);
        final FlowSnapshot early = feed.cache.snapshot("flows");
        final Feed later = fed(Aggregation.SUM, 2, 1);
        later.idle(7 * Feed.S);
        final FlowSnapshot middle = later.cache.snapshot("flows");
        final Feed last = new Feed(RunMode.REPLAY, spec().aggregation(Aggregation.SUM).build());
        last.at(later.now() + 4 * Feed.S).sendPacket(77, 1_000_000);
        final FlowSnapshot late = last.cache.snapshot("flows");
        feed.at(last.now());
        later.at(last.now());
        final FlowSnapshot expected = feed.cache.snapshot("flows").merge(later.cache.snapshot("flows")).merge(late);
        assertSame(expected.topFlows(1_000), early.merge(middle).merge(late).topFlows(1_000));
        assertSame(expected.topFlows(1_000), early.merge(middle.merge(late)).topFlows(1_000));
        assertSame(expected.topFlows(1_000), late.merge(early).merge(middle).topFlows(1_000));
    }

    @Test
    void shouldRefuseToMergeDefinitionsThatDiffer()
    {
        final FlowSnapshot one = new Feed(RunMode.REPLAY, spec().build()).cache.snapshot("flows");
        final FlowSnapshot other = new Feed(RunMode.REPLAY, spec().value("frames").build()).cache.snapshot("flows");
        assertEquals("flows: snapshots of different definitions: value=bytes and frames",
            assertThrows(IllegalArgumentException.class, () -> one.merge(other)).getMessage());
    }

    /* As fed() does, but of a definition with several values, and with more than a few of them. */
    private static Feed fedValues(final String value, final int agent, final long seed)
    {
        final Feed feed = new Feed(FlowCache.builder().hashSeed(seed).build(), RunMode.REPLAY,
            Feed.spec("prefix:ipsource:.:3").value(value).values(VALUES).timeConstant(Duration.ofSeconds(5))
                .aggregation(Aggregation.SUM).build());
        feed.shard.onTick(Feed.START_NS);
        send(feed, 11, 3, agent);
        return feed;
    }

    private static void assertSameValues(final List<FlowRow> expected, final List<FlowRow> rows)
    {
        assertEquals(expected.size(), rows.size());
        for (int i = 0; i < rows.size(); i++)
        {
            assertEquals(expected.get(i).key(), rows.get(i).key());
            assertClose(expected.get(i).value(), rows.get(i).value());
            assertClose(expected.get(i).lifeValue(), rows.get(i).lifeValue());
            for (int j = 0; j < rows.get(i).values().size(); j++)
            {
                assertClose(expected.get(i).values().get(j), rows.get(i).values().get(j));
                assertClose(expected.get(i).lifeValues().get(j), rows.get(i).lifeValues().get(j));
            }
        }
    }

    private static void assertClose(final double expected, final double actual)
    {
        assertEquals(expected, actual, Double.isNaN(expected) ? 0 : 1e-9 * Math.abs(expected) + 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes", "avg:bytes", "count:ipsource" })
    void shouldHoldAndMergeAllValues(final String value)
    {
        final Feed feed = fedValues(value, -1, 7);
        final FlowSnapshot whole = feed.cache.snapshot("flows");
        final FlowSnapshot a = fedValues(value, 0, 7).cache.snapshot("flows");
        final FlowSnapshot b = fedValues(value, 1, 7).cache.snapshot("flows");
        final FlowSnapshot c = FlowSnapshot.of(fedValues(value, 2, 7).cache.snapshot("flows").toBytes());
        assertSameValues(feed.cache.topFlows("flows", 100), whole.topFlows(100));
        assertSameValues(whole.topFlows(100), FlowSnapshot.of(whole.toBytes()).topFlows(100));
        assertArrayEquals(whole.toBytes(), FlowSnapshot.of(whole.toBytes()).toBytes());
        assertTrue(whole.topFlows(1).get(0).lifeValues().get(4) > 16, "sketches are among the sets");
        assertSameValues(whole.topFlows(100), a.merge(b).merge(c).topFlows(100));
        assertSameValues(whole.topFlows(100), a.merge(b.merge(c)).topFlows(100));
        assertArrayEquals(a.merge(b).toBytes(), b.merge(a).toBytes());
        // As of later times windows end, and rates decay, as they do in the cache.
        for (int seconds = 1; seconds <= 16; seconds += 3)
        {
            feed.at(whole.timeNs() + seconds * Feed.S);
            final Feed later = new Feed(RunMode.REPLAY, feed.cache.definitions().get(0));
            later.at(feed.now()).shard.onTick(feed.now());
            final FlowSnapshot none = later.cache.snapshot("flows");
            assertSameValues(feed.cache.snapshot("flows").topFlows(100), whole.merge(none).topFlows(100));
            assertSameValues(feed.cache.snapshot("flows").topFlows(100), none.merge(whole).topFlows(100));
        }
    }

    @Test
    void shouldRefuseToUniteSetsOfDifferentSeeds()
    {
        final FlowSnapshot one = fedValues("bytes", 0, 7).cache.snapshot("flows");
        final FlowSnapshot other = fedValues("bytes", 1, 8).cache.snapshot("flows");
        assertEquals("flows: counts of distinct values can be merged only of caches with the same hashSeed",
            assertThrows(IllegalArgumentException.class, () -> one.merge(other)).getMessage());
    }

    @Test
    void shouldRefuseEveryBeginningOfSeveralValues()
    {
        final byte[] bytes = fedValues("count:ipsource", 0, 7).cache.snapshot("flows").toBytes();
        for (int length = 0; length < bytes.length; length += 61)
        {
            final byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> FlowSnapshot.of(cut));
        }
        final SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 2000; i++)
        {
            final byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] = (byte)random.nextInt();
            try
            {
                FlowSnapshot.of(changed).topFlows(3);
            }
            catch (final IllegalArgumentException e)
            {
                assertTrue(e.getMessage().startsWith("snapshot: "), e::getMessage);
            }
        }
    }

    /* Version 1 had neither further values, behind the value, nor an identity of the hash. */
    @Test
    void shouldReadVersion1()
    {
        final FlowSnapshot snapshot = fed(Aggregation.MAX, 1, -1).cache.snapshot("flows");
        final byte[] bytes = snapshot.toBytes();
        final int behindValue =
            new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\0\0\0\5bytes") + Integer.BYTES + "bytes".length();
        final int added = Integer.BYTES + Long.BYTES;
        final byte[] old = new byte[bytes.length - added];
        System.arraycopy(bytes, 0, old, 0, behindValue);
        System.arraycopy(bytes, behindValue + added, old, behindValue, old.length - behindValue);
        old[9] = 1;
        assertArrayEquals(bytes, FlowSnapshot.of(old).toBytes());
        old[9] = 3;
        assertEquals("snapshot: version 3 is not known, 1 to 2 are at byte 10",
            assertThrows(IllegalArgumentException.class, () -> FlowSnapshot.of(old)).getMessage());
    }
}
