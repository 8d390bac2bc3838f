package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;
import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;

class FilteredFlowsTest
{
    @Test
    void shouldAccountExactlyForWhatIsExcluded()
    {
        final Feed feed = new Feed(
            RunMode.REPLAY, Feed.spec("ipsource").filter("ipsource=0.0.0.0/30&vlan!=7").build());
        long in = 0;
        long filtered = 0;
        long filteredRecords = 0;
        for (int i = 0; i < 1000; i++)
        {
            feed.packet(i % 8, 1, 100 + i, 1 + i % 3);
            if (0 == i % 5)
            {
                feed.record.put(Field.VLAN, 7);
            }
            final boolean excluded = i % 8 > 3 || 0 == i % 5;
            in += (100L + i) * (1 + i % 3);
            filtered += excluded ? (100L + i) * (1 + i % 3) : 0;
            filteredRecords += excluded ? 1 : 0;
            feed.send(feed.record);
        }
        final FlowAccounting accounting = feed.accounting();
        assertEquals(in, accounting.in());
        assertEquals(filtered, accounting.filtered());
        assertEquals(filteredRecords, accounting.filteredRecords());
        assertEquals(in - filtered, accounting.live());
        assertEquals(4, accounting.flows());
        assertTrue(accounting.balances());
    }

    @Test
    void shouldAllocateNothingInSteadyState()
    {
        final Feed feed = new Feed(
            RunMode.LIVE,
            Feed.spec("mask:ipsource:24,null:vlan:none,or:ip6source:ipsource,range:bytes:0:99")
                .filter("eq:ipsource:ipdestination=false&(tcpdestinationport=443|l4sourceport~1.*)").build(),
            FlowSpec.builder("networks").filter("ipsource=0.0.0.0/19,0.1.0.0/16|inputifindex!=null").build());
        run(feed, 100_000);
        assertEquals(0, Allocation.steadyBytesOf(() -> run(feed, 200_000)));
        assertTrue(feed.accounting().balances() && feed.accounting().live() > 0);
        assertTrue(feed.accounting().filtered() > 0);
    }

    private static void run(final Feed feed, final int records)
    {
        for (int i = 0; i < records; i++)
        {
            feed.after(20_000);
            feed.packet(i % 20_000, 1, i % 200, 64);
            feed.record.put(Field.L4_PROTOCOL, 0 == i % 3 ? 17 : 6).put(Field.L4_SOURCE_PORT, i & 0xFFFF);
            feed.send(feed.record.put(Field.L4_DESTINATION_PORT, 443));
        }
    }

    @Test
    void shouldAskDecodersForFieldsOfTheFilter()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").filter("tcpdestinationport=443").build());
        assertTrue(feed.cache.plan().wanted().has(Field.L4_DESTINATION_PORT));
    }

    @Test
    void shouldKeepFlowsOfComputedKeys()
    {
        final Feed feed = new Feed(
            RunMode.REPLAY,
            Feed.spec("mask:ipsource:30,null:vlan:none,range:bytes:11").filter("mask:ipsource:29!=0.0.0.8").build());
        for (int i = 0; i < 16; i++)
        {
            feed.packet(i, 1, 10 + i % 2, 1);
            feed.send(feed.record);
        }
        assertEquals(20, feed.row("0.0.0.0,none,false").total());
        assertEquals(22, feed.row("0.0.0.4,none,true").total());
        assertEquals(4, feed.accounting().flows());
        assertEquals(84, feed.accounting().filtered());
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldFollowAFilterThatIsReplacedWhileTrafficFlows()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").filter("ipsource=0.0.0.1").build());
        feed.sendPacket(1, 10);
        feed.sendPacket(2, 10);
        feed.cache.define(Feed.spec("ipsource").filter("ipsource!=0.0.0.1").build());
        feed.sendPacket(1, 10);
        feed.sendPacket(2, 10);
        feed.sendPacket(3, 10);
        assertEquals(2, feed.accounting().flows());
        assertEquals(10, feed.accounting().filtered());
        assertEquals(20, feed.accounting().live());
    }

    @Test
    void shouldNameTheDefinitionAndThePlaceOfAnError()
    {
        final String message = assertThrows(
            IllegalArgumentException.class, () -> Feed.spec("ipsource").filter("ipsource").build()).getMessage();
        assertEquals("flows: filter: expected an operator after 'ipsource' at 9", message);
        assertNotEquals(Feed.spec("vlan").filter("vlan=1").build(), Feed.spec("vlan").build());
    }
}
