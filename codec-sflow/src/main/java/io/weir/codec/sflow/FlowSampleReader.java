package io.weir.codec.sflow;

import io.weir.collector.DatagramContext;
import io.weir.packet.PacketHeaderDecoder;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Fills a flow record from one flow sample, of any version, or one discarded packet. Not thread safe.
 *
 * <p>The sampled header says most about the packet, so it is read when it is met and wins. The structures
 * sampled_ethernet, sampled_ipv4 and sampled_ipv6 may come before it; they are noted, and read at the end of a sample
 * whose header told nothing.
 */
final class FlowSampleReader
{
    private static final long MAX_PLAUSIBLE_RATE = 1L << 24;
    private static final long MAX_PLAUSIBLE_FRAME = 1L << 24;
    private static final long MAX_INDEX = 0xFFFF_FFFFL;
    private static final int ALIGNMENT_MASK = 3;
    private static final int MIN_ETHERTYPE = 0x600;
    /* extended_router with a next hop of IPv4: its type, the address, two masks. */
    private static final int COMMON_ROUTER_LENGTH = 16;

    /* What a sample has told so far. */
    private static final int HEADER_SEEN = 1;
    private static final int PACKET_SEEN = 1 << 1;
    private static final int ETHERNET_SEEN = 1 << 2;
    private static final int IPV4_SEEN = 1 << 3;
    private static final int IPV6_SEEN = 1 << 4;
    private static final int STRUCTURES_SEEN = ETHERNET_SEEN | IPV4_SEEN | IPV6_SEEN;
    private static final int DAMAGED = 1 << 5;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;

    private static final int SHIFT = Slots.AGENT;
    private static final long ALWAYS = 3L | bit(Slots.DATA_SOURCE) | bit(Slots.INPUT_IFINDEX) |
        bit(Slots.OUTPUT_IFINDEX) | bit(Slots.FRAMES) | bit(Slots.OBSERVATION_DOMAIN);
    private static final long HEADER_FIELDS = bit(Slots.BYTES) | bit(Slots.STRIPPED) | bit(Slots.HEADER_PROTOCOL);
    private static final long SWITCH = bit(Slots.VLAN_SOURCE) | bit(Slots.PRIORITY_SOURCE) |
        bit(Slots.VLAN_DESTINATION) | bit(Slots.PRIORITY_DESTINATION);
    private static final long ROUTER = 3L << Slots.NEXT_HOP | bit(Slots.SOURCE_MASK_BITS) |
        bit(Slots.DESTINATION_MASK_BITS);

    private final SflowDecoder decoder;
    private final SampleStreams streams;
    private final FlowSampleView sample = new FlowSampleView();
    private final SampledHeaderView header = new SampledHeaderView();
    private final SampledEthernetView ethernet = new SampledEthernetView();
    private final SampledIpv4View ipv4 = new SampledIpv4View();
    private final SampledIpv6View ipv6 = new SampledIpv6View();
    private final ExtendedSwitchView extendedSwitch = new ExtendedSwitchView();
    private final ExtendedRouterView extendedRouter = new ExtendedRouterView();
    private final FlowStructureView structure = new FlowStructureView();
    private final DiscardedPacketView discarded = new DiscardedPacketView();
    private final PacketHeaderDecoder packets = new PacketHeaderDecoder();

    private byte[] buffer;
    private FlowRecord record;
    private FieldSet wanted;
    private long wantedMeta;
    private long wantedStructures;
    private int samplingUnknown;
    private int implausible;
    private boolean hasPacket;
    private long samplingRate;

    FlowSampleReader(final SflowDecoder decoder, final SampleStreams streams)
    {
        this.decoder = decoder;
        this.streams = streams;
    }

    private static long bit(final int slot)
    {
        return 1L << slot - SHIFT;
    }

    void onDatagram(
        final byte[] newBuffer,
        final DatagramContext context,
        final long agentHigh,
        final long agentLow,
        final long subAgent)
    {
        buffer = newBuffer;
        record = context.flowRecord();
        wanted = context.wanted();
        wantedMeta = wanted.word(Slots.META_WORD);
        wantedStructures =
            wantedMeta | wanted.word(Slots.STRUCTURE_WORD) | wanted.word(0) & Slots.bit(Slots.VNI);
        samplingUnknown = 0;
        implausible = 0;
        samplingRate = 0;
        record.putUnmarked(Slots.AGENT, agentHigh);
        record.putUnmarked(Slots.AGENT + 1, agentLow);
        record.putUnmarked(Slots.OBSERVATION_DOMAIN, subAgent);
        record.putUnmarked(Slots.FRAMES, 1);
    }

