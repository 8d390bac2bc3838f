package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.packet.PacketHeaderDecoder;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/**
 * Reads a section of a packet that a record holds, as the header of an sFlow sample is read: sampled packets of PSAMP,
 * and sections of layer 2 in version 9. What it holds goes over what other fields of the record say. Not thread safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7133">RFC 7133, section 4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5477#section-8.5">RFC 5477, section 8.5</a>
 */
final class SectionDecoder
{
    private static final int FRAME_TYPE_WLAN = 2;

    private final PacketHeaderDecoder packets = new PacketHeaderDecoder();
    private int offset;
    private int length;

    /* Read the first section there is, and count the packet where the record has no counters. */
    void read(final Program program, final long[] scratch, final byte[] buffer, final FlowRecord record)
    {
        if (takes(program, scratch, ElementTarget.FRAME_SECTION))
        {
            final boolean isWlan = program.hasScratch(ElementTarget.FRAME_TYPE) &&
                FRAME_TYPE_WLAN == scratch[ElementTarget.FRAME_TYPE - SCRATCH];
            decode(isWlan ? PacketHeaderDecoder.WLAN : PacketHeaderDecoder.ETHERNET, program, buffer, record);
        }
        else if (takes(program, scratch, ElementTarget.HEADER_SECTION))
        {
            decode(PacketHeaderDecoder.IPV4, program, buffer, record);
        }
        else if (takes(program, scratch, ElementTarget.MPLS_SECTION))
        {
            decode(PacketHeaderDecoder.MPLS, program, buffer, record);
        }
        else if (takes(program, scratch, ElementTarget.PAYLOAD_SECTION) && program.hasProtocol())
        {
            packets.decodeTransport(buffer, offset, length, (int)record.get(Slots.L4_PROTOCOL) & 0xFF, record, 0,
                program.sectionWanted());
        }
        else
        {
            return;
        }
        count(program, scratch, record);
    }

    private boolean takes(final Program program, final long[] scratch, final int section)
    {
        if (!program.hasScratch(section))
        {
            return false;
        }
        final long reference = scratch[section - SCRATCH];
        offset = (int)(reference >>> 32);
        length = (int)reference;
        if (program.hasScratch(ElementTarget.EXPORTED_BYTES))
        {
            final long exported = scratch[ElementTarget.EXPORTED_BYTES - SCRATCH];
            length = exported > 0 && exported < length ? (int)exported : length;
        }
        return length > 0;
    }

    private void decode(final int protocol, final Program program, final byte[] buffer, final FlowRecord record)
    {
        packets.decode(buffer, offset, length, protocol, record, 0, program.sectionWanted());
    }

    private void count(final Program program, final long[] scratch, final FlowRecord record)
    {
        if (!record.has(Slots.BYTES) && program.wanted().has(Slots.BYTES))
        {
            final long frame = program.hasScratch(ElementTarget.FRAME_BYTES) ?
                scratch[ElementTarget.FRAME_BYTES - SCRATCH] : 0;
            record.put(Slots.BYTES, frame > 0 ? frame : record.getOr(Slots.IP_BYTES, length));
        }
        if (!record.has(Slots.FRAMES) && program.wanted().has(Slots.FRAMES))
        {
            record.put(Slots.FRAMES, 1);
        }
    }
}
