package io.weir.flowcache.key;

import io.weir.record.DiscardReason;
import io.weir.record.InterfaceIndex;
import io.weir.record.Ip6Extensions;
import io.weir.record.PacketStack;
import io.weir.wire.IpText;

import java.util.Locale;

/** What the bits of a key mean, and how they become text. */
public enum KeyType
{
    /** An unsigned number, in decimal. */
    NUMBER
    {
        @Override
        String format(final long high, final long low)
        {
            return Long.toUnsignedString(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Long.parseUnsignedLong(text);
        }
    },
    /** A MAC address: 12 upper-case hexadecimal digits. */
    MAC
    {
        @Override
        String format(final long high, final long low)
        {
            return String.format(Locale.ROOT, "%012X", low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            if (MAC_DIGITS != text.length())
            {
                throw new NumberFormatException(text);
            }
            into[1] = Long.parseUnsignedLong(text, HEX);
        }
    },
    /** An IPv4 address in 32 bits: dotted. */
    IPV4
    {
        @Override
        String format(final long high, final long low)
        {
            return IpText.v4(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            if (!AddressParser.parse(text, into) || !IpText.isV4(into[0], into[1]) || text.indexOf(':') >= 0)
            {
                throw new NumberFormatException(text);
            }
            into[1] &= 0xFFFF_FFFFL;
        }
    },
    /** An IPv6 address: upper case, compressed. */
    IPV6
    {
        @Override
        String format(final long high, final long low)
        {
            return IpText.v6(high, low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            if (text.indexOf(':') < 0 || !AddressParser.parse(text, into))
            {
                throw new NumberFormatException(text);
            }
        }
    },
    /** An address of either family in 128 bits: dotted when it is IPv4, else as {@link #IPV6}. */
    ADDRESS
    {
        @Override
        String format(final long high, final long low)
        {
            return IpText.of(high, low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            if (!AddressParser.parse(text, into))
            {
                throw new NumberFormatException(text);
            }
        }
    },
    /**
     * An interface: its number, or {@code internal}, {@code multiple}, {@code discard}, {@code unknown}. What the text
     * does not tell, such as the reason of a discard, is not part of the key.
     */
    INTERFACE
    {
        @Override
        long canonical(final long low)
        {
            return 0 == low >>> 32 ? low : low & ~0xFFFF_FFFFL;
        }

        @Override
        String format(final long high, final long low)
        {
            switch (InterfaceIndex.format(low))
            {
                case InterfaceIndex.FORMAT_IFINDEX:
                    return 0 == low ? "unknown" : Long.toString(low);
                case InterfaceIndex.FORMAT_DISCARD:
                    return "discard";
                case InterfaceIndex.FORMAT_MULTIPLE:
                    return "multiple";
                default:
                    return "internal";
            }
        }

        @Override
        void parse(final String text, final long[] into)
        {
            switch (text)
            {
                case "unknown":
                    into[1] = 0;
                    break;
                case "discard":
                    into[1] = InterfaceIndex.of(InterfaceIndex.FORMAT_DISCARD, 0);
                    break;
                case "multiple":
                    into[1] = InterfaceIndex.of(InterfaceIndex.FORMAT_MULTIPLE, 0);
                    break;
                case "internal":
                    into[1] = InterfaceIndex.of(InterfaceIndex.FORMAT_INTERNAL, 0);
                    break;
                default:
                    into[1] = Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
                    break;
            }
        }
    },
    /** A data source: {@code 3} for an interface, {@code class.index} for others. */
    DATA_SOURCE
    {
        @Override
        String format(final long high, final long low)
        {
            final long index = low & 0xFFFF_FFFFL;
            return 0 == low >>> 32 ? Long.toString(index) : (low >>> 32) + "." + index;
        }

        @Override
        void parse(final String text, final long[] into)
        {
            final int dot = text.indexOf('.');
            final long index = Integer.toUnsignedLong(Integer.parseUnsignedInt(text.substring(dot + 1)));
            into[1] = dot < 0 ? index : Long.parseLong(text.substring(0, dot)) << 32 | index;
        }
    },
    /** Direction at the data source: {@code ingress} or {@code egress}. */
    DIRECTION
    {
        @Override
        long canonical(final long low)
        {
            return 0 == low ? 0 : 1;
        }

        @Override
        String format(final long high, final long low)
        {
            return 0 == low ? "ingress" : "egress";
        }

        @Override
        void parse(final String text, final long[] into)
        {
            if (!"ingress".equals(text) && !"egress".equals(text))
            {
                throw new NumberFormatException(text);
            }
            into[1] = "egress".equals(text) ? 1 : 0;
        }
    },
    /** Why a packet was dropped: the name of the reason, its number where it has none. */
    REASON
    {
        @Override
        String format(final long high, final long low)
        {
            return DiscardReason.name(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = DiscardReason.parse(text);
        }
    },
    /** A statement: {@code true} or {@code false}. */
    BOOLEAN
    {
        @Override
        String format(final long high, final long low)
        {
            return 0 == low ? "false" : "true";
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = truth(text) ? 1 : 0;
        }
    },
    /** TCP flags: nine characters in the order {@code NCEUAPRSF}, a dot for each that is not set. */
    TCP_FLAGS
    {
        @Override
        String format(final long high, final long low)
        {
            return flagText(low, "NCEUAPRSF");
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = flags(text, "NCEUAPRSF");
        }
    },
    /** IPv4 flags: reserved, don't fragment, more fragments as {@code RDM}, a dot for each that is not set. */
    IP_FLAGS
    {
        @Override
        String format(final long high, final long low)
        {
            return flagText(low, "RDM");
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = flags(text, "RDM");
        }
    },
    /** Explicit congestion notification: its two bits, {@code 00} to {@code 11}. */
    ECN
    {
        @Override
        String format(final long high, final long low)
        {
            return (0 == (low & 2) ? "0" : "1") + (low & 1);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            if (2 != text.length())
            {
                throw new NumberFormatException(text);
            }
            into[1] = Integer.parseUnsignedInt(text, 2);
        }
    },
    /** {@code true} for 0, {@code false} for 1. */
    NOT
    {
        @Override
        String format(final long high, final long low)
        {
            return Boolean.toString(0 == low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = truth(text) ? 0 : 1;
        }
    },
    /** Differentiated services code point: its name, such as {@code af21}, else its number. */
    DSCP
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.DSCP.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.DSCP.parse(text);
        }
    },
    /** DNS type: its name, such as {@code AAAA}, else its number. */
    DNS_TYPE
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.DNS_TYPE.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.DNS_TYPE.parse(text);
        }
    },
    /** InfiniBand operation: its name, such as {@code RDMA_WRITE_FIRST}, else its number. */
    IB_OPERATION
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.IB_OPERATION.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.IB_OPERATION.parse(text);
        }
    },
    /** InfiniBand service: {@code RC}, {@code UC}, {@code RD}, {@code UD}, {@code CNP}, {@code XRC}, else a number. */
    IB_TRANSPORT
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.IB_TRANSPORT.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.IB_TRANSPORT.parse(text);
        }
    },
    /** What an InfiniBand acknowledgement says: {@code ACK}, {@code RNR_NAK} or {@code NAK}, else a number. */
    IB_ACKNOWLEDGE
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.IB_ACKNOWLEDGE.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.IB_ACKNOWLEDGE.parse(text);
        }
    },
    /** IPv6 extension headers, see {@link Ip6Extensions}. */
    IP6_EXTENSIONS
    {
        @Override
        String format(final long high, final long low)
        {
            return Ip6Extensions.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Ip6Extensions.parse(text);
        }
    },
    /** MPLS labels, outermost first: {@code 16001-7-123}, with {@code +n} for n more than six. */
    MPLS_LABELS
    {
        @Override
        String format(final long high, final long low)
        {
            return LabelText.format(high, low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            LabelText.parse(text, into);
        }
    },
    /** Method of HTTP, such as {@code GET}; {@code OTHER} for one that the agent does not know. */
    HTTP_METHOD
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.HTTP_METHOD.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.HTTP_METHOD.parse(text);
        }
    },
    /** Why a flow ended: {@code idle}, {@code active}, {@code end}, {@code forced}, {@code resources}, or a number. */
    FLOW_END_REASON
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.FLOW_END_REASON.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.FLOW_END_REASON.parse(text);
        }
    },
    /** What a firewall tells: {@code created}, {@code deleted}, {@code denied}, {@code alert}, {@code update}. */
    FIREWALL_EVENT
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.FIREWALL_EVENT.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.FIREWALL_EVENT.parse(text);
        }
    },
    /** Who tells the sampling rate, see {@link io.weir.record.SamplingSource}: its name. */
    SAMPLING_SOURCE
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.SAMPLING_SOURCE.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.SAMPLING_SOURCE.parse(text);
        }
    },
    /** Command of memcache, such as {@code GET}; {@code OTHER} for one that the agent does not know. */
    MEMCACHE_COMMAND
    {
        @Override
        String format(final long high, final long low)
        {
            return Names.MEMCACHE_COMMAND.format(low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            into[1] = Names.MEMCACHE_COMMAND.parse(text);
        }
    },
    /** A text, which a packed key holds as a number that stands for it. */
    TEXT
    {
        @Override
        String format(final long high, final long low)
        {
            throw new UnsupportedOperationException("the number of a text is known to the table that gave it");
        }

        @Override
        void parse(final String text, final long[] into)
        {
            throw new NumberFormatException(text);
        }
    },
    /** Protocols of a packet, see {@link PacketStack}. */
    STACK
    {
        @Override
        String format(final long high, final long low)
        {
            return PacketStack.format(high, low);
        }

        @Override
        void parse(final String text, final long[] into)
        {
            PacketStack.parse(text, into);
        }
    };

    private static final int MAC_DIGITS = 12;
    private static final int HEX = 16;

    private static String flagText(final long flags, final String letters)
    {
        final StringBuilder text = new StringBuilder(letters.length());
        for (int i = 0; i < letters.length(); i++)
        {
            text.append(0 == (flags & 1L << letters.length() - 1 - i) ? '.' : letters.charAt(i));
        }
        return text.toString();
    }

    private static long flags(final String text, final String letters)
    {
        if (letters.length() != text.length())
        {
            throw new NumberFormatException(text);
        }
        long flags = 0;
        for (int i = 0; i < letters.length(); i++)
        {
            if (letters.charAt(i) == text.charAt(i))
            {
                flags |= 1L << letters.length() - 1 - i;
            }
            else if ('.' != text.charAt(i))
            {
                throw new NumberFormatException(text);
            }
        }
        return flags;
    }

    private static boolean truth(final String text)
    {
        if (!"true".equals(text) && !"false".equals(text))
        {
            throw new NumberFormatException(text);
        }
        return "true".equals(text);
    }

    abstract String format(long high, long low);

    /**
     * Bits of a text. Sets {@code into[0]} and {@code into[1]}; throws NumberFormatException for anything that
     * {@link #format} would not write.
     *
     * @param text to read.
     * @param into high and low 64 bits.
     */
    abstract void parse(String text, long[] into);

    /* Append the text of a value, as format gives it; the usual ones without allocation. */
    void write(final long high, final long low, final KeyValue into)
    {
        switch (this)
        {
            case NUMBER:
                into.appendNumber(low);
                break;
            case MAC:
                into.appendHex(low, MAC_DIGITS);
                break;
            case IPV4:
                into.appendV4(low);
                break;
            case IPV6:
                into.appendV6(high, low);
                break;
            case ADDRESS:
                into.appendAddress(high, low);
                break;
            case TCP_FLAGS:
                writeFlags(low, "NCEUAPRSF", into);
                break;
            case IP_FLAGS:
                writeFlags(low, "RDM", into);
                break;
            case INTERFACE:
                if (low > 0 && 0 == low >>> Integer.SIZE)
                {
                    into.appendNumber(low);
                    break;
                }
                into.append(format(high, low));
                break;
            default:
                into.append(format(high, low));
                break;
        }
    }

    private static void writeFlags(final long flags, final String letters, final KeyValue into)
    {
        for (int i = 0; i < letters.length(); i++)
        {
            into.append(0 == (flags & 1L << letters.length() - 1 - i) ? '.' : letters.charAt(i));
        }
    }

    long canonical(final long low)
    {
        return low;
    }
}
