package io.weir.codec.netflow;

import io.weir.record.Slots;

/**
 * Where the values of IANA's elements go: into a slot of the flow record, or into a scratch value of the program, from
 * which the record is completed. Where several elements lead to one target, the one listed first is taken.
 */
final class ElementTarget
{
    /** Targets from here on are scratch values. */
    static final int SCRATCH = Slots.COUNT;
    static final int START_MS = SCRATCH;
    static final int END_MS = SCRATCH + 1;
    static final int FIRST_UPTIME = SCRATCH + 2;
    static final int LAST_UPTIME = SCRATCH + 3;
    static final int DURATION_MS = SCRATCH + 4;
    static final int SYSTEM_INIT_MS = SCRATCH + 5;
    static final int SAMPLER = SCRATCH + 6;
    static final int RATE = SCRATCH + 7;
    static final int PACKET_INTERVAL = SCRATCH + 8;
    static final int PACKET_SPACE = SCRATCH + 9;
    static final int EVENT = SCRATCH + 10;
    static final int INITIATOR_OCTETS = SCRATCH + 11;
    static final int RESPONDER_OCTETS = SCRATCH + 12;
    static final int INITIATOR_PACKETS = SCRATCH + 13;
    static final int RESPONDER_PACKETS = SCRATCH + 14;
    static final int ICMP_TYPE_AND_CODE = SCRATCH + 15;
    static final int SCRATCH_END = SCRATCH + 16;

    /** How the bytes of a value become a number, or several. */
    enum Form
    {
        /** Unsigned, 1 to 8 bytes. */
        NUMBER,
        /** IPv4, 4 bytes, into two slots. */
        ADDRESS4,
        /** IPv4, 4 bytes, into two slots unless it is 0. */
        ADDRESS4_UNLESS_ZERO,
        /** IPv6, 16 bytes, into two slots. */
        ADDRESS6,
        /** Seconds since the epoch. */
        SECONDS,
        /** NTP timestamp, 8 bytes. */
        NTP,
        /** Microseconds before the export time. */
        BEFORE_EXPORT
    }

    private static final int[][] NUMBERS = {
        { 1, Slots.BYTES }, { 352, Slots.BYTES }, { 1, Slots.IP_BYTES }, { 2, Slots.FRAMES },
        { 4, Slots.L4_PROTOCOL }, { 5, Slots.IP_TOS }, { 6, Slots.TCP_FLAGS },
        { 7, Slots.L4_SOURCE_PORT }, { 182, Slots.L4_SOURCE_PORT }, { 180, Slots.L4_SOURCE_PORT },
        { 11, Slots.L4_DESTINATION_PORT }, { 183, Slots.L4_DESTINATION_PORT }, { 181, Slots.L4_DESTINATION_PORT },
        { 9, Slots.SOURCE_MASK_BITS }, { 29, Slots.SOURCE_MASK_BITS },
        { 13, Slots.DESTINATION_MASK_BITS }, { 30, Slots.DESTINATION_MASK_BITS },
        { 10, Slots.INPUT_IFINDEX }, { 252, Slots.INPUT_IFINDEX },
        { 14, Slots.OUTPUT_IFINDEX }, { 253, Slots.OUTPUT_IFINDEX },
        { 16, Slots.BGP_SOURCE_AS }, { 17, Slots.BGP_DESTINATION_AS }, { 31, Slots.IP6_FLOW_LABEL },
        { 54, Slots.IP_IDENTIFICATION }, { 56, Slots.MAC_SOURCE }, { 81, Slots.MAC_SOURCE },
        { 80, Slots.MAC_DESTINATION }, { 57, Slots.MAC_DESTINATION },
        { 243, Slots.VLAN }, { 58, Slots.VLAN }, { 245, Slots.VLAN_INNER }, { 244, Slots.VLAN_PRIORITY },
        { 58, Slots.VLAN_SOURCE }, { 254, Slots.VLAN_DESTINATION }, { 59, Slots.VLAN_DESTINATION },
        { 60, Slots.IP_VERSION }, { 61, Slots.DIRECTION }, { 88, Slots.IP_FRAGMENT_OFFSET },
        { 149, Slots.OBSERVATION_DOMAIN }, { 176, Slots.ICMP_TYPE }, { 178, Slots.ICMP_TYPE },
        { 177, Slots.ICMP_CODE }, { 179, Slots.ICMP_CODE }, { 184, Slots.TCP_SEQUENCE },
        { 185, Slots.TCP_ACKNOWLEDGEMENT }, { 186, Slots.TCP_WINDOW }, { 192, Slots.IP_TTL },
        { 205, Slots.UDP_BYTES }, { 256, Slots.ETHERNET_PROTOCOL },
        { 22, FIRST_UPTIME }, { 21, LAST_UPTIME }, { 152, START_MS }, { 153, END_MS }, { 161, DURATION_MS },
        { 160, SYSTEM_INIT_MS }, { 48, SAMPLER }, { 302, SAMPLER }, { 34, RATE }, { 50, RATE },
        { 305, PACKET_INTERVAL }, { 306, PACKET_SPACE }, { 233, EVENT },
        { 231, INITIATOR_OCTETS }, { 232, RESPONDER_OCTETS }, { 298, INITIATOR_PACKETS }, { 299, RESPONDER_PACKETS },
        { 32, ICMP_TYPE_AND_CODE }, { 139, ICMP_TYPE_AND_CODE }
    };
    private static final int[][] ADDRESSES4 = {
        { 8, Slots.IP_SOURCE }, { 12, Slots.IP_DESTINATION }, { 15, Slots.NEXT_HOP }
    };
    private static final int[][] ADDRESSES6 = {
        { 27, Slots.IP_SOURCE }, { 28, Slots.IP_DESTINATION }, { 62, Slots.NEXT_HOP }
    };
    private static final int[][] SECONDS = { { 150, START_MS }, { 151, END_MS } };
    private static final int[][] NTP = { { 154, START_MS }, { 155, END_MS }, { 156, START_MS }, { 157, END_MS } };
    private static final int[][] BEFORE_EXPORT = { { 158, START_MS }, { 159, END_MS } };

    /** Every source of every target, best first. */
    static final ElementTarget[] ALL = all();

    final int elementId;
    final int target;
    final Form form;

    private ElementTarget(final int elementId, final int target, final Form form)
    {
        this.elementId = elementId;
        this.target = target;
        this.form = form;
    }

    /* Whether a field of this length can hold such a value. */
    boolean fits(final int length)
    {
        switch (form)
        {
            case ADDRESS4:
            case ADDRESS4_UNLESS_ZERO:
                return 4 == length;
            case ADDRESS6:
                return 16 == length;
            case NTP:
                return 8 == length;
            default:
                return length >= 1 && length <= Long.BYTES;
        }
    }

    private static ElementTarget[] all()
    {
        final Object[][] tables = {
            { NUMBERS, Form.NUMBER }, { ADDRESSES6, Form.ADDRESS6 }, { ADDRESSES4, Form.ADDRESS4 }, { NTP, Form.NTP },
            { SECONDS, Form.SECONDS }, { BEFORE_EXPORT, Form.BEFORE_EXPORT }
        };
        int size = 0;
        for (final Object[] table : tables)
        {
            size += ((int[][])table[0]).length;
        }
        final ElementTarget[] all = new ElementTarget[size];
        int at = 0;
        for (final Object[] table : tables)
        {
            for (final int[] row : (int[][])table[0])
            {
                all[at] = new ElementTarget(row[0], row[1], (Form)table[1]);
                at++;
            }
        }
        return all;
    }
}
