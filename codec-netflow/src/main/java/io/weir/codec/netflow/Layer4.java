package io.weir.codec.netflow;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/** What a record can have above IP, by protocol: a record that names its protocol has no TCP flags unless it is TCP. */
final class Layer4
{
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP6 = 58;

    static final long PORTS = Slots.bit(Slots.L4_SOURCE_PORT) | Slots.bit(Slots.L4_DESTINATION_PORT);
    static final long ICMP_FIELDS = Slots.bit(Slots.ICMP_TYPE) | Slots.bit(Slots.ICMP_CODE);
    static final long KINDS =
        Slots.bit(Slots.IPV4) | Slots.bit(Slots.IPV6) | Slots.bit(Slots.TCP) | Slots.bit(Slots.UDP) |
        Slots.bit(Slots.SCTP) | Slots.bit(Slots.ICMP) | Slots.bit(Slots.ICMP6);

    private static final int[] PROTOCOLS_WITH_PORTS = { TCP, UDP, 33, 132, 136 };
    private static final long TCP_FIELDS =
        Slots.bit(Slots.TCP_FLAGS) | Slots.bit(Slots.TCP_SEQUENCE) | Slots.bit(Slots.TCP_ACKNOWLEDGEMENT) |
        Slots.bit(Slots.TCP_WINDOW);
    private static final long UDP_FIELDS = Slots.bit(Slots.UDP_BYTES);
    private static final long[] POSSIBLE = possible();

    private Layer4()
    {
    }

    /*
     * Presence bits of the packet word that a record of a protocol may have: everything but what belongs to another
     * protocol, and of the kinds its own.
     */
    static long possible(final int protocol)
    {
        return POSSIBLE[protocol & 0xFF];
    }

    private static long[] possible()
    {
        final long others = PORTS | ICMP_FIELDS | TCP_FIELDS | UDP_FIELDS | KINDS;
        final long[] masks = new long[256];
        for (int protocol = 0; protocol < masks.length; protocol++)
        {
            masks[protocol] = ~others | Slots.bit(Slots.IPV4) | Slots.bit(Slots.IPV6) |
                FlowRecord.kindOfProtocol(protocol);
        }
        for (final int protocol : PROTOCOLS_WITH_PORTS)
        {
            masks[protocol] |= PORTS;
        }
        masks[TCP] |= TCP_FIELDS;
        masks[UDP] |= UDP_FIELDS;
        masks[ICMP] |= ICMP_FIELDS;
        masks[ICMP6] |= ICMP_FIELDS;
        return masks;
    }
}
