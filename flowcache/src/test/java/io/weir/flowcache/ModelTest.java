package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random operations against a plain map; {@code -Dweir.model=10000000} for as many operations in each test. */
class ModelTest
{
    private static final int OPERATIONS = Integer.getInteger("weir.model", 400_000);

    private static final class Flow
    {
        long total;
        long frames;
        long lastNs;
        double rate;

        void add(final long value, final long now)
        {
            rate = rateAt(now) + value / 2.0;
            lastNs = now;
            total += value;
            frames++;
        }

        double rateAt(final long now)
        {
            return rate * Math.exp(-(now - lastNs) / 2e9);
        }
    }

    private final Map<String, Flow> model = new HashMap<>();

    private void send(final Feed feed, final SplittableRandom random, final int flows)
    {
        final int flow = 1 + (int)(flows * Math.pow(random.nextDouble(), 4));
        final long bytes = random.nextLong(1, 1500);
        feed.sendPacket(flow, bytes);
        model.computeIfAbsent(Feed.address(flow), key -> new Flow()).add(bytes, feed.now());
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 100, 5_000, 200_000 })
    void shouldEqualModelWhileNothingLeaves(final int flows)
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").n(40).build());
        final SplittableRandom random = new SplittableRandom(flows);
        long filtered = 0;
        for (int i = 0; i < OPERATIONS; i++)
        {
            final int operation = random.nextInt(1000);
            if (operation < 900)
            {
                send(feed, random, flows);
            }
            else if (operation < 960)
            {
                feed.after(random.nextLong(100 * Feed.MS));
                feed.shard.onTick(feed.now());
            }
            else if (operation < 999)
            {
                feed.record.clear();
                feed.send(feed.record.put(io.weir.record.Field.BYTES, 77));
                filtered += 77;
            }
            else if (random.nextInt(20) == 0)
            {
                feed.after(random.nextLong(100 * Feed.S));
                checkTop(feed, random.nextInt(1, 60));
            }
        }
        check(feed);
        final FlowAccounting accounting = feed.accounting();
        assertEquals(filtered, accounting.filtered());
        assertEquals(model.size(), accounting.flows());
        assertEquals(model.values().stream().mapToLong(flow -> flow.total).sum(), accounting.live());
        assertTrue(accounting.balances() && accounting.consistent());
    }

    private void check(final Feed feed)
    {
        final int[] rows = new int[1];
        feed.cache.forEach("flows", row ->
        {
            final Flow flow = model.get(row.key());
            assertEquals(flow.total, row.total());
            assertEquals(flow.frames, row.frames());
            assertEquals(flow.frames, row.samples());
            assertEquals(flow.rateAt(feed.now()), row.rate(), flow.rateAt(feed.now()) * 1e-9 + 1e-300);
            rows[0]++;
        });
        assertEquals(model.size(), rows[0]);
    }

    private void checkTop(final Feed feed, final int count)
    {
        final double[] rates = model.values().stream().mapToDouble(flow -> -flow.rateAt(feed.now())).sorted().toArray();
        final List<FlowRow> rows = feed.cache.topFlows("flows", count);
        assertEquals(Math.min(count, model.size()), rows.size());
        for (int i = 0; i < rows.size(); i++)
        {
            assertEquals(-rates[i], rows.get(i).rate(), -rates[i] * 1e-9 + 1e-300);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 3, 4 })
    void shouldBalanceThroughEvictionExpiryAndRedefinition(final long seed)
    {
        final Feed feed = new Feed(RunMode.LIVE, redefined(3000));
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < OPERATIONS; i++)
        {
            final int operation = random.nextInt(10_000);
            if (operation < 8_000)
            {
                send(feed, random, 20_000);
            }
            else if (operation < 9_000)
            {
                sendInterval(feed, random);
            }
            else if (operation < 9_900)
            {
                feed.after(random.nextLong(5 * Feed.MS));
                feed.shard.onTick(feed.now());
            }
            else if (operation < 9_990)
            {
                checkOne(feed, 1 + random.nextInt(20_000));
            }
            else if (operation < 9_998)
            {
                feed.after(random.nextLong(30 * Feed.S));
                feed.idle(random.nextLong(Feed.S / 4));
                checkIdentity(feed);
            }
            else if (operation < 9_999)
            {
                feed.after(random.nextLong(1L << 20 + random.nextInt(34)));
            }
            else if (random.nextInt(5) == 0)
            {
                checkIdentity(feed);
                feed.cache.define(redefined(2000 + random.nextInt(2000)));
                model.clear();
                feed.shard.onTick(feed.now());
            }
        }
        checkIdentity(feed);
        assertTrue(feed.accounting().records() > 0);
    }

    private static FlowSpec redefined(final int capacity)
    {
        return Feed.spec("ipsource").capacity(capacity).idleTimeout(java.time.Duration.ofSeconds(1)).build();
    }

    private void sendInterval(final Feed feed, final SplittableRandom random)
    {
        final int flow = 1 + (int)(20_000 * Math.pow(random.nextDouble(), 4));
        final long bytes = random.nextLong(1, 100_000);
        feed.send(feed.interval(flow, bytes, random.nextLong(60_000)));
        model.computeIfAbsent(Feed.address(flow), key -> new Flow()).add(bytes, feed.now());
    }

    private void checkOne(final Feed feed, final int flow)
    {
        final Flow known = model.get(Feed.address(flow));
        feed.cache.flow("flows", Feed.address(flow)).ifPresent(row ->
        {
            assertTrue(row.total() <= known.total && row.frames() <= known.frames, row::toString);
            assertTrue(row.rate() >= 0 && row.low() <= row.rate() && row.rate() <= row.high(), row::toString);
        });
    }

    private void checkIdentity(final Feed feed)
    {
        final FlowAccounting accounting = feed.accounting();
        final long[] live = new long[2];
        feed.cache.forEach("flows", row ->
        {
            final Flow flow = model.get(row.key());
            assertTrue(row.total() <= flow.total);
            live[0] += row.total();
            live[1]++;
        });
        assertEquals(live[0], accounting.live());
        assertEquals(live[1], accounting.flows());
        assertEquals(model.values().stream().mapToLong(flow -> flow.total).sum(), accounting.in());
        assertEquals(accounting.in(), accounting.live() + accounting.exported() + accounting.other());
        assertTrue(accounting.balances());
    }
}
