package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.record.Field;
import io.weir.record.Slots;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class FlowCacheTest
{
    private static String messageOf(final Executable executable)
    {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }

    @Test
    void shouldTellWhatIsWrongWithDefinition()
    {
        final FlowSpec.Builder spec = FlowSpec.builder("elephant");
        assertEquals(
            "elephant: unknown key 'ipsrc': did you mean ipsource, ip6source?",
            messageOf(() -> FlowSpec.builder("elephant").keys("ipsrc,ipdestination").build()));
        assertEquals(
            "elephant: unknown value 'byte': did you mean bytes?",
            messageOf(() -> FlowSpec.builder("elephant").value("byte").build()));
        assertEquals(
            "elephant: unknown value 'octets': must be one of bytes, frames, requests, or the key of a number",
            messageOf(() -> FlowSpec.builder("elephant").value("octets").build()));
        assertEquals(
            "elephant: n is out of range: n=0 range=1..65536", messageOf(() -> spec.n(0).build()));
        assertEquals(
            "elephant: timeConstantNs is out of range: timeConstantNs=9000000 range=10000000..3600000000000",
            messageOf(() -> spec.n(5).timeConstant(Duration.ofMillis(9)).build()));
        assertEquals(
            "elephant: capacity is out of range: capacity=0 range=1..268435456",
            messageOf(() -> spec.timeConstant(Duration.ofMillis(10)).capacity(0).build()));
        spec.capacity(1).idleTimeout(Duration.ofSeconds(-1));
        assertTrue(messageOf(spec::build).contains("idleTimeout"));
        spec.idleTimeout(Duration.ofSeconds(Long.MAX_VALUE));
        assertTrue(messageOf(spec::build).contains("idleTimeout"));
        assertTrue(messageOf(() -> FlowSpec.builder("a b").build()).startsWith("flow: name must be"));
        assertTrue(messageOf(() -> FlowSpec.builder("x").keys("ipsource,,bytes").build()).contains("unknown key ''"));
    }

    @Test
    void shouldTellUnknownFlowAndWrongKeyText()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource,vlan").build());
        assertEquals("unknown flow 'flow': did you mean flows?", messageOf(() -> feed.cache.accounting("flow")));
        assertTrue(messageOf(() -> feed.cache.flow("flows", "10.0.0.1")).startsWith("flows: key has not as many"));
        assertTrue(messageOf(() -> feed.cache.flow("flows", "10.0.0.1,x")).startsWith("vlan: not a value"));
        assertTrue(feed.cache.flow("flows", "10.0.0.1,5").isEmpty());
    }

    @Test
    void shouldAddReplaceAndRemoveDefinitionsWhileRecordsCome()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.sendPacket(1, 100);
        feed.cache.define(FlowSpec.builder("frames").value("frames").keys("ipdestination").separator("_").build());
        feed.sendPacket(1, 100);
        assertEquals(List.of("flows", "frames"), feed.cache.definitions().stream().map(FlowSpec::name).toList());
        assertEquals(200, feed.row("0.0.0.1").total());
        assertEquals(1, feed.cache.topFlows("frames", 5).get(0).total());
        feed.cache.define(Feed.spec("ipsource,ipdestination").separator(" to ").build());
        assertTrue(feed.cache.topFlows("flows", 5).isEmpty());
        assertEquals(0, feed.accounting().in());
        feed.sendPacket(1, 100);
        assertEquals("0.0.0.1 to 0.0.0.1", feed.cache.topFlows("flows", 5).get(0).key());
        assertEquals(100, feed.row("0.0.0.1 to 0.0.0.1").total());
        assertEquals(List.of("flows", "frames"), feed.cache.definitions().stream().map(FlowSpec::name).toList());
        assertTrue(feed.cache.remove("flows"));
        assertFalse(feed.cache.remove("flows"));
        assertThrows(IllegalArgumentException.class, feed::accounting);
        feed.sendPacket(1, 100);
        assertEquals(3, feed.cache.accounting("frames").in());
    }

    @Test
    void shouldWantTheFieldsOfItsDefinitions()
    {
        final Feed feed = new Feed(RunMode.LIVE);
        assertFalse(feed.shard.wanted().has(Field.BYTES));
        feed.cache.define(Feed.spec("ipsource").build());
        assertTrue(feed.shard.wanted().has(Field.IP_SOURCE));
        assertTrue(feed.shard.wanted().has(Slots.IP_SOURCE + 1));
        assertTrue(feed.shard.wanted().has(Field.BYTES) && feed.shard.wanted().has(Field.END_TIME));
        assertFalse(feed.shard.wanted().has(Field.VLAN));
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 63 | 1, 0xFFFF_FFFFL, 1L << 32 })
    void BAD_Z08_shouldAcceptSentinelsAsKeysAndValues(final long sentinel)
    {
        final Feed feed = new Feed(
            RunMode.LIVE, Feed.spec("ipanysource,bytes,frames").scope(Scope.NETWORK).capacity(4096).build());
        for (int i = 0; i < 3; i++)
        {
            feed.packet(1, 1, sentinel, 1).put(Field.FRAMES, sentinel);
            feed.send(feed.record.putAddress(Field.IP_SOURCE, sentinel, sentinel));
            feed.send(feed.record.putAddress(Field.IP_SOURCE, sentinel, ~sentinel));
        }
        assertEquals(2, feed.accounting().flows());
        assertTrue(feed.accounting().balances());
        final FlowRow row = feed.cache.topFlows("flows", 2).get(0);
        assertEquals(Long.toUnsignedString(sentinel), row.keys().get(1));
        assertTrue(row.total() >= 0 && row.frames() >= 0 && row.rate() >= 0);
        assertEquals(sentinel < 0 || sentinel > 1L << 53 ? 6 : 0, feed.accounting().clamped());
        assertEquals(row.total(), feed.row(row.key()).total());
    }

    @Test
    void BAD_S15_shouldCutProductThatIsBeyondSense()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.send(feed.packet(1, 1, 0xFFFF_FFFFL, FlowCache.MAX_SAMPLING_RATE));
        assertEquals((1L << 53) - 1, feed.row("0.0.0.1").total());
        assertEquals(1, feed.accounting().clamped());
    }

    @Test
    void BAD_S16_shouldCountRateOfZeroAsOne()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.send(feed.packet(1, 1, 100, 0));
        assertEquals(100, feed.row("0.0.0.1").total());
    }

    @Test
    void shouldCountRecordWithoutKeyOrValueAsFiltered()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.record.clear();
        feed.send(feed.record.put(Field.BYTES, 100).put(Field.SAMPLING_RATE, 10));
        feed.packet(1, 1, 1, 1);
        final io.weir.record.FlowRecord noBytes = new io.weir.record.FlowRecord();
        noBytes.put(Field.IP_VERSION, 4).putAddress(Field.IP_SOURCE, 0, 0xFFFF_0000_0001L);
        feed.send(noBytes);
        assertEquals(1000, feed.accounting().filtered());
        assertEquals(2, feed.accounting().filteredRecords());
        assertEquals(0, feed.accounting().flows());
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldTellWhenFlowWasSeen()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.sendPacket(1, 100);
        feed.after(3600 * Feed.S);
        feed.sendPacket(1, 100);
        feed.after(90 * Feed.S);
        feed.sendPacket(2, 100);
        final FlowRow row = feed.row("0.0.0.1");
        assertEquals(Feed.START_NS / Feed.MS, row.firstSeenMs(), 17.0);
        assertEquals(Feed.START_NS / Feed.MS + 3_600_000, row.lastSeenMs(), 17.0);
    }

    @Test
    void shouldCountSourcesBeyondTheLimitUnderOne()
    {
        final FlowCache cache = FlowCache.builder().maxSources(10).build();
        final Feed feed = new Feed(cache, RunMode.LIVE, FlowSpec.builder("flows").build());
        for (int i = 1; i <= 100; i++)
        {
            feed.packet(1, 1, 10, 1);
            feed.send(feed.record.put(Field.DATA_SOURCE, i));
        }
        assertEquals(11, feed.accounting().flows());
        assertEquals(1000, feed.row("").total());
    }

    @Test
    void shouldBeginAnewWithTheNextRunAndTellLifecycle()
    {
        final FlowCache cache = FlowCache.builder().build();
        final List<String> log = new ArrayList<>();
        cache.addLifecycle(new FlowCacheLifecycle()
        {
            @Override
            public void onStart(final RunMode mode)
            {
                log.add("start " + mode);
            }

            @Override
            public void onClose()
            {
                log.add("close");
            }
        });
        final Feed own = new Feed(cache, RunMode.LIVE, Feed.spec("ipsource").build());
        own.sendPacket(1, 5);
        for (int run = 0; run < 3; run++)
        {
            final RecordHandler handler = cache.newHandler(new SinkContext(RunMode.REPLAY, 0, own.time));
            cache.onStart(RunMode.REPLAY);
            handler.onTick(own.now());
            handler.onFlowRecord(own.packet(1, 1, 100, 1));
            handler.onTick(own.now());
            cache.onClose();
            assertEquals(105, cache.flow("flows", "0.0.0.1").orElseThrow().total());
        }
        assertEquals(List.of("start REPLAY", "close"), log.subList(4, 6));
    }
}
