package io.weir.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import io.weir.wire.IpText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class NetworkSetTest
{
    private static boolean contains(final String networks, final String address)
    {
        final long[] parts = NetworkSet.address(address);
        return NetworkSet.of(List.of(networks.split(" "))).contains(parts[0], parts[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0, true", "192.0.2.0/24, 192.0.2.255, true", "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.0/24, 192.0.1.255, false", "192.0.2.7, 192.0.2.7, true", "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7/32, 192.0.2.7, true", "0.0.0.0/0, 255.255.255.255, true", "0.0.0.0/0, ::1, false",
        "0.0.0.0/0, 2001:db8::1, false", "::/0, 2001:db8::1, true", "::/0, ::, true",
        "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true", "::/0, 192.0.2.1, false",
        "::/0 10.0.0.0/8, 10.1.2.3, true", "::/0 10.0.0.0/8, 11.1.2.3, false", "::/80, 10.1.2.3, false",
        "::/80, ::fffe:0:0, true", "::/80, ::1:0:0:0, false", "::ffc0:0:0/90, ::ffc0:0:1, true",
        "::ffc0:0:0/90, 10.0.0.1, false", "::ffff:10.0.0.0/104, 10.200.0.1, true",
        "10.0.0.0/8, ::ffff:10.0.0.1, true", "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false", "2001:db8::1, 2001:db8::1, true", "2001:db8::1, 2001:db8::2, false",
        "2001:db8::/65, 2001:db8::7fff:0:0:0, true", "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "8000::/1, ffff::, true", "8000::/1, 7fff::, false", "10.0.0.0/9 10.0.0.0/8, 10.200.0.1, true",
        "10.0.0.0/8 10.0.0.0/9, 10.200.0.1, true", "10.0.0.0/8 10.1.0.0/16 12.0.0.0/8, 12.0.0.1, true",
        "10.0.0.0/8 10.1.0.0/16 12.0.0.0/8, 11.0.0.1, false",
    })
    void BAD_Z13_shouldContainWhatIsBehindThePrefix(final String networks, final String address, final boolean within)
    {
        assertEquals(within, contains(networks, address));
    }

    @Test
    void shouldContainNothingWhenEmpty()
    {
        assertTrue(NetworkSet.EMPTY.isEmpty());
        assertFalse(NetworkSet.EMPTY.contains(0, 0));
        assertFalse(NetworkSet.EMPTY.contains(-1, -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/08x", "10.0.0.0/8/8", "10.0.0.1/8", "10.0.0",
        "10", "256.0.0.1", "10.0.0.0.0", "01.2.3.4", "fe80::1%eth0", "2001:db8::/129", "2001:db8::1/64", "::g",
        "localhost", "example.com/24", ":::", "1:2:3", "10.0.0.0/99999999999",
    })
    void BAD_Z13_shouldRefuseWhatIsNotANetwork(final String network)
    {
        assertThrows(IllegalArgumentException.class, () -> NetworkSet.of(List.of(network)));
    }

    @Test
    void shouldSayWhichNetworkWasMeant()
    {
        assertEquals("10.0.0.1/8 has bits behind its prefix; the network is 10.0.0.0/8",
            assertThrows(IllegalArgumentException.class, () -> NetworkSet.of(List.of("10.0.0.1/8"))).getMessage());
        assertEquals("10.0.0.0/33 has a prefix length outside 0..32",
            assertThrows(IllegalArgumentException.class, () -> NetworkSet.of(List.of("10.0.0.0/33"))).getMessage());
    }

    @Test
    void BAD_Z13_shouldAgreeWithANaiveSearchForManyNetworks()
    {
        final SplittableRandom random = new SplittableRandom(13);
        final List<String> networks = new ArrayList<>();
        final List<long[]> plain = new ArrayList<>();
        for (int i = 0; i < 2_000; i++)
        {
            final int length = random.nextInt(10, 33);
            final long mask = -1L << 32 - length & 0xFFFF_FFFFL;
            final long address = random.nextLong() & mask & 0x0FFF_FFFFL;
            networks.add(IpText.v4(address) + "/" + length);
            plain.add(new long[]{ address, mask });
        }
        final NetworkSet set = NetworkSet.of(networks);
        for (int i = 0; i < 5_000; i++)
        {
            final long address = random.nextLong() & 0x0FFF_FFFFL;
            final boolean expected = plain.stream().anyMatch(network -> (address & network[1]) == network[0]);
            assertEquals(expected, set.contains(0, 0xFFFF_0000_0000L | address), () -> IpText.v4(address));
        }
    }

    @Test
    void BAD_Z13_shouldHoldAHundredThousandNetworks()
    {
        final List<String> networks = new ArrayList<>();
        for (int i = 0; i < 100_000; i++)
        {
            networks.add(IpText.v4(2L * i << 8) + "/24");
        }
        final NetworkSet set = NetworkSet.of(networks);
        assertTrue(set.contains(0, 0xFFFF_0000_0000L | 2L * 99_999 << 8 | 255));
        assertFalse(set.contains(0, 0xFFFF_0000_0000L | 2L * 99_999 - 1 << 8));
        assertEquals(0, Allocation.steadyBytesOf(() -> set.contains(0, 0xFFFF_0000_0000L | 12_345)));
    }
}
