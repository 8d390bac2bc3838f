package io.weir.flowcache.key;

import io.weir.record.DiscardReason;
import io.weir.record.InterfaceIndex;
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
            if (!"true".equals(text) && !"false".equals(text))
            {
                throw new NumberFormatException(text);
            }
            into[1] = "true".equals(text) ? 1 : 0;
        }
    },
    /** TCP flags: nine characters in the order {@code NCEUAPRSF}, a dot for each that is not set. */
    TCP_FLAGS
    {
        @Override
        String format(final long high, final long low)
        {
            final StringBuilder text = new StringBuilder(FLAG_LETTERS.length());
            for (int i = 0; i < FLAG_LETTERS.length(); i++)
            {
                text.append(0 == (low & 1L << FLAG_LETTERS.length() - 1 - i) ? '.' : FLAG_LETTERS.charAt(i));
            }
            return text.toString();
        }

        @Override
        void parse(final String text, final long[] into)
        {
            if (FLAG_LETTERS.length() != text.length())
            {
                throw new NumberFormatException(text);
            }
            into[1] = 0;
            for (int i = 0; i < FLAG_LETTERS.length(); i++)
            {
                if (FLAG_LETTERS.charAt(i) == text.charAt(i))
                {
                    into[1] |= 1L << FLAG_LETTERS.length() - 1 - i;
                }
                else if ('.' != text.charAt(i))
                {
                    throw new NumberFormatException(text);
                }
            }
        }
    };

    private static final String FLAG_LETTERS = "NCEUAPRSF";
    private static final int MAC_DIGITS = 12;
    private static final int HEX = 16;

    abstract String format(long high, long low);

    /**
     * Bits of a text. Sets {@code into[0]} and {@code into[1]}; throws NumberFormatException for anything that
     * {@link #format} would not write.
     *
     * @param text to read.
     * @param into high and low 64 bits.
     */
    abstract void parse(String text, long[] into);

    long canonical(final long low)
    {
        return low;
    }
}
