package io.weir.codec.sflow;

import io.weir.wire.Wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes datagrams of sFlow versions 2 and 4 for tests. */
final class OlderDatagrams
{
    private static final long AGENT = 0xC000_02FEL;
    private static final int COUNT = 20;

    private final byte[] buffer = new byte[4000];
    private final int version;
    private int at;
    private int samples;

    /**
     * Begin a datagram.
     *
     * @param version 2 or 4.
     */
    OlderDatagrams(final int version)
    {
        this.version = version;
        words(version, 1, AGENT, 9, 256_000, 0);
    }

    OlderDatagrams words(final long... words)
    {
        for (final long word : words)
        {
            Wire.putU32(buffer, at, word);
            at += 4;
        }
        return this;
    }

    OlderDatagrams bytes(final byte... bytes)
    {
        words(bytes.length);
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        at += bytes.length + 3 & ~3;
        return this;
    }

    OlderDatagrams text(final String text)
    {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Head of a flow sample of data source 7, sequence 11, rate 512, from interface 7 to 3 interfaces.
     *
     * @return this.
     */
    OlderDatagrams flow()
    {
        samples++;
        return words(1, 11, 7, 512, 51_200, 2, 7, 0x8000_0003L);
    }

    OlderDatagrams header(final byte... header)
    {
        return words(1, 1, 1518).bytes(header);
    }

    /**
     * Switch, router, gateway, user and URL data.
     *
     * @return this.
     */
    OlderDatagrams extended()
    {
        words(5, 1, 10, 1, 20, 2, 2, 1, AGENT, 24, 16);
        words(3, 65_000, 65_001, 65_002);
        if (SflowV4DatagramView.VERSION_2 == version)
        {
            words(3, 65_003, 65_004, 65_005);
        }
        else
        {
            words(2, 2, 2, 65_003, 65_004, 1, 1, 65_005, 1, 65_000 << 16 | 7, 100);
        }
        words(4).text("alice").text("bob");
        return words(5, 2).text("http://example.net/");
    }

    /**
     * A counters sample whose counters count up from 1.
     *
     * @param type of counters.
     * @return this.
     */
    OlderDatagrams counters(final int type)
    {
        samples++;
        words(2, 5, 7, 20, type);
        if (7 != type)
        {
            counters(CounterStructure.GENERIC_INTERFACE);
        }
        final CounterStructure specific = SflowV4Structures.counters(type);
        return null == specific ? this : counters(specific);
    }

    private OlderDatagrams counters(final CounterStructure structure)
    {
        final byte[] body = Datagrams.counterBody(structure, 1);
        System.arraycopy(body, 0, buffer, at, body.length);
        at += body.length;
        return this;
    }

    byte[] datagram()
    {
        return datagram(samples);
    }

    byte[] datagram(final long announced)
    {
        Wire.putU32(buffer, COUNT, announced);
        return Arrays.copyOf(buffer, at);
    }

    /**
     * Each kind of packet data with all extended data, and each type of counters.
     *
     * @param version 2 or 4.
     * @return the datagram.
     */
    static byte[] everything(final int version)
    {
        final OlderDatagrams datagram = new OlderDatagrams(version);
        datagram.flow().header(Datagrams.PACKET).extended();
        datagram.flow().words(2, 1500, 6, 0xC000_0201L, 0xC633_6402L, 443, 50_000, 0x12, 8, 0);
        datagram.flow().words(3, 1500, 17, 0x2001_0DB8L, 0, 0, 1, 0x2001_0DB8L, 0, 0, 2, 53, 5353, 0, 8).extended();
        for (int type = 1; type <= 7; type++)
        {
            datagram.counters(type);
        }
        return datagram.datagram();
    }
}
