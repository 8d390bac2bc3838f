package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.flowcache.key.KeyFunction;
import io.weir.flowcache.key.KeyType;
import io.weir.flowcache.key.KeyValue;
import io.weir.record.Field;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest
{
    private static Feed feed(final String value)
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").value(value).build());
        for (int i = 0; i < 3; i++)
        {
            feed.packet(1, 2, 100, 10).put(Field.OPERATION_DURATION, 40 + i).put(Field.L4_PROTOCOL, 6);
            feed.record.put(Field.TCP_WINDOW, 1000);
            feed.send(feed.record);
        }
        feed.sendPacket(1, 500);
        return feed;
    }

    @ParameterizedTest
    @CsvSource({ "bytes, 3500, 0", "rate:bytes, 3500, 0", "frames, 31, 0", "requests, 30, 1", "duration, 1230, 1",
        "rate:duration, 1230, 1", "tcpwindow, 30000, 1", "bits:tcpwindow:512, 15360, 1", "samplingrate, 301, 0" })
    void shouldAddUpScaledValues(final String value, final long total, final long lacking)
    {
        final Feed feed = feed(value);
        assertEquals(total, feed.row("0.0.0.1").total());
        assertEquals(lacking, feed.accounting().filteredRecords());
        assertEquals(total / 2.0, feed.rate("0.0.0.1"), total * 1e-9);
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldCutWhatNoRecordHolds()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").value("duration").build(),
            FlowSpec.builder("bytes").keys("ipsource").build());
        feed.send(feed.packet(1, 2, 100, 1).put(Field.OPERATION_DURATION, -1));
        feed.send(feed.packet(1, 2, 100, 1 << 20).put(Field.OPERATION_DURATION, 1L << 50));
        feed.send(feed.packet(1, 2, 100, 1).put(Field.OPERATION_DURATION, 0));
        assertEquals(2L * ((1L << 53) - 1), feed.row("0.0.0.1").total());
        assertEquals(2L, feed.accounting().clamped());
        assertEquals(0L, feed.cache.accounting("bytes").clamped());
    }

    @Test
    void shouldAddUpWhatAFunctionOfTheCallerGives()
    {
        final KeyFunction cost = new KeyFunction()
        {
            @Override
            public boolean apply(final KeyValue argument, final String attribute, final KeyValue result)
            {
                result.number(argument.low() * 7);
                return true;
            }

            @Override
            public KeyType type(final KeyType argument, final String attribute)
            {
                return KeyType.NUMBER;
            }
        };
        final FlowCache cache = FlowCache.builder().hashSeed(7).function("cost", cost).build();
        final Feed feed = new Feed(cache, RunMode.LIVE, Feed.spec("ipsource").value("cost:bytes").build());
        feed.send(feed.packet(1, 2, 100, 2));
        assertEquals(1400L, feed.row("0.0.0.1").total());
        final FlowSpec unknown = Feed.spec("ipsource").value("cots:bytes").build();
        assertThrows(IllegalArgumentException.class, () -> cache.define(unknown));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "ipsource; flows: value must be the key of a number: value='ipsource'",
        "url; flows: value must be the key of a number: value='url'",
        "tcpwindw; flows: unknown value 'tcpwindw': did you mean tcpwindow",
        "range:bytes:1:2; flows: value must be the key of a number" })
    void shouldRefuseWhatIsNoNumber(final String value, final String message)
    {
        final String told = assertThrows(
            IllegalArgumentException.class, () -> Feed.spec("ipsource").value(value).build()).getMessage();
        assertTrue(told.startsWith(message), told);
    }

    @Test
    void shouldCountCallsOfAFunctionThatThrows()
    {
        final KeyFunction broken = new KeyFunction()
        {
            @Override
            public boolean apply(final KeyValue argument, final String attribute, final KeyValue result)
            {
                throw new IllegalStateException("broken");
            }
        };
        final FlowCache cache = FlowCache.builder().hashSeed(7).function("broken", broken).build();
        final Feed feed = new Feed(cache, RunMode.LIVE, Feed.spec("broken:ipsource").build());
        final ShardHandle other = cache.newShard(feed.time);
        feed.sendPacket(1, 100);
        feed.sendPacket(2, 100);
        other.onFlowRecord(feed.packet(3, 1, 100, 1));
        assertEquals(3L, cache.functionFailures());
        assertEquals(3L, feed.accounting().filteredRecords());
    }
}
