package io.weir.packet;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Ip6Extensions;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;

/**
 * Reads the first bytes of a packet, as an exporter captured them, into one layer of a {@link FlowRecord}, and the
 * packets that it carries into the layers after it.
 *
 * <p>Three things are kept apart. A field that the packet does not have, such as the ports of a later fragment, is
 * absent. A field beyond the captured bytes is absent too, and the layer has the kind {@link Slots#CUT}. A field whose
 * bits are zero is present and 0. A header that contradicts itself ends the decoding there, with the kind
 * {@link Slots#MALFORMED}; what was read before it stays. Kinds are set whatever fields are wanted.
 *
 * <p>A layer is one packet: its link headers, IP, and what is above. An inner Ethernet frame, PPP frame, MPLS packet or
 * IP packet is another layer, whatever the tunnel, and the tunnel's own fields are those of the layer that carries it.
 * The outer layer has the kind {@link Slots#TUNNEL} then. Inner packets are read only when a field of their layer or of
 * one within it is wanted, or the stack. PPP over Ethernet, and MPLS labels over IP, belong to the layer of both.
 *
 * <p>Any bytes are legal input. At most {@link #MAX_HEADER_BYTES} are read: no header is followed more often than its
 * own bound, no packet is opened once {@link #MAX_STEPS} headers were followed, and there is no recursion. Lengths that
 * the packet claims for itself only ever shorten what is read, so that padding is not taken for a payload. Nothing is
 * kept from one call to the next. Not thread safe.
 */
public final class PacketHeaderDecoder
{
    /** Header protocol of sFlow, and of IPFIX element 315: Ethernet. */
    public static final int ETHERNET = 1;
    /** Header protocol of sFlow: frame relay. */
    public static final int FRAME_RELAY = 5;
    /** Header protocol of sFlow: PPP. */
    public static final int PPP = 7;
    /** Header protocol of sFlow, and of IPFIX element 313: IPv4. */
    public static final int IPV4 = 11;
    /** Header protocol of sFlow, and of IPFIX element 313: IPv6. */
    public static final int IPV6 = 12;
    /** Header protocol of sFlow, and of IPFIX element 316: MPLS. */
    public static final int MPLS = 13;
    /** Header protocol of sFlow: packet over SONET, which is PPP or HDLC of Cisco. */
    public static final int POS = 14;
    /** Header protocol of sFlow: IEEE 802.11. */
    public static final int WLAN = 15;
    /** Header protocol of sFlow: IEEE 802.11, an aggregate of MAC frames. */
    public static final int WLAN_AMPDU = 16;
    /** Header protocol of sFlow: IEEE 802.11, a frame within an aggregate, which looks like 802.3. */
    public static final int WLAN_AMSDU = 17;

    /** Most bytes of a captured header that are read. */
    public static final int MAX_HEADER_BYTES = 512;
    /** Headers of one packet, tags and extension headers included, after which no other packet is opened. */
    public static final int MAX_STEPS = 32;
    /** Most VLAN tags that are followed. */
    public static final int MAX_VLAN_TAGS = 8;
    /** Most MPLS labels that are followed. */
    public static final int MAX_MPLS_LABELS = 16;

    private static final long KINDS = -1L << Slots.TUNNEL;
    private static final long STACK = Slots.bit(Slots.STACK);
    private static final long OFFSETS = 1L << Slots.IP_OFFSET | 1L << Slots.L4_OFFSET;
    private static final long INNERMOST = STACK | Slots.bit(Slots.IB_BTH) | Slots.bit(Slots.IB_AETH) |
        Slots.bit(Slots.IB_RDMA_LENGTH);
    private static final long ENDS = 1L << Slots.CUT | 1L << Slots.MALFORMED;
    private static final int FIXED_HEADERS = 4;
    /* No mask of a packet: it has every field. */
    private static final long UNKNOWN = -1;

    private final PacketStack stack = new PacketStack();

    /** A decoder. */
    public PacketHeaderDecoder()
    {
    }

