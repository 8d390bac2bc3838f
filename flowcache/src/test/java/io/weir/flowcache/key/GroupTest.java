package io.weir.flowcache.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.wire.IpText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class GroupTest
{
    private static final Group SITES = Group.builder()
        .add("private", "10.0.0.0/8", "192.168.0.0/16", "fc00::/7")
        .add("lab", "10.4.0.0/16", "2001:db8::/32")
        .add("host", "10.4.1.2", "2001:db8::1", "255.255.255.255", "0.0.0.0")
        .add("elsewhere", "::/0").build();

    @ParameterizedTest
    @CsvSource({
        "10.3.255.255, private", "10.4.0.0, lab", "10.4.1.1, lab", "10.4.1.2, host", "10.4.1.3, lab",
        "10.4.255.255, lab", "10.5.0.0, private", "9.255.255.255,", "11.0.0.0,", "192.168.1.1, private",
        "255.255.255.255, host", "255.255.255.254,", "0.0.0.0, host", "0.0.0.1,", "2001:db8::, lab",
        "2001:db8::1, host", "2001:db8::2, lab", "2001:db9::, elsewhere", "fdff::1, private", "fe00::, elsewhere",
        "::, elsewhere", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, elsewhere" })
    void shouldGiveTheLabelOfTheMostSpecificNetwork(final String address, final String label)
    {
        assertEquals(label, SITES.label(address));
    }

    @Test
    void shouldFindWhatALookAtEveryNetworkFinds()
    {
        final SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 40; round++)
        {
            final List<PrefixTable.Prefix> prefixes = new ArrayList<>();
            final int count = random.nextInt(0 == round % 4 ? 300 : 12);
            final int spread = random.nextInt(1, 64);
            for (int i = 0; i < count; i++)
            {
                final int bits = random.nextInt(0 == round % 2 ? 65 : 129);
                final long high = point(random, spread) & (bits >= 64 ? -1 : 0 == bits ? 0 : -1L << 64 - bits);
                final long low = random.nextLong() & (bits >= 128 ? -1 : bits <= 64 ? 0 : -1L << 128 - bits);
                final PrefixTable.Prefix prefix = new PrefixTable.Prefix(high, low, bits, i);
                if (prefixes.stream().noneMatch(other -> 0 == other.compareTo(prefix)))
                {
                    prefixes.add(prefix);
                }
            }
            final PrefixTable table = new PrefixTable(prefixes);
            for (int i = 0; i < 500; i++)
            {
                final PrefixTable.Prefix near = prefixes.isEmpty() ? null :
                    prefixes.get(random.nextInt(prefixes.size()));
                final int edge = null == near ? 3 : random.nextInt(5);
                final long low = edge > 2 ? random.nextLong() : 0 == edge ? near.low() : near.endLow() + edge - 1;
                final long high = edge > 2 ? point(random, spread) : 0 == edge ? near.high() : near.endHigh() +
                    (2 == edge && 0 == low ? 1 : 0);
                assertEquals(longest(prefixes, high, low), table.find(high, low));
            }
        }
    }

    private static long point(final SplittableRandom random, final int spread)
    {
        return 0x2001_0DB8_0000_0000L ^ random.nextLong() >>> spread;
    }

    private static int longest(final List<PrefixTable.Prefix> prefixes, final long high, final long low)
    {
        int best = PrefixTable.NONE;
        int bits = -1;
        for (final PrefixTable.Prefix prefix : prefixes)
        {
            final PrefixTable.Prefix address = new PrefixTable.Prefix(high, low, 128, 0);
            if (prefix.bits() > bits && address.compareTo(new PrefixTable.Prefix(
                prefix.high(), prefix.low(), 0, 0)) >= 0 && prefix.holds(address))
            {
                best = prefix.answer();
                bits = prefix.bits();
            }
        }
        return best;
    }

    @Test
    void shouldFindAmongTenThousandNetworks()
    {
        final SplittableRandom random = new SplittableRandom(6);
        final Group.Builder builder = Group.builder().add("all", "0.0.0.0/0");
        for (int i = 0; i < 10_000; i++)
        {
            builder.add("net" + i, IpText.v4(0x0A00_0000L + ((long)i << 8)) + "/24");
        }
        final Group group = builder.build();
        assertEquals(10_001, group.size());
        for (int i = 0; i < 20_000; i++)
        {
            final int net = random.nextInt(10_000);
            assertEquals("net" + net, group.label(IpText.v4(0x0A00_0000L + ((long)net << 8) + random.nextInt(256))));
        }
        assertEquals("all", group.label("9.255.255.255"));
        assertEquals("all", group.label("10.39.16.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "10.0.0.1/8", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "x", "2001:db8::1/64", "::/129", "" })
    void shouldRefuseWhatIsNoNetwork(final String cidr)
    {
        final String told = assertThrows(
            IllegalArgumentException.class, () -> Group.builder().add("site", cidr)).getMessage();
        assertTrue(told.startsWith("'site': '" + cidr + "': "), told);
    }

    @Test
    void shouldRefuseANetworkTwice()
    {
        assertThrows(IllegalArgumentException.class,
            () -> Group.builder().add("a", "10.0.0.0/8").add("b", "10.0.0.0/8"));
    }

    @Test
    void shouldLabelKeysAndFollowAnotherGroup()
    {
        final KeyRegistry registry = new KeyRegistry();
        registry.group("sites", SITES);
        registry.group("rest", Group.builder().add("rest", "0.0.0.0/0").build());
        final Key key = registry.require("test", "group:ipsource:sites:rest");
        final Key any = registry.require("test", "group:ipanysource:sites");
        final FlowRecord record = new FlowRecord().put(Field.IP_VERSION, 4);
        record.putAddress(Field.IP_SOURCE, 0, 0xFFFF_0A04_0101L);
        assertEquals("lab", key.format(record));
        assertEquals("lab", any.format(record));
        record.putAddress(Field.IP_SOURCE, 0, 0xFFFF_0101_0101L);
        assertEquals("rest", key.format(record));
        assertNull(any.format(record));
        registry.group("sites", Group.builder().add("new", "1.0.0.0/8").build());
        assertEquals("new", key.format(record));
        record.put(Field.IP_VERSION, 6).putAddress(Field.IP_SOURCE, 0x2001_0DB8_0000_0000L, 1);
        assertNull(any.format(record));
    }
}
