package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * MPLS labels. Stateless.
 *
 * <p>The bottom bit alone ends the stack: special labels such as the entropy label indicator stand in its middle. What
 * is below has no type of its own: an IP version in the first four bits, 0 for the control word of a pseudowire, which
 * is taken to carry Ethernet, 1 for a channel that carries no packet. A pseudowire without a control word is told by an
 * Ethernet header that makes sense.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3032">RFC 3032, section 2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4385">RFC 4385, section 3</a>
 */
final class MplsHeaders
{
    private static final int LABEL_LENGTH = 4;
    private static final int CONTROL_WORD_LENGTH = 4;
    private static final int ETHERNET_LOOK = 18;
    private static final int LABEL_BITS = 20;
    private static final int LABELS_IN_HALF = 3;
    private static final int COUNT_SHIFT = 60;
    private static final long CUT = 1L << Slots.CUT;
    private static final long MALFORMED = 1L << Slots.MALFORMED;
    private static final long FIELDS = 3L << Slots.MPLS_LABELS | 1L << Slots.MPLS_BOTTOM_LABEL;

    private MplsHeaders()
    {
    }

    static int count(final FlowRecord record, final int base)
    {
        return (int)(record.get(base + Slots.MPLS_LABELS + 1) >>> COUNT_SHIFT) + 1;
    }

    /* Labels are told once all of them are known, so that a short capture never shows a stack that does not exist. */
    static long decode(
        final byte[] buffer,
        final int offset,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        long high = 0;
        long low = 0;
        int at = offset;
        for (int count = 0; count < PacketHeaderDecoder.MAX_MPLS_LABELS; count++)
        {
            if (end - at < LABEL_LENGTH)
            {
                return CUT;
            }
            final long entry = Wire.u32(buffer, at);
            final long label = entry >>> 12;
            if (count < LABELS_IN_HALF)
            {
                low |= label << count * LABEL_BITS;
            }
            else if (count < 2 * LABELS_IN_HALF)
            {
                high |= label << (count - LABELS_IN_HALF) * LABEL_BITS;
            }
            at += LABEL_LENGTH;
            if (0 != (entry & 0x100))
            {
                final int base = layer * Slots.LAYER_STRIDE;
                record.putUnmarked(base + Slots.MPLS_LABELS, high);
                record.putUnmarked(base + Slots.MPLS_LABELS + 1, low | (long)count << COUNT_SHIFT);
                record.putUnmarked(base + Slots.MPLS_BOTTOM_LABEL, label);
                return FIELDS | payload(buffer, at, end, record, layer, want);
            }
        }
        return MALFORMED;
    }

    private static long payload(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (at >= end)
        {
            return CUT;
        }
        switch (Wire.u8(buffer, at) >>> 4)
        {
            case 4:
                return IpHeaders.ipv4(buffer, at, end, record, layer, want);
            case 6:
                return IpHeaders.ipv6(buffer, at, end, record, layer, want);
            case 1:
                return 0;
            default:
                return pseudowire(buffer, at, end, record, layer * Slots.LAYER_STRIDE);
        }
    }

    private static long pseudowire(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int base)
    {
        if (end - at < ETHERNET_LOOK)
        {
            return CUT;
        }
        if (LinkHeaders.looksLikeEthernet(buffer, at))
        {
            return Next.packet(record, base, Next.ETHERNET, at, end, CUT);
        }
        return 0 == Wire.u8(buffer, at) >>> 4 ?
            Next.packet(record, base, Next.ETHERNET, at + CONTROL_WORD_LENGTH, end, CUT) : 0;
    }
}