    DiscardedPacketView discarded()
    {
        return discarded;
    }

    FlowRecord record()
    {
        return record;
    }

    int samplingUnknown()
    {
        return samplingUnknown;
    }

    int implausible()
    {
        return implausible;
    }

    long samplingRate()
    {
        return samplingRate;
    }

    /*
     * The sample that most are, straight through: in the compact form, of one sampled header and at will one
     * extended_switch and an extended_router to an IPv4 router, nothing odd about their lengths. False, with nothing
     * counted, for any other; it is left to the views, which would read this one to the same result in more time. Its
     * length is a multiple of 4.
     */
    boolean readCommon(final int offset, final int length)
    {
        final byte[] bytes = buffer;
        final int end = offset + length;
        int at = offset + FlowSampleView.HEADER_LENGTH;
        if (at > end)
        {
            return false;
        }
        int left = Wire.i32(bytes, at - Integer.BYTES);
        int body = 0;
        int captured = 0;
        long mask = HEADER_FIELDS;
        while (left > 0)
        {
            final int room = end - at - SflowDecoder.RECORD_HEADER_LENGTH;
            if (room < 0)
            {
                return false;
            }
            final long formatAndLength = Wire.u64(bytes, at);
            final int recordLength = (int)formatAndLength;
            at += SflowDecoder.RECORD_HEADER_LENGTH;
            if (recordLength < 0 || recordLength > room || 0 != (recordLength & ALIGNMENT_MASK))
            {
                return false;
            }
            switch ((int)(formatAndLength >>> 32))
            {
                case SflowFormat.SAMPLED_HEADER:
                    if (0 != body || recordLength < SampledHeaderView.HEADER_OFFSET)
                    {
                        return false;
                    }
                    body = at;
                    captured = recordLength - SampledHeaderView.HEADER_OFFSET;
                    break;
                case SflowFormat.EXTENDED_SWITCH:
                    if (recordLength < ExtendedSwitchView.LENGTH || 0 != (mask & SWITCH))
                    {
                        return false;
                    }
                    mask |= commonSwitch(at);
                    break;
                case SflowFormat.EXTENDED_ROUTER:
                    if (recordLength < COMMON_ROUTER_LENGTH || SflowDatagramView.ADDRESS_IPV4 != Wire.i32(bytes, at))
                    {
                        return false;
                    }
                    mask |= commonRouter(at);
                    break;
                default:
                    return false;
            }
            at += recordLength;
            left--;
        }
        return at == end && 0 != body && common(offset, length, body, captured, mask);
    }

    private long commonSwitch(final int offset)
    {
        if (0 == (wantedMeta & SWITCH))
        {
            return 0;
        }
        final long source = Wire.u64(buffer, offset);
        final long destination = Wire.u64(buffer, offset + ExtendedSwitchView.DESTINATION_VLAN_OFFSET);
        return known(Slots.VLAN_SOURCE, source >>> 32) | known(Slots.PRIORITY_SOURCE, source & MAX_INDEX) |
            known(Slots.VLAN_DESTINATION, destination >>> 32) |
            known(Slots.PRIORITY_DESTINATION, destination & MAX_INDEX);
    }

    private long known(final int slot, final long value)
    {
        record.putUnmarked(slot, value);
        return ExtendedSwitchView.UNKNOWN == value ? 0 : bit(slot);
    }

    private long commonRouter(final int offset)
    {
        if (0 == (wantedMeta & ROUTER))
        {
            return 0;
        }
        final long masks = Wire.u64(buffer, offset + COMMON_ROUTER_LENGTH - Long.BYTES);
        record.putUnmarked(Slots.NEXT_HOP, 0);
        record.putUnmarked(Slots.NEXT_HOP + 1, SflowDatagramView.addressLow(buffer, offset));
        record.putUnmarked(Slots.SOURCE_MASK_BITS, masks >>> 32);
        record.putUnmarked(Slots.DESTINATION_MASK_BITS, masks & MAX_INDEX);
        return ROUTER;
    }

