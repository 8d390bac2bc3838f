package io.weir.flowcache.key;

import java.util.Arrays;

/** Texts of values that have names: code points, DNS types, InfiniBand operations. A value without one is a number. */
final class Names
{
    static final Names DSCP = new Names(64,
        0, "be", 1, "le", 8, "cs1", 10, "af11", 12, "af12", 14, "af13", 16, "cs2", 18, "af21", 20, "af22", 22, "af23",
        24, "cs3", 26, "af31", 28, "af32", 30, "af33", 32, "cs4", 34, "af41", 36, "af42", 38, "af43", 40, "cs5",
        44, "va", 46, "ef", 48, "cs6", 56, "cs7");

    static final Names DNS_TYPE = new Names(258,
        1, "A", 2, "NS", 5, "CNAME", 6, "SOA", 10, "NULL", 12, "PTR", 13, "HINFO", 15, "MX", 16, "TXT", 17, "RP",
        18, "AFSDB", 24, "SIG", 25, "KEY", 28, "AAAA", 29, "LOC", 33, "SRV", 35, "NAPTR", 36, "KX", 37, "CERT",
        39, "DNAME", 41, "OPT", 42, "APL", 43, "DS", 44, "SSHFP", 45, "IPSECKEY", 46, "RRSIG", 47, "NSEC",
        48, "DNSKEY", 49, "DHCID", 50, "NSEC3", 51, "NSEC3PARAM", 52, "TLSA", 53, "SMIMEA", 55, "HIP", 59, "CDS",
        60, "CDNSKEY", 61, "OPENPGPKEY", 62, "CSYNC", 63, "ZONEMD", 64, "SVCB", 65, "HTTPS", 99, "SPF", 249, "TKEY",
        250, "TSIG", 251, "IXFR", 252, "AXFR", 255, "ANY", 256, "URI", 257, "CAA");

    static final Names IB_OPERATION = new Names(32,
        0, "SEND_FIRST", 1, "SEND_MIDDLE", 2, "SEND_LAST", 3, "SEND_LAST_WITH_IMMEDIATE", 4, "SEND_ONLY",
        5, "SEND_ONLY_WITH_IMMEDIATE", 6, "RDMA_WRITE_FIRST", 7, "RDMA_WRITE_MIDDLE", 8, "RDMA_WRITE_LAST",
        9, "RDMA_WRITE_LAST_WITH_IMMEDIATE", 10, "RDMA_WRITE_ONLY", 11, "RDMA_WRITE_ONLY_WITH_IMMEDIATE",
        12, "RDMA_READ_REQUEST", 13, "RDMA_READ_RESPONSE_FIRST", 14, "RDMA_READ_RESPONSE_MIDDLE",
        15, "RDMA_READ_RESPONSE_LAST", 16, "RDMA_READ_RESPONSE_ONLY", 17, "ACKNOWLEDGE", 18, "ATOMIC_ACKNOWLEDGE",
        19, "COMPARE_SWAP", 20, "FETCH_ADD", 22, "SEND_LAST_WITH_INVALIDATE", 23, "SEND_ONLY_WITH_INVALIDATE");

    static final Names IB_TRANSPORT = new Names(8, 0, "RC", 1, "UC", 2, "RD", 3, "UD", 4, "CNP", 5, "XRC");

    static final Names IB_ACKNOWLEDGE = new Names(4, 0, "ACK", 1, "RNR_NAK", 3, "NAK");

    static final Names FLOW_END_REASON = new Names(6, 1, "idle", 2, "active", 3, "end", 4, "forced", 5, "resources");

    static final Names FIREWALL_EVENT = new Names(6, 0, "none", 1, "created", 2, "deleted", 3, "denied", 4, "alert",
        5, "update");

    static final Names SAMPLING_SOURCE = new Names(7, 0, "DEFAULT", 1, "HEADER", 2, "DOMAIN", 3, "INTERFACE",
        4, "SELECTOR", 5, "RECORD", 6, "OVERRIDE");

    static final Names HTTP_METHOD = new Names(9, 0, "OTHER", 1, "OPTIONS", 2, "GET", 3, "HEAD", 4, "POST", 5, "PUT",
        6, "DELETE", 7, "TRACE", 8, "CONNECT");

    static final Names MEMCACHE_COMMAND = new Names(17, 0, "OTHER", 1, "SET", 2, "ADD", 3, "REPLACE", 4, "APPEND",
        5, "PREPEND", 6, "CAS", 7, "GET", 8, "GETS", 9, "INCR", 10, "DECR", 11, "DELETE", 12, "STATS", 13, "FLUSH",
        14, "VERSION", 15, "QUIT", 16, "TOUCH");

    private final String[] names;

    private Names(final int size, final Object... valuesAndNames)
    {
        names = new String[size];
        for (int i = 0; i < valuesAndNames.length; i += 2)
        {
            names[(Integer)valuesAndNames[i]] = (String)valuesAndNames[i + 1];
        }
    }

    String format(final long value)
    {
        return value >= 0 && value < names.length && null != names[(int)value] ?
            names[(int)value] : Long.toUnsignedString(value);
    }

    long parse(final String text)
    {
        final int value = Arrays.asList(names).indexOf(text);
        return value >= 0 ? value : Long.parseUnsignedLong(text);
    }
}