    /**
     * Read a captured header into a layer of a record that has no values in that layer, nor in those after it, yet.
     *
     * @param buffer         holding the header.
     * @param offset         of its first byte.
     * @param length         in bytes that were captured, without padding; all within the buffer.
     * @param headerProtocol of its first byte: one of the constants. IPv4 and IPv6 are told apart by their version.
     * @param record         to fill.
     * @param layer          to fill, 0 for the outer packet.
     * @param wanted         fields to fill; kinds are always set.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#UNKNOWN_TYPE} for another protocol, with nothing filled.
     */
    public DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final int headerProtocol,
        final FlowRecord record,
        final int layer,
        final FieldSet wanted)
    {
        final int end = offset + Math.min(length, MAX_HEADER_BYTES);
        final long want = wanted.word(layer) | KINDS;
        if (ETHERNET == headerProtocol && 0 == layer)
        {
            final long common = CommonFrame.decode(buffer, offset, end, record, want);
            if (CommonFrame.NOT_COMMON != common)
            {
                record.mark(0, common & want);
                if (0 != (wanted.word(Slots.META_WORD) & STACK))
                {
                    CommonFrame.putStack(record);
                }
                return DecodeStatus.OK;
            }
        }
        return decodeAny(buffer, offset, end, headerProtocol, record, layer, wanted);
    }

    /* As decode, by the classes of the headers alone. */
    DecodeStatus decodeAny(
        final byte[] buffer,
        final int offset,
        final int end,
        final int headerProtocol,
        final FlowRecord record,
        final int layer,
        final FieldSet wanted)
    {
        final long want = wanted.word(layer) | KINDS;
        final long mask;
        switch (headerProtocol)
        {
            case ETHERNET:
                mask = LinkHeaders.ethernet(buffer, offset, end, record, layer, want);
                break;
            case IPV4:
            case IPV6:
                mask = IpHeaders.ip(buffer, offset, end, record, layer, want);
                break;
            default:
                mask = other(headerProtocol, buffer, offset, end, record, layer, want);
                if (UNKNOWN == mask)
                {
                    return DecodeStatus.UNKNOWN_TYPE;
                }
                break;
        }
        record.mark(layer, mask & want & ~Next.MORE);
        if (0 != (mask & Next.MORE | wanted.word(Slots.META_WORD) & STACK | want & OFFSETS))
        {
            finish(mask, buffer, offset, end, kindOf(headerProtocol), record, layer, wanted);
        }
        return DecodeStatus.OK;
    }

    /**
     * Read what is above IP into a layer of a record, and the packets that it carries into the layers after it.
     *
     * @param buffer   holding it.
     * @param offset   of its first byte.
     * @param length   in bytes that were captured; all within the buffer.
     * @param protocol above IP.
     * @param record   to fill.
     * @param layer    to fill, 0 for the outer packet.
     * @param wanted   fields to fill; kinds are always set.
     */
    public void decodeTransport(
        final byte[] buffer,
        final int offset,
        final int length,
        final int protocol,
        final FlowRecord record,
        final int layer,
        final FieldSet wanted)
    {
        final int end = offset + Math.min(length, MAX_HEADER_BYTES);
        final long mask = Transport.decode(buffer, offset, end, 1L << Slots.CUT, protocol, record, layer);
        record.mark(layer, mask & (wanted.word(layer) | KINDS) & ~Next.MORE);
        int last = layer;
        if (0 != (mask & Next.MORE))
        {
            stack.clear();
            last = inner(mask, buffer, record, layer, wanted);
        }
        offsetsFrom(offset, record, layer, last);
    }

    /* What is neither told by the outer packet alone nor known while it is read. */
    private void finish(
        final long mask,
        final byte[] buffer,
        final int offset,
        final int end,
        final int kind,
        final FlowRecord record,
        final int layer,
        final FieldSet wanted)
    {
        final boolean wantStack = 0 != (wanted.word(Slots.META_WORD) & STACK);
        if (wantStack)
        {
            stack.clear();
            LayerStack.packet(stack, kind, buffer, offset, end, mask, record, layer * Slots.LAYER_STRIDE);
        }
        final int last = 0 == (mask & Next.MORE) ? layer : inner(mask, buffer, record, layer, wanted);
        if (wantStack && 0 != stack.low())
        {
            record.putAddress(Slots.STACK, stack.high(), stack.low());
        }
        offsetsFrom(offset, record, layer, last);
    }

    /* While headers are read, they lie in the buffer; told is where they lie behind the first byte. */
    private static void offsetsFrom(final int offset, final FlowRecord record, final int first, final int last)
    {
        for (int i = first; i <= last; i++)
        {
            final int base = i * Slots.LAYER_STRIDE;
            record.putUnmarked(base + Slots.IP_OFFSET, record.get(base + Slots.IP_OFFSET) - offset);
            record.putUnmarked(base + Slots.L4_OFFSET, record.get(base + Slots.L4_OFFSET) - offset);
        }
    }

    /* Gives the last layer that was read. */
    private int inner(
        final long firstMask,
        final byte[] buffer,
        final FlowRecord record,
        final int firstLayer,
        final FieldSet wanted)
    {
        int layer = firstLayer;
        long mask = firstMask;
        int steps = 0;
        while (0 != (mask & Next.MORE))
        {
            final int base = layer * Slots.LAYER_STRIDE;
            steps += steps(mask, record, base);
            if (Next.kind(record.get(base + Slots.TUNNEL)) >= Next.FIRST_MESSAGE)
            {
                message(record.get(base + Slots.TUNNEL), buffer, record, layer, wanted);
                return layer;
            }
            if (!opens(buffer, record, layer, wanted))
            {
                return layer;
            }
            record.mark(layer, 1L << Slots.TUNNEL);
            if (layer + 1 == Slots.LAYERS || steps >= MAX_STEPS || !isWanted(layer + 1, wanted))
            {
                return layer;
            }
            layer++;
            mask = packet(record.get(base + Slots.TUNNEL), buffer, record, layer, wanted.word(layer) | KINDS);
        }
        return layer;
    }

    private static int steps(final long mask, final FlowRecord record, final int base)
    {
        return FIXED_HEADERS +
            (0 == (mask & 1L << Slots.VLAN) ? 0 : (int)record.get(base + LinkHeaders.TAGS)) +
            (0 == (mask & 1L << Slots.MPLS_LABELS) ? 0 : MplsHeaders.count(record, base)) +
            (0 == (mask & 1L << Slots.IP6_EXTENSIONS) ? 0 :
            Ip6Extensions.count(record.get(base + Slots.IP6_EXTENSIONS)));
    }

    private static boolean isWanted(final int layer, final FieldSet wanted)
    {
        long words = wanted.word(Slots.META_WORD) & INNERMOST;
        for (int i = layer; i < Slots.LAYERS; i++)
        {
            words |= wanted.word(i);
        }
        return 0 != words;
    }

    /* Whether there is a packet, after reading the header of the tunnel if it has one. */
    private boolean opens(final byte[] buffer, final FlowRecord record, final int layer, final FieldSet wanted)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        final long next = record.get(base + Slots.TUNNEL);
        if (Next.kind(next) < Next.FIRST_TUNNEL)
        {
            return true;
        }
        final long mask = Tunnels.open(next, buffer, record, base);
        record.mark(layer, mask & (wanted.word(layer) | KINDS) & ~Next.MORE);
        if (0 != (mask & ~ENDS))
        {
            LayerStack.tunnel(stack, Next.kind(next));
        }
        return 0 != (mask & Next.MORE);
    }

    private void message(
        final long next,
        final byte[] buffer,
        final FlowRecord record,
        final int layer,
        final FieldSet wanted)
    {
        final int at = Next.at(next);
        final int end = Next.end(next);
        final long mask;
        if (Next.DNS == Next.kind(next))
        {
            mask = Messages.dns(buffer, at, end, Next.shortKind(next), record, layer * Slots.LAYER_STRIDE);
            stack.add(PacketStack.DNS);
        }
        else
        {
            mask = Messages.infiniband(
                buffer, at, end, Next.shortKind(next), record, wanted.word(Slots.META_WORD));
            stack.add(PacketStack.IBBT);
        }
        record.mark(layer, mask & (wanted.word(layer) | KINDS));
    }

    private long packet(
        final long next,
        final byte[] buffer,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int kind = Next.kind(next);
        final int at = Next.at(next);
        final int end = Next.end(next);
        final long mask = packet(kind, buffer, at, end, record, layer, want);
        record.mark(layer, mask & want & ~Next.MORE);
        LayerStack.packet(stack, kind, buffer, at, end, mask, record, layer * Slots.LAYER_STRIDE);
        return mask;
    }

    private static long packet(
        final int kind,
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        switch (kind)
        {
            case Next.IP:
                return IpHeaders.ip(buffer, at, end, record, layer, want);
            case Next.MPLS:
                return MplsHeaders.decode(buffer, at, end, record, layer, want);
            case Next.PPP:
                return WanHeaders.sonet(buffer, at, end, record, layer, want);
            case Next.FRAME_RELAY:
                return WanHeaders.frameRelay(buffer, at, end, record, layer, want);
            case Next.WLAN:
                return WanHeaders.wlan(buffer, at, end, record, layer, want);
            case Next.WLAN_AGGREGATE:
                return WanHeaders.wlanAggregate(buffer, at, end, record, layer, want);
            default:
                return LinkHeaders.ethernet(buffer, at, end, record, layer, want);
        }
    }

    private static long other(
        final int headerProtocol,
        final byte[] buffer,
        final int offset,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int kind = kindOf(headerProtocol);
        return 0 == kind ? UNKNOWN : packet(kind, buffer, offset, end, record, layer, want);
    }

    private static int kindOf(final int headerProtocol)
    {
        switch (headerProtocol)
        {
            case FRAME_RELAY:
                return Next.FRAME_RELAY;
            case PPP:
            case POS:
                return Next.PPP;
            case MPLS:
                return Next.MPLS;
            case WLAN:
                return Next.WLAN;
            case WLAN_AMPDU:
                return Next.WLAN_AGGREGATE;
            case WLAN_AMSDU:
                return Next.ETHERNET;
            default:
                return 0;
        }
    }
}