    /* The same, once the records are known to be common ones. */
    private boolean common(
        final int offset, final int length, final int body, final int room, final long mask)
    {
        final long protocolAndFrame = Wire.u64(buffer, body);
        final long strippedAndLength = Wire.u64(buffer, body + SampledHeaderView.STRIPPED_OFFSET);
        final int captured = (int)strippedAndLength;
        if (captured < 0 || captured > room)
        {
            return false;
        }
        record.clear();
        record.source(buffer, offset - SflowDecoder.RECORD_HEADER_LENGTH, length + SflowDecoder.RECORD_HEADER_LENGTH);
        fromHeader(protocolAndFrame, strippedAndLength);
        packet(protocolAndFrame >>> 32, body + SampledHeaderView.HEADER_OFFSET, captured);
        describeCompact(offset, mask);
        return true;
    }

    /* True when the record is filled and worth delivering. */
    boolean read(final boolean expanded, final int offset, final int length)
    {
        final DecodeStatus wrapped = expanded ?
            sample.wrapExpanded(buffer, offset, length) : sample.wrap(buffer, offset, length);
        if (DecodeStatus.OK != wrapped)
        {
            decoder.onFault(wrapped);
            return false;
        }
        if (!packet(sample, offset, length))
        {
            return false;
        }
        if (expanded)
        {
            record.mark(Slots.META_WORD,
                describe(sample.dataSource(), sample.input(), sample.output(), sample.samplingRate()));
            streams.onFlowSample(sample.dataSource(), sample.sequence(), sample.samplingRate(), sample.samplePool(),
                sample.drops());
        }
        else
        {
            describeCompact(offset, 0);
        }
        return true;
    }

    /* The same for a discarded packet. */
    boolean readDiscarded(final int offset, final int length)
    {
        final DecodeStatus wrapped = discarded.wrap(buffer, offset, length);
        if (DecodeStatus.OK != wrapped)
        {
            decoder.onFault(wrapped);
            return false;
        }
        if (!packet(discarded, offset, length))
        {
            return false;
        }
        record.put(Slots.DISCARD_REASON, discarded.reason());
        record.mark(Slots.META_WORD, describe(discarded.dataSource(), discarded.input(), discarded.output()));
        return true;
    }

    /* The same for a flow sample of version 2 or 4; a status other than OK means that it cannot be read to its end. */
    DecodeStatus readOlder(final SflowV4SampleView older, final int offset)
    {
        record.clear();
        record.source(buffer, offset, 0);
        DecodeStatus status = DecodeStatus.OK;
        int seen = 0;
        for (int parts = 0; DecodeStatus.OK == status && older.hasRecord(); parts++)
        {
            status = SflowV4SampleView.MAX_RECORDS == parts ? DecodeStatus.COUNT : older.nextRecord();
            if (DecodeStatus.OK == status)
            {
                seen |= olderPart(older);
            }
        }
        record.source(buffer, offset, older.endOffset() - offset);
        hasPacket = 0 != (seen & (HEADER_SEEN | STRUCTURES_SEEN));
        if (hasPacket)
        {
            if (0 != (seen & STRUCTURES_SEEN))
            {
                fromSampledStructures(seen);
            }
            record.mark(Slots.META_WORD,
                describe(older.dataSource(), older.input(), older.output(), older.samplingRate()));
        }
        return status;
    }

    /* Whether the last sample of version 2 or 4 told of a packet. */
    boolean hasPacket()
    {
        return hasPacket;
    }

    private int olderPart(final SflowV4SampleView older)
    {
        final FlowStructureView part = older.structure();
        switch (part.structure().dataFormat())
        {
            case SflowFormat.SAMPLED_HEADER:
                record.put(Slots.HEADER_PROTOCOL, part.value(0));
                record.put(Slots.BYTES, part.value(1));
                implausible += part.value(1) > MAX_PLAUSIBLE_FRAME || part.length(2) > part.value(1) ? 1 : 0;
                return packet(part.value(0), part.offset(2), part.length(2));
            case SflowFormat.SAMPLED_IPV4:
                ipv4.wrap(buffer, older.recordOffset(), older.recordLength());
                return IPV4_SEEN;
            case SflowFormat.SAMPLED_IPV6:
                ipv6.wrap(buffer, older.recordOffset(), older.recordLength());
                return IPV6_SEEN;
            default:
                StructureFields.fill(part, record, wanted);
                return 0;
        }
    }

