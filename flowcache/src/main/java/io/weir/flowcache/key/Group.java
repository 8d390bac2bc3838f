package io.weir.flowcache.key;

import io.weir.wire.IpText;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels of networks: {@code group:ipsource:sites} is the label of the most specific network of the group
 * {@code sites} that holds the address. Immutable. Thousands of networks cost a lookup no more than a few.
 *
 * <p>As in the allow-list of exporters, no network shorter than {@code ::ffff:0:0/96} holds IPv4 addresses.
 */
public final class Group
{
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int MAPPED_BITS = V6_BITS - V4_BITS;

    private final List<String> labels;
    private final PrefixTable v4;
    private final PrefixTable v6;
    private final int networks;

    private Group(final Builder builder)
    {
        labels = List.copyOf(builder.labels.keySet());
        v4 = new PrefixTable(builder.v4);
        v6 = new PrefixTable(builder.v6);
        networks = builder.networks.size();
    }

    /** {@return a group without networks, to be filled} */
    public static Builder builder()
    {
        return new Builder();
    }

    /** {@return labels in the order in which they came} */
    public List<String> labels()
    {
        return labels;
    }

    /** {@return number of networks} */
    public int size()
    {
        return networks;
    }

    /**
     * Label of an address, as text. For configuration and tests; keys look it up without allocation.
     *
     * @param address such as {@code 10.1.2.3}.
     * @return its label, null where no network holds it.
     * @throws IllegalArgumentException if it is not an address.
     */
    public String label(final String address)
    {
        final long[] bits = new long[2];
        if (!AddressParser.parse(address, bits))
        {
            throw new IllegalArgumentException("not an address: '" + address + "'");
        }
        final int label = find(bits[0], bits[1]);
        return label < 0 ? null : labels.get(label);
    }

    int find(final long high, final long low)
    {
        return IpText.isV4(high, low) ? find4(low) : v6.find(high, low);
    }

    /* The upper bits of the address are of no account. */
    int find4(final long address)
    {
        return v4.find(address << V4_BITS, 0);
    }

    int find6(final long high, final long low)
    {
        return v6.find(high, low);
    }

    /** Collects networks. Not thread safe. */
    public static final class Builder
    {
        private final Map<String, Integer> labels = new LinkedHashMap<>();
        private final Map<String, String> networks = new HashMap<>();
        private final List<PrefixTable.Prefix> v4 = new ArrayList<>();
        private final List<PrefixTable.Prefix> v6 = new ArrayList<>();

        private Builder()
        {
        }

        /**
         * Give networks a label.
         *
         * @param label any text.
         * @param cidrs networks such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or addresses.
         * @return this.
         * @throws IllegalArgumentException if one is not a network, has bits behind its prefix, or has a label already.
         */
        public Builder add(final String label, final String... cidrs)
        {
            final int number = labels.computeIfAbsent(label, added -> labels.size());
            for (final String cidr : cidrs)
            {
                add(label, number, cidr);
            }
            return this;
        }

        private void add(final String label, final int number, final String cidr)
        {
            final int slash = cidr.indexOf('/');
            final long[] address = new long[2];
            if (!AddressParser.parse(slash < 0 ? cidr : cidr.substring(0, slash), address))
            {
                throw wrong(label, cidr, "not a network such as 10.0.0.0/8");
            }
            final boolean isDotted = cidr.indexOf(':') < 0;
            final int max = isDotted ? V4_BITS : V6_BITS;
            final int given = slash < 0 ? max : length(label, cidr, cidr.substring(slash + 1), max);
            final int bits = isDotted ? given + MAPPED_BITS : given;
            final long maskHigh = bits >= Long.SIZE ? -1 : 0 == bits ? 0 : -1L << Long.SIZE - bits;
            final long maskLow = bits >= V6_BITS ? -1 : bits <= Long.SIZE ? 0 : -1L << V6_BITS - bits;
            if (0 != (address[0] & ~maskHigh | address[1] & ~maskLow))
            {
                final long low = address[1] & maskLow;
                throw wrong(label, cidr, "bits are set behind the prefix: the network is " +
                    IpText.of(address[0] & maskHigh, low) + "/" + given);
            }
            final String before = networks.putIfAbsent(address[0] + "/" + address[1] + "/" + bits, label);
            if (null != before)
            {
                throw wrong(label, cidr, "the network has a label already: '" + before + "'");
            }
            if (bits >= MAPPED_BITS && IpText.isV4(address[0], address[1]))
            {
                v4.add(new PrefixTable.Prefix(address[1] << V4_BITS, 0, bits - MAPPED_BITS, number));
            }
            else
            {
                v6.add(new PrefixTable.Prefix(address[0], address[1], bits, number));
            }
        }

        private static int length(final String label, final String cidr, final String text, final int max)
        {
            if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > max)
            {
                throw wrong(label, cidr, "the length of a prefix is 0.." + max);
            }
            return Integer.parseInt(text);
        }

        private static IllegalArgumentException wrong(final String label, final String cidr, final String what)
        {
            return new IllegalArgumentException("'" + label + "': '" + cidr + "': " + what);
        }

        /** {@return the group} */
        public Group build()
        {
            return new Group(this);
        }
    }
}
