package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.record.Field;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the values of elements go: into a slot of the flow record, or into a scratch value of the program, from which
 * the record is completed. Where several elements lead to one target, the one listed first is taken.
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
    static final int TOTAL_OCTETS = SCRATCH + 16;
    static final int TOTAL_PACKETS = SCRATCH + 17;
    static final int REVERSE_TOTAL_OCTETS = SCRATCH + 18;
    static final int REVERSE_TOTAL_PACKETS = SCRATCH + 19;
    static final int REVERSE_TCP_FLAGS = SCRATCH + 20;
    static final int FLOW_ID = SCRATCH + 21;
    static final int FRAME_BYTES = SCRATCH + 22;
    static final int FRAME_TYPE = SCRATCH + 23;
    static final int EXPORTED_BYTES = SCRATCH + 24;
    /** Where a section of a packet lies: offset in the high 32 bits, length in the low ones. */
    static final int FRAME_SECTION = SCRATCH + 25;
    static final int HEADER_SECTION = SCRATCH + 26;
    static final int PAYLOAD_SECTION = SCRATCH + 27;
    static final int MPLS_SECTION = SCRATCH + 28;
    static final int APPLICATION = SCRATCH + 29;
    static final int REVERSE_START_MS = SCRATCH + 30;
    static final int REVERSE_END_MS = SCRATCH + 31;
    /** From the first packet to the first one back. */
    static final int REVERSE_DELAY_MS = SCRATCH + 32;
    /** Label stack entries, topmost first. */
    static final int LABEL = SCRATCH + 33;
    static final int LABELS = 10;
    static final int SCRATCH_END = LABEL + LABELS;

    /** Private enterprise number of the reverse direction of IANA's elements. */
    static final long REVERSE = 29_305;
    private static final long CISCO = 9;
    /** Of YAF. */
    private static final long CERT = 6_871;

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
        BEFORE_EXPORT,
        /** The three upper bits of the byte of fragmentation flags. */
        IP_FLAGS,
        /** The lower 24 bits, below the kind of a segment's id. */
        SEGMENT,
        /** A reference to the bytes, whatever their number. */
        TEXT,
        /** Offset and length of the bytes, as a scratch value. */
        SECTION,
        /** Unsigned, 1 to 8 bytes, into the second of two slots, or 16 bytes into both. */
        ELEMENT
    }

    private static final int[][] NUMBERS = {
        { 1, Slots.BYTES }, { 85, TOTAL_OCTETS }, { 352, Slots.BYTES }, { 1, Slots.IP_BYTES }, { 224, Slots.IP_BYTES },
        { 2, Slots.FRAMES }, { 86, TOTAL_PACKETS }, { 148, FLOW_ID },
        { 4, Slots.L4_PROTOCOL }, { 5, Slots.IP_TOS }, { 6, Slots.TCP_FLAGS },
        { 7, Slots.L4_SOURCE_PORT }, { 182, Slots.L4_SOURCE_PORT }, { 180, Slots.L4_SOURCE_PORT },
        { 11, Slots.L4_DESTINATION_PORT }, { 183, Slots.L4_DESTINATION_PORT }, { 181, Slots.L4_DESTINATION_PORT },
        { 9, Slots.SOURCE_MASK_BITS }, { 29, Slots.SOURCE_MASK_BITS },
        { 13, Slots.DESTINATION_MASK_BITS }, { 30, Slots.DESTINATION_MASK_BITS },
        { 10, Slots.INPUT_IFINDEX }, { 252, Slots.INPUT_IFINDEX },
        { 14, Slots.OUTPUT_IFINDEX }, { 253, Slots.OUTPUT_IFINDEX },
        { 16, Slots.BGP_SOURCE_AS }, { 17, Slots.BGP_DESTINATION_AS }, { 129, Slots.BGP_SOURCE_PEER_AS },
        { 128, Slots.BGP_DESTINATION_PEER_AS }, { 31, Slots.IP6_FLOW_LABEL },
        { 54, Slots.IP_IDENTIFICATION }, { 56, Slots.MAC_SOURCE }, { 81, Slots.MAC_SOURCE },
        { 80, Slots.MAC_DESTINATION }, { 57, Slots.MAC_DESTINATION },
        { 243, Slots.VLAN }, { 58, Slots.VLAN }, { 245, Slots.VLAN_INNER }, { 244, Slots.VLAN_PRIORITY },
        { 246, Slots.VLAN_INNER_PRIORITY },
        { 58, Slots.VLAN_SOURCE }, { 254, Slots.VLAN_DESTINATION }, { 59, Slots.VLAN_DESTINATION },
        { 60, Slots.IP_VERSION }, { 61, Slots.DIRECTION }, { 88, Slots.IP_FRAGMENT_OFFSET },
        { 149, Slots.OBSERVATION_DOMAIN }, { 176, Slots.ICMP_TYPE }, { 178, Slots.ICMP_TYPE },
        { 177, Slots.ICMP_CODE }, { 179, Slots.ICMP_CODE }, { 184, Slots.TCP_SEQUENCE },
        { 185, Slots.TCP_ACKNOWLEDGEMENT }, { 186, Slots.TCP_WINDOW }, { 192, Slots.IP_TTL },
        { 205, Slots.UDP_BYTES }, { 256, Slots.ETHERNET_PROTOCOL },
        { 136, Slots.FLOW_END_REASON }, { 89, Slots.FORWARDING_STATUS }, { 234, Slots.VRF }, { 235, Slots.VRF_EGRESS },
        { 48, Slots.SAMPLER_ID }, { 302, Slots.SAMPLER_ID }, { 233, Slots.FIREWALL_EVENT },
        { 40_005, Slots.FIREWALL_EVENT }, { 230, Slots.NAT_EVENT }, { 23, Slots.POST_BYTES }, { 24, Slots.POST_FRAMES },
        { 132, Slots.DROPPED_BYTES }, { 133, Slots.DROPPED_FRAMES }, { 352, Slots.LAYER2_BYTES }, { 3, Slots.FLOWS },
        { 227, Slots.NAT_SOURCE_PORT }, { 40_003, Slots.NAT_SOURCE_PORT }, { 228, Slots.NAT_DESTINATION_PORT },
        { 40_004, Slots.NAT_DESTINATION_PORT }, { 457, Slots.HTTP_STATUS },
        { 22, FIRST_UPTIME }, { 21, LAST_UPTIME }, { 152, START_MS }, { 153, END_MS }, { 161, DURATION_MS },
        { 160, SYSTEM_INIT_MS }, { 48, SAMPLER }, { 302, SAMPLER }, { 34, RATE }, { 50, RATE },
        { 305, PACKET_INTERVAL }, { 306, PACKET_SPACE }, { 233, EVENT }, { 40_005, EVENT },
        { 231, INITIATOR_OCTETS }, { 232, RESPONDER_OCTETS }, { 298, INITIATOR_PACKETS }, { 299, RESPONDER_PACKETS },
        { 32, ICMP_TYPE_AND_CODE }, { 139, ICMP_TYPE_AND_CODE },
        { 312, FRAME_BYTES }, { 408, FRAME_TYPE }, { 410, EXPORTED_BYTES },
        { 70, LABEL }, { 71, LABEL + 1 }, { 72, LABEL + 2 }, { 73, LABEL + 3 }, { 74, LABEL + 4 },
        { 75, LABEL + 5 }, { 76, LABEL + 6 }, { 77, LABEL + 7 }, { 78, LABEL + 8 }, { 79, LABEL + 9 }
    };
    private static final int[][] REVERSE_NUMBERS = {
        { 1, Slots.REVERSE_BYTES }, { 2, Slots.REVERSE_FRAMES }, { 85, REVERSE_TOTAL_OCTETS },
        { 86, REVERSE_TOTAL_PACKETS }, { 6, REVERSE_TCP_FLAGS }, { 152, REVERSE_START_MS }, { 153, REVERSE_END_MS }
    };
    private static final int[][] CISCO_NUMBERS = {
        { 12_240, Slots.L4_SOURCE_PORT }, { 12_241, Slots.L4_DESTINATION_PORT },
        { 8_338, INITIATOR_OCTETS }, { 8_337, RESPONDER_OCTETS }
    };
    private static final int[][] ADDRESSES4 = {
        { 8, Slots.IP_SOURCE }, { 44, Slots.IP_SOURCE }, { 12, Slots.IP_DESTINATION }, { 45, Slots.IP_DESTINATION },
        { 15, Slots.NEXT_HOP }, { 18, Slots.BGP_NEXT_HOP }, { 225, Slots.NAT_SOURCE }, { 40_001, Slots.NAT_SOURCE },
        { 226, Slots.NAT_DESTINATION }, { 40_002, Slots.NAT_DESTINATION }
    };
    private static final int[][] CISCO_ADDRESSES4 = { { 12_236, Slots.IP_SOURCE }, { 12_237, Slots.IP_DESTINATION } };
    private static final int[][] ADDRESSES6 = {
        { 27, Slots.IP_SOURCE }, { 170, Slots.IP_SOURCE }, { 28, Slots.IP_DESTINATION }, { 169, Slots.IP_DESTINATION },
        { 62, Slots.NEXT_HOP }, { 63, Slots.BGP_NEXT_HOP }, { 281, Slots.NAT_SOURCE }, { 282, Slots.NAT_DESTINATION }
    };
    private static final int[][] CISCO_ADDRESSES6 = { { 12_238, Slots.IP_SOURCE }, { 12_239, Slots.IP_DESTINATION } };
    private static final int[][] SECONDS = { { 150, START_MS }, { 151, END_MS } };
    private static final int[][] NTP = { { 154, START_MS }, { 155, END_MS }, { 156, START_MS }, { 157, END_MS } };
    private static final int[][] REVERSE_SECONDS = { { 150, REVERSE_START_MS }, { 151, REVERSE_END_MS } };
    private static final int[][] REVERSE_NTP = {
        { 154, REVERSE_START_MS }, { 155, REVERSE_END_MS }, { 156, REVERSE_START_MS }, { 157, REVERSE_END_MS }
    };
    private static final int[][] REVERSE_BEFORE_EXPORT = { { 158, REVERSE_START_MS }, { 159, REVERSE_END_MS } };
    /** reverseFlowDeltaMilliseconds. */
    private static final int[][] CERT_NUMBERS = { { 21, REVERSE_DELAY_MS } };
    private static final int[][] BEFORE_EXPORT = { { 158, START_MS }, { 159, END_MS } };
    private static final int[][] OBSERVED_MS = { { 323, START_MS }, { 323, END_MS } };
    private static final int[][] OBSERVED_NTP = {
        { 324, START_MS }, { 324, END_MS }, { 325, START_MS }, { 325, END_MS }
    };
    private static final int[][] OBSERVED_SECONDS = { { 322, START_MS }, { 322, END_MS } };
    private static final int[][] IP_FLAGS = { { 197, Slots.IP_FLAGS } };
    private static final int[][] SEGMENTS = { { 351, Slots.VNI } };
    private static final int[][] TEXTS = {
        { 371, Slots.USER_SOURCE }, { 460, Slots.HTTP_HOST }, { 461, Slots.HTTP_URL }, { 468, Slots.HTTP_USER_AGENT },
        { 469, Slots.HTTP_MIME_TYPE }, { 96, Slots.APPLICATION }, { 236, Slots.VRF_NAME }
    };
    private static final int[][] SECTIONS = {
        { 315, FRAME_SECTION }, { 104, FRAME_SECTION }, { 313, HEADER_SECTION }, { 317, HEADER_SECTION },
        { 314, PAYLOAD_SECTION }, { 316, MPLS_SECTION }, { 95, APPLICATION }
    };

    /** Every source of every target, best first. */
    static final List<ElementTarget> ALL = all();

    /** Of IANA's elements by their numbers, null where there is no target. */
    private static final Form[] FORMS = forms();

    final long enterprise;
    final int elementId;
    final int target;
    final Form form;

    private ElementTarget(final long enterprise, final int elementId, final int target, final Form form)
    {
        this.enterprise = enterprise;
        this.elementId = elementId;
        this.target = target;
        this.form = form;
    }

    /* An element that is wanted for itself. */
    static ElementTarget of(final Field element, final int slot)
    {
        return new ElementTarget(
            element.enterprise(), element.elementId(), slot, element.isText() ? Form.TEXT : Form.ELEMENT);
    }

    boolean isAddress()
    {
        return Form.ADDRESS4 == form || Form.ADDRESS6 == form;
    }

    /* Whether a field of this length can hold such a value. */
    boolean fits(final int length)
    {
        return fits(form, length);
    }

    private static boolean fits(final Form form, final int length)
    {
        switch (form)
        {
            case TEXT:
            case SECTION:
                return true;
            case ADDRESS4:
            case ADDRESS4_UNLESS_ZERO:
                return 4 == length;
            case ADDRESS6:
                return 16 == length;
            case NTP:
                return 8 == length;
            case ELEMENT:
                return length >= 1 && length <= Long.BYTES || 16 == length;
            default:
                return length >= 1 && length <= Long.BYTES;
        }
    }

    /* Whether a field of variable length can hold such a value. */
    boolean fitsVariable()
    {
        switch (form)
        {
            case NUMBER:
            case TEXT:
            case SECTION:
            case ELEMENT:
                return true;
            default:
                return false;
        }
    }

    /* Whether a field of an element that is known by number has a length that none of its values has. */
    static boolean isOdd(final long enterprise, final int elementId, final int length)
    {
        final Form form = 0 == enterprise && elementId < FORMS.length ? FORMS[elementId] : null;
        return null != form && 0 != length && Template.VARIABLE_LENGTH != length && !fits(form, length);
    }

    private static Form[] forms()
    {
        final Form[] forms = new Form[512];
        for (final ElementTarget source : ALL)
        {
            if (0 == source.enterprise && source.elementId < forms.length)
            {
                forms[source.elementId] = source.form;
            }
        }
        return forms;
    }

    private static List<ElementTarget> all()
    {
        final List<ElementTarget> all = new ArrayList<>();
        add(all, 0, NUMBERS, Form.NUMBER);
        add(all, REVERSE, REVERSE_NUMBERS, Form.NUMBER);
        add(all, CISCO, CISCO_NUMBERS, Form.NUMBER);
        add(all, CERT, CERT_NUMBERS, Form.NUMBER);
        add(all, 0, ADDRESSES6, Form.ADDRESS6);
        add(all, CISCO, CISCO_ADDRESSES6, Form.ADDRESS6);
        add(all, 0, ADDRESSES4, Form.ADDRESS4);
        add(all, CISCO, CISCO_ADDRESSES4, Form.ADDRESS4);
        add(all, 0, NTP, Form.NTP);
        add(all, 0, SECONDS, Form.SECONDS);
        add(all, 0, BEFORE_EXPORT, Form.BEFORE_EXPORT);
        add(all, REVERSE, REVERSE_NTP, Form.NTP);
        add(all, REVERSE, REVERSE_SECONDS, Form.SECONDS);
        add(all, REVERSE, REVERSE_BEFORE_EXPORT, Form.BEFORE_EXPORT);
        add(all, 0, OBSERVED_MS, Form.NUMBER);
        add(all, 0, OBSERVED_NTP, Form.NTP);
        add(all, 0, OBSERVED_SECONDS, Form.SECONDS);
        add(all, 0, IP_FLAGS, Form.IP_FLAGS);
        add(all, 0, SEGMENTS, Form.SEGMENT);
        add(all, 0, TEXTS, Form.TEXT);
        add(all, 0, SECTIONS, Form.SECTION);
        return List.copyOf(all);
    }

    private static void add(
        final List<ElementTarget> all,
        final long enterprise,
        final int[][] table,
        final Form form)
    {
        for (final int[] row : table)
        {
            all.add(new ElementTarget(enterprise, row[0], row[1], form));
            if (CISCO == enterprise)
            {
                all.add(new ElementTarget(0, row[0] | 0x8000, row[1], form));
            }
        }
    }
}