    /* Everything that the records of a sample tell of the packet. */
    private boolean packet(final SampleView view, final int offset, final int length)
    {
        record.clear();
        record.source(buffer, offset - SflowDecoder.RECORD_HEADER_LENGTH, length + SflowDecoder.RECORD_HEADER_LENGTH);
        final int seen = records(view.recordsOffset(), offset + length, view.recordCount());
        if (DAMAGED == (seen & (DAMAGED | HEADER_SEEN | STRUCTURES_SEEN)))
        {
            return false;
        }
        if (0 != (seen & STRUCTURES_SEEN) && 0 == (seen & PACKET_SEEN))
        {
            fromSampledStructures(seen);
        }
        return true;
    }

    /* What the cursor of the view does, with its state in registers. */
    private int records(final int offset, final int end, final long announced)
    {
        final int count = (int)Math.min(announced, SflowDecoder.MAX_RECORDS + 1);
        int seen = 0;
        int at = offset;
        for (int records = 0; records < count; records++)
        {
            final int remaining = end - at - SflowDecoder.RECORD_HEADER_LENGTH;
            if (remaining < 0 || SflowDecoder.MAX_RECORDS == records)
            {
                decoder.onFault(DecodeStatus.COUNT);
                return seen | DAMAGED;
            }
            final long formatAndLength = Wire.u64(buffer, at);
            final int length = (int)formatAndLength;
            if (length < 0 || length > remaining)
            {
                decoder.onFault(DecodeStatus.LENGTH);
                return seen | DAMAGED;
            }
            final int body = at + SflowDecoder.RECORD_HEADER_LENGTH;
            switch ((int)(formatAndLength >>> 32))
            {
                case SflowFormat.SAMPLED_HEADER:
                    seen |= 0 == (seen & HEADER_SEEN) ? sampledHeader(body, length) : 0;
                    break;
                case SflowFormat.EXTENDED_SWITCH:
                    switchData(body, length);
                    break;
                case SflowFormat.EXTENDED_ROUTER:
                    routerData(body, length);
                    break;
                default:
                    seen |= olderOrUnknown((int)(formatAndLength >>> 32), body, length);
                    break;
            }
            at = Math.min(end, body + (length + ALIGNMENT_MASK & ~ALIGNMENT_MASK));
        }
        if (at != end)
        {
            decoder.onRecordsEnd(end - at);
        }
        return seen;
    }

    private void switchData(final int offset, final int length)
    {
        if (0 != (wantedMeta & SWITCH) && check(extendedSwitch.wrap(buffer, offset, length), length))
        {
            fromSwitch();
        }
    }

    private void routerData(final int offset, final int length)
    {
        if (0 != (wantedMeta & ROUTER) && check(extendedRouter.wrap(buffer, offset, length), length))
        {
            fromRouter();
        }
    }

    private int olderOrUnknown(final int dataFormat, final int offset, final int length)
    {
        switch (dataFormat)
        {
            case SflowFormat.SAMPLED_ETHERNET:
                return check(ethernet.wrap(buffer, offset, length), length) ? ETHERNET_SEEN : DAMAGED;
            case SflowFormat.SAMPLED_IPV4:
                return check(ipv4.wrap(buffer, offset, length), length) ? IPV4_SEEN : DAMAGED;
            case SflowFormat.SAMPLED_IPV6:
                return check(ipv6.wrap(buffer, offset, length), length) ? IPV6_SEEN : DAMAGED;
            default:
                structure(dataFormat, offset, length);
                return 0;
        }
    }

    private void structure(final int dataFormat, final int offset, final int length)
    {
        final FlowStructure known = FlowStructures.of(dataFormat);
        if (null == known)
        {
            decoder.onUnknownType();
            return;
        }
        final DecodeStatus wrapped = structure.wrap(known, buffer, offset, length);
        if (DecodeStatus.OK != wrapped)
        {
            decoder.onFault(wrapped);
        }
        else if (known.fills() && 0 != (known.wanted() & wantedStructures))
        {
            StructureFields.fill(structure, record, wanted);
        }
    }

