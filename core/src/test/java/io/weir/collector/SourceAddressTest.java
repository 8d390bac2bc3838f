package io.weir.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testkit.Allocation;
import io.weir.wire.IpText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

class SourceAddressTest
{
    private final SourceAddress source = new SourceAddress();

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,       192.0.2.1",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0,         0.0.0.0",
        "128.0.0.1,       128.0.0.1",
        "2001:db8::1,     2001:DB8::1",
        "fe80::ff:fe00:1, FE80::FF:FE00:1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF",
        "::1,             ::1",
    })
    void shouldTakeAddressAndPort(final String address, final String text) throws UnknownHostException
    {
        source.set(new InetSocketAddress(InetAddress.getByName(address), 6343));
        assertEquals(text, IpText.of(source.high(), source.low()));
        assertEquals(6343, source.port());
    }

    @Test
    void BAD_T10_shouldTakeAMappedAddressAsIpv4() throws UnknownHostException
    {
        source.set(new InetSocketAddress(InetAddress.getByName("::ffff:192.0.2.1"), 1));
        final long high = source.high();
        final long low = source.low();
        source.set(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 1));
        assertEquals(source.high(), high);
        assertEquals(source.low(), low);
        assertEquals(0xFFFF_C000_0201L, low);
    }

    @Test
    void shouldTellManySendersApartWhenTheyShareAPlaceInTheTable() throws UnknownHostException
    {
        final int count = 5_000;
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < count; i++)
            {
                final byte[] bytes = new byte[16];
                bytes[0] = 0x20;
                bytes[7] = (byte)i;
                bytes[15] = (byte)(i >>> 8);
                source.set(new InetSocketAddress(InetAddress.getByAddress(bytes), i));
                assertEquals(0x2000_0000_0000_0000L | i & 0xFF, source.high());
                assertEquals(i >>> 8, source.low());
                assertEquals(i, source.port());
            }
        }
    }

    @Test
    void shouldAllocateNothingForSendersSeenBefore() throws UnknownHostException
    {
        final InetSocketAddress[] senders = {
            new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 1),
            new InetSocketAddress(InetAddress.getByName("192.0.2.2"), 1),
            new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 1),
            new InetSocketAddress(InetAddress.getByName("2001:db8::2"), 1),
        };
        final Runnable task = () ->
        {
            for (int i = 0; i < 100_000; i++)
            {
                source.set(senders[i & 3]);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(task));
    }
}
