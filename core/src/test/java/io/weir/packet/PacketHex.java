package io.weir.packet;

import java.util.HexFormat;

/** Packets as hexadecimal text, put together from the inside out, with lengths that fit. */
final class PacketHex
{
    static final String MACS = "020000000002" + "020000000001";
    static final String INNER_MACS = "020000000004" + "020000000003";
    static final String TCP = "01bbc350" + "0a0b0c0d" + "01020304" + "5112" + "0400" + "00000000";
    static final int GRE = 47;

    private PacketHex()
    {
    }

    static String u8(final int value)
    {
        return HexFormat.of().toHexDigits((byte)value);
    }

    static String u16(final int value)
    {
        return HexFormat.of().toHexDigits((short)value);
    }

    static String u32(final long value)
    {
        return HexFormat.of().toHexDigits((int)value);
    }

    static byte[] bytes(final String hex)
    {
        return HexFormat.of().parseHex(hex);
    }

    static String eth(final int type, final String payload)
    {
        return MACS + u16(type) + payload;
    }

    static String innerEth(final int type, final String payload)
    {
        return INNER_MACS + u16(type) + payload;
    }

    /* From 192.0.2.n to 198.51.100.n */
    static String ipv4(final int n, final int protocol, final String payload)
    {
        return "45b8" + u16(20 + payload.length() / 2) + "1234" + "4000" + "40" + u8(protocol) + "0000" + "c00002" +
            u8(n) + "c63364" + u8(n) + payload;
    }

    /* From 2001:db8::1:n to 2001:db8::2:n */
    static String ipv6(final int n, final int next, final String payload)
    {
        return "600abcde" + u16(payload.length() / 2) + u8(next) + "40" + "20010db80000000000000000" + "0001" + u16(n) +
            "20010db80000000000000000" + "0002" + u16(n) + payload;
    }

    static String udp(final int source, final int destination, final String payload)
    {
        return u16(source) + u16(destination) + u16(8 + payload.length() / 2) + "0000" + payload;
    }

    static String udp(final int destination, final String payload)
    {
        return udp(12_345, destination, payload);
    }

    static String tcp4(final int n)
    {
        return ipv4(n, 6, TCP);
    }

    static String tcp6(final int n)
    {
        return ipv6(n, 6, TCP);
    }

    static String label(final int label, final boolean bottom)
    {
        return u32((long)label << 12 | (bottom ? 0x100 : 0) | 0x40);
    }

    static String outer(final int protocol, final String payload)
    {
        return eth(0x0800, ipv4(1, protocol, payload));
    }

    static String outerUdp(final int port, final String payload)
    {
        return outer(17, udp(port, payload));
    }

    static String vxlan(final int vni, final String frame)
    {
        return "08000000" + u32((long)vni << 8) + frame;
    }

    static String dnsName(final String name)
    {
        final StringBuilder hex = new StringBuilder();
        for (final String label : name.split("\\."))
        {
            hex.append(u8(label.length()));
            for (final char letter : label.toCharArray())
            {
                hex.append(u8(letter));
            }
        }
        return hex + "00";
    }

    static String dnsQuery(final String name, final int type)
    {
        return "abcd" + "0100" + "0001000000000000" + dnsName(name) + u16(type) + "0001";
    }
}