    private boolean check(final DecodeStatus wrapped, final int length)
    {
        if (DecodeStatus.OK == wrapped && 0 == (length & ALIGNMENT_MASK))
        {
            return true;
        }
        decoder.onFault(DecodeStatus.OK == wrapped ? DecodeStatus.LENGTH : wrapped);
        return false;
    }

    private int sampledHeader(final int offset, final int length)
    {
        if (!check(header.wrap(buffer, offset, length), length))
        {
            return DAMAGED;
        }
        final long strippedAndLength = Wire.u64(buffer, offset + SampledHeaderView.STRIPPED_OFFSET);
        fromHeader(Wire.u64(buffer, offset), strippedAndLength);
        record.mark(Slots.META_WORD, HEADER_FIELDS);
        return packet(header.headerProtocol(), header.headerOffset(), (int)strippedAndLength);
    }

    /* What the view gives, of two reads. */
    private void fromHeader(final long protocolAndFrame, final long strippedAndLength)
    {
        final long frameLength = protocolAndFrame & MAX_INDEX;
        final long stripped = strippedAndLength >>> 32;
        final int headerLength = (int)strippedAndLength;
        record.putUnmarked(Slots.BYTES, frameLength);
        record.putUnmarked(Slots.STRIPPED, stripped);
        record.putUnmarked(Slots.HEADER_PROTOCOL, protocolAndFrame >>> 32);
        if ((MAX_PLAUSIBLE_FRAME - frameLength | frameLength - stripped | frameLength - headerLength) < 0)
        {
            implausible++;
        }
    }

    private int packet(final long protocol, final int offset, final int length)
    {
        if (0 == length)
        {
            return HEADER_SEEN;
        }
        if (DecodeStatus.OK != packets.decode(buffer, offset, length, (int)protocol, record, 0, wanted))
        {
            decoder.onUnknownType();
            return HEADER_SEEN;
        }
        if (isOtherVersion(protocol))
        {
            implausible++;
        }
        return HEADER_SEEN | PACKET_SEEN;
    }

    private boolean isOtherVersion(final long protocol)
    {
        return PacketHeaderDecoder.IPV4 == protocol && record.has(Slots.IPV6) ||
            PacketHeaderDecoder.IPV6 == protocol && record.has(Slots.IPV4);
    }

    /* What the view of the compact form gives, in four reads; a mask of what else of the word is present. */
    private void describeCompact(final int offset, final long mask)
    {
        final long sequenceAndSource = Wire.u64(buffer, offset);
        final long rateAndPool = Wire.u64(buffer, offset + FlowSampleView.SAMPLING_RATE_OFFSET);
        final long dropsAndInput = Wire.u64(buffer, offset + FlowSampleView.DROPS_OFFSET);
        final int output = Wire.i32(buffer, offset + FlowSampleView.OUTPUT_OFFSET);
        final long source = sequenceAndSource << 8 & 0xFF_0000_0000L | sequenceAndSource & 0xFF_FFFF;
        record.mark(Slots.META_WORD, mask | describe(source, InterfaceIndex.ofCompact((int)dropsAndInput),
            InterfaceIndex.ofCompact(output), rateAndPool >>> 32));
        streams.onFlowSample(source, sequenceAndSource >>> 32, rateAndPool >>> 32, rateAndPool & MAX_INDEX,
            dropsAndInput >>> 32);
    }

    /* Gives the mask of what is present now. */
    private long describe(final long source, final long input, final long output, final long rate)
    {
        long mask = describe(source, input, output);
        if (0 == rate)
        {
            samplingUnknown++;
        }
        else
        {
            record.putUnmarked(Slots.SAMPLING_RATE, rate);
            mask |= bit(Slots.SAMPLING_RATE);
            samplingRate = rate;
        }
        if (rate > MAX_PLAUSIBLE_RATE || isImplausibleInput(input))
        {
            implausible++;
        }
        return mask;
    }

