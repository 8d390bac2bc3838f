package io.weir.codec.sflow;

import io.weir.collector.DatagramContext;
import io.weir.packet.PacketHeaderDecoder;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;

/**
 * Fills a flow record from one flow sample. Not thread safe.
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

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;

    private static final int SHIFT = Slots.AGENT;
    private static final long ALWAYS = 3L | bit(Slots.DATA_SOURCE) | bit(Slots.INPUT_IFINDEX) |
        bit(Slots.OUTPUT_IFINDEX) | bit(Slots.FRAMES) | bit(Slots.OBSERVATION_DOMAIN);
    private static final long HEADER = bit(Slots.BYTES) | bit(Slots.STRIPPED) | bit(Slots.HEADER_PROTOCOL);
    private static final long SWITCH = bit(Slots.VLAN_SOURCE) | bit(Slots.PRIORITY_SOURCE) |
        bit(Slots.VLAN_DESTINATION) | bit(Slots.PRIORITY_DESTINATION);
    private static final long ROUTER = 3L << Slots.NEXT_HOP | bit(Slots.SOURCE_MASK_BITS) |
        bit(Slots.DESTINATION_MASK_BITS);

    private final SflowDecoder decoder;
    private final FlowSampleView sample = new FlowSampleView();
    private final SampledHeaderView header = new SampledHeaderView();
    private final SampledEthernetView ethernet = new SampledEthernetView();
    private final SampledIpv4View ipv4 = new SampledIpv4View();
    private final SampledIpv6View ipv6 = new SampledIpv6View();
    private final ExtendedSwitchView extendedSwitch = new ExtendedSwitchView();
    private final ExtendedRouterView extendedRouter = new ExtendedRouterView();
    private final PacketHeaderDecoder packets = new PacketHeaderDecoder();

    private byte[] buffer;
    private FlowRecord record;
    private FieldSet wanted;
    private long wantedMeta;
    private int samplingUnknown;
    private int implausible;
    private long samplingRate;

    private boolean hasHeader;
    private boolean hasPacket;
    private boolean hasEthernet;
    private boolean hasIpv4;
    private boolean hasIpv6;
    private boolean isDamaged;

    FlowSampleReader(final SflowDecoder decoder)
    {
        this.decoder = decoder;
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
        samplingUnknown = 0;
        implausible = 0;
        samplingRate = 0;
        record.putUnmarked(Slots.AGENT, agentHigh);
        record.putUnmarked(Slots.AGENT + 1, agentLow);
        record.putUnmarked(Slots.OBSERVATION_DOMAIN, subAgent);
        record.putUnmarked(Slots.FRAMES, 1);
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
        hasHeader = false;
        hasPacket = false;
        hasEthernet = false;
        hasIpv4 = false;
        hasIpv6 = false;
        isDamaged = false;
        record.clear();
        records();
        final boolean told = hasEthernet || hasIpv4 || hasIpv6;
        if (isDamaged && !hasHeader && !told)
        {
            return false;
        }
        if (told && !hasPacket)
        {
            fromSampledStructures();
        }
        describeSample();
        return true;
    }

    private void records()
    {
        for (int records = 0; sample.hasRecord(); records++)
        {
            final DecodeStatus status =
                SflowDecoder.MAX_RECORDS == records ? DecodeStatus.COUNT : sample.nextRecord();
            if (DecodeStatus.OK != status)
            {
                decoder.onFault(status);
                isDamaged = true;
                return;
            }
            record(sample.recordFormat(), sample.recordOffset(), sample.recordLength());
        }
        decoder.onRecordsEnd(sample.remaining());
    }

    private void record(final int dataFormat, final int offset, final int length)
    {
        switch (dataFormat)
        {
            case SflowFormat.SAMPLED_HEADER:
                sampledHeader(offset, length);
                break;
            case SflowFormat.SAMPLED_ETHERNET:
                hasEthernet |= isPacket(check(ethernet.wrap(buffer, offset, length), length));
                break;
            case SflowFormat.SAMPLED_IPV4:
                hasIpv4 |= isPacket(check(ipv4.wrap(buffer, offset, length), length));
                break;
            case SflowFormat.SAMPLED_IPV6:
                hasIpv6 |= isPacket(check(ipv6.wrap(buffer, offset, length), length));
                break;
            case SflowFormat.EXTENDED_SWITCH:
                if (check(extendedSwitch.wrap(buffer, offset, length), length))
                {
                    fromSwitch();
                }
                break;
            case SflowFormat.EXTENDED_ROUTER:
                if (check(extendedRouter.wrap(buffer, offset, length), length))
                {
                    fromRouter();
                }
                break;
            default:
                decoder.onUnknownType();
                break;
        }
    }

    private boolean check(final DecodeStatus wrapped, final int length)
    {
        final DecodeStatus status =
            DecodeStatus.OK == wrapped && 0 != (length & ALIGNMENT_MASK) ? DecodeStatus.LENGTH : wrapped;
        if (DecodeStatus.OK != status)
        {
            decoder.onFault(status);
            return false;
        }
        return true;
    }

    private boolean isPacket(final boolean sound)
    {
        isDamaged |= !sound;
        return sound;
    }

    private void sampledHeader(final int offset, final int length)
    {
        if (hasHeader || !isPacket(check(header.wrap(buffer, offset, length), length)))
        {
            return;
        }
        hasHeader = true;
        final long frameLength = header.frameLength();
        final long stripped = header.stripped();
        final int headerLength = header.headerLength();
        final int protocol = (int)header.headerProtocol();
        record.putUnmarked(Slots.BYTES, frameLength);
        record.putUnmarked(Slots.STRIPPED, stripped);
        record.putUnmarked(Slots.HEADER_PROTOCOL, header.headerProtocol());
        record.mark(Slots.META_WORD, HEADER);
        if (frameLength > MAX_PLAUSIBLE_FRAME || stripped > frameLength || headerLength > frameLength)
        {
            implausible++;
        }
        if (headerLength > 0)
        {
            hasPacket = DecodeStatus.OK ==
                packets.decode(buffer, header.headerOffset(), headerLength, protocol, record, 0, wanted);
            if (!hasPacket)
            {
                decoder.onUnknownType();
            }
            else if (PacketHeaderDecoder.IPV4 == protocol && record.has(Slots.IPV6) ||
                PacketHeaderDecoder.IPV6 == protocol && record.has(Slots.IPV4))
            {
                implausible++;
            }
        }
    }

    private void describeSample()
    {
        final long source = sample.dataSource();
        final long input = sample.input();
        final long output = sample.output();
        final long rate = sample.samplingRate();
        long mask = ALWAYS;
        record.putUnmarked(Slots.DATA_SOURCE, source);
        record.putUnmarked(Slots.INPUT_IFINDEX, input);
        record.putUnmarked(Slots.OUTPUT_IFINDEX, output);
        /* both are plain numbers where the class of the one and the format of the other is ifIndex; 0 is unknown */
        if (source > 0 && source <= MAX_INDEX && (source == input || source == output))
        {
            record.putUnmarked(Slots.DIRECTION, source == input ? 0 : 1);
            mask |= bit(Slots.DIRECTION);
        }
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
        record.mark(Slots.META_WORD, mask);
    }

    private static boolean isImplausibleInput(final long input)
    {
        final int format = InterfaceIndex.format(input);
        return InterfaceIndex.FORMAT_DISCARD == format || InterfaceIndex.FORMAT_MULTIPLE == format;
    }

    private void fromSwitch()
    {
        if (0 == (wantedMeta & SWITCH))
        {
            return;
        }
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
        if (0 == (wantedMeta & ROUTER))
        {
            return;
        }
        if (SflowDatagramView.ADDRESS_UNKNOWN != extendedRouter.nextHopType())
        {
            record.putAddress(Slots.NEXT_HOP, extendedRouter.nextHopHigh(), extendedRouter.nextHopLow());
        }
        record.put(Slots.SOURCE_MASK_BITS, extendedRouter.sourceMaskBits());
        record.put(Slots.DESTINATION_MASK_BITS, extendedRouter.destinationMaskBits());
    }

    private void fromSampledStructures()
    {
        if (hasEthernet)
        {
            record.put(Slots.MAC_SOURCE, ethernet.sourceMac());
            record.put(Slots.MAC_DESTINATION, ethernet.destinationMac());
            if (ethernet.type() >= MIN_ETHERTYPE)
            {
                record.put(Slots.ETHERNET_PROTOCOL, ethernet.type() & 0xFFFF);
            }
        }
        if (hasIpv4)
        {
            record.putIpVersion(0, 4);
            record.putAddress4(Slots.IP_SOURCE, ipv4.source());
            record.putAddress4(Slots.IP_DESTINATION, ipv4.destination());
            fromIp(ipv4.protocol(), ipv4.sourcePort(), ipv4.destinationPort(), ipv4.tcpFlags(), ipv4.tos());
            record.put(Slots.IP_BYTES, ipv4.length());
        }
        else if (hasIpv6)
        {
            record.putIpVersion(0, 6);
            record.putAddress(Slots.IP_SOURCE, ipv6.sourceHigh(), ipv6.sourceLow());
            record.putAddress(Slots.IP_DESTINATION, ipv6.destinationHigh(), ipv6.destinationLow());
            fromIp(ipv6.protocol(), ipv6.sourcePort(), ipv6.destinationPort(), ipv6.tcpFlags(), ipv6.priority());
            record.put(Slots.IP_BYTES, ipv6.length());
        }
        if (!hasHeader)
        {
            final long bytes = hasEthernet ? ethernet.length() : record.get(Slots.IP_BYTES);
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