    private long describe(final long source, final long input, final long output)
    {
        record.putUnmarked(Slots.DATA_SOURCE, source);
        record.putUnmarked(Slots.INPUT_IFINDEX, input);
        record.putUnmarked(Slots.OUTPUT_IFINDEX, output);
        /* both are plain numbers where the class of the one and the format of the other is ifIndex; 0 is unknown */
        if (source > 0 && source <= MAX_INDEX && (source == input || source == output))
        {
            record.putUnmarked(Slots.DIRECTION, source == input ? 0 : 1);
            return ALWAYS | bit(Slots.DIRECTION);
        }
        return ALWAYS;
    }

    private static boolean isImplausibleInput(final long input)
    {
        final int format = InterfaceIndex.format(input);
        return InterfaceIndex.FORMAT_DISCARD == format || InterfaceIndex.FORMAT_MULTIPLE == format;
    }

    private void fromSwitch()
    {
        putKnown(Slots.VLAN_SOURCE, extendedSwitch.sourceVlan());
        putKnown(Slots.PRIORITY_SOURCE, extendedSwitch.sourcePriority());
        putKnown(Slots.VLAN_DESTINATION, extendedSwitch.destinationVlan());
        putKnown(Slots.PRIORITY_DESTINATION, extendedSwitch.destinationPriority());
    }

    private void putKnown(final int slot, final long value)
    {
        if (ExtendedSwitchView.UNKNOWN != value)
        {
            record.put(slot, value);
        }
    }

    private void fromRouter()
    {
        if (SflowDatagramView.ADDRESS_UNKNOWN != extendedRouter.nextHopType())
        {
            record.putAddress(Slots.NEXT_HOP, extendedRouter.nextHopHigh(), extendedRouter.nextHopLow());
        }
        record.put(Slots.SOURCE_MASK_BITS, extendedRouter.sourceMaskBits());
        record.put(Slots.DESTINATION_MASK_BITS, extendedRouter.destinationMaskBits());
    }

    private void fromSampledStructures(final int seen)
    {
        if (0 != (seen & ETHERNET_SEEN))
        {
            record.put(Slots.MAC_SOURCE, ethernet.sourceMac());
            record.put(Slots.MAC_DESTINATION, ethernet.destinationMac());
            if (ethernet.type() >= MIN_ETHERTYPE)
            {
                record.put(Slots.ETHERNET_PROTOCOL, ethernet.type() & 0xFFFF);
            }
        }
        if (0 != (seen & IPV4_SEEN))
        {
            record.putIpVersion(0, 4);
            record.putAddress4(Slots.IP_SOURCE, ipv4.source());
            record.putAddress4(Slots.IP_DESTINATION, ipv4.destination());
            fromIp(ipv4.protocol(), ipv4.sourcePort(), ipv4.destinationPort(), ipv4.tcpFlags(), ipv4.tos());
            record.put(Slots.IP_BYTES, ipv4.length());
        }
        else if (0 != (seen & IPV6_SEEN))
        {
            record.putIpVersion(0, 6);
            record.putAddress(Slots.IP_SOURCE, ipv6.sourceHigh(), ipv6.sourceLow());
            record.putAddress(Slots.IP_DESTINATION, ipv6.destinationHigh(), ipv6.destinationLow());
            fromIp(ipv6.protocol(), ipv6.sourcePort(), ipv6.destinationPort(), ipv6.tcpFlags(), ipv6.priority());
            record.put(Slots.IP_BYTES, ipv6.length());
        }
        if (0 == (seen & HEADER_SEEN))
        {
            final long bytes = 0 != (seen & ETHERNET_SEEN) ? ethernet.length() : record.get(Slots.IP_BYTES);
            record.put(Slots.BYTES, bytes);
            implausible += bytes > MAX_PLAUSIBLE_FRAME ? 1 : 0;
        }
    }

    private void fromIp(
        final long protocol,
        final long sourcePort,
        final long destinationPort,
        final long tcpFlags,
        final long tos)
    {
        final int number = (int)protocol & 0xFF;
        record.putL4Protocol(0, number);
        record.put(Slots.IP_TOS, tos & 0xFF);
        if (TCP == number || UDP == number || SCTP == number || DCCP == number || UDP_LITE == number)
        {
            record.put(Slots.L4_SOURCE_PORT, sourcePort & 0xFFFF);
            record.put(Slots.L4_DESTINATION_PORT, destinationPort & 0xFFFF);
        }
        if (TCP == number)
        {
            record.put(Slots.TCP_FLAGS, tcpFlags & 0x1FF);
        }
    }
}
