package io.weir.codec.netflow;

import static io.weir.codec.netflow.NetflowV5RecordView.FIRST_OFFSET;
import static io.weir.codec.netflow.NetflowV5RecordView.INPUT_OFFSET;
import static io.weir.codec.netflow.NetflowV5RecordView.NEXT_HOP_OFFSET;
import static io.weir.codec.netflow.NetflowV5RecordView.PACKETS_OFFSET;
import static io.weir.codec.netflow.NetflowV5RecordView.SOURCE_ADDRESS_OFFSET;
import static io.weir.codec.netflow.NetflowV5RecordView.SOURCE_AS_OFFSET;
import static io.weir.codec.netflow.NetflowV5RecordView.SOURCE_PORT_OFFSET;
import static io.weir.codec.netflow.NetflowV5View.HEADER_LENGTH;
import static io.weir.codec.netflow.NetflowV5View.RECORD_LENGTH;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.Protocol;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.SamplingSource;
import io.weir.record.Slots;
import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Decodes NetFlow version 5. Not thread safe.
 *
 * <p>A datagram whose count does not fit is rejected before its first record is handed on. Fields of a record are read
 * in pairs, 64 bits at a time; what no definition wants is not read, except for what the exporter's health needs. What
 * is the same in all records of a datagram is stored once. Presence is one mask per word: the packet's by protocol, the
 * rest by datagram.
 *
 * <p>Stamps are milliseconds of sysUptime modulo 2^32, so their differences are signed 32-bit ones: from the first
 * packet to the last, and from the last to the export. A record whose first packet is after its last, or whose last is
 * more than {@link #MAX_AHEAD_MS} after its export, has no usable times.
 */
final class NetflowV5Decoder
{
    static final int MAX_AHEAD_MS = 300_000;

    private static final int PROTOCOL_ICMP = 1;
    private static final int PROTOCOL_TCP = 6;
    private static final int[] PROTOCOLS_WITH_PORTS = { PROTOCOL_TCP, 17, 33, 132, 136 };
    private static final long MAX_PACKET_BYTES = 65_535;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long U32 = 0xFFFF_FFFFL;
    private static final long INGRESS = 0;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private static final long ANY_PROTOCOL =
        address(Slots.IP_SOURCE) | address(Slots.IP_DESTINATION) | Slots.bit(Slots.IP_VERSION) |
        Slots.bit(Slots.IP_TOS) | Slots.bit(Slots.IP_BYTES) | Slots.bit(Slots.L4_PROTOCOL);
    private static final long KINDS =
        Slots.bit(Slots.IPV4) | Slots.bit(Slots.TCP) | Slots.bit(Slots.UDP) | Slots.bit(Slots.SCTP) |
        Slots.bit(Slots.ICMP) | Slots.bit(Slots.ICMP6);
    private static final long[] PACKET_BY_PROTOCOL = packetByProtocol();

    private static final long INTERFACES =
        Slots.bit(Slots.INPUT_IFINDEX) | Slots.bit(Slots.OUTPUT_IFINDEX) | Slots.bit(Slots.DATA_SOURCE);
    private static final long NEXT_HOP = address(Slots.NEXT_HOP);
    private static final long ROUTES =
        Slots.bit(Slots.BGP_SOURCE_AS) | Slots.bit(Slots.BGP_DESTINATION_AS) | Slots.bit(Slots.SOURCE_MASK_BITS) |
        Slots.bit(Slots.DESTINATION_MASK_BITS);
    private static final long TIMES = Slots.bit(Slots.START_TIME) | Slots.bit(Slots.END_TIME);
    private static final long RATE = Slots.bit(Slots.SAMPLING_RATE);
    private static final long META =
        address(Slots.AGENT) | Slots.bit(Slots.OBSERVATION_DOMAIN) | Slots.bit(Slots.DIRECTION) |
        Slots.bit(Slots.BYTES) | Slots.bit(Slots.FRAMES) |
        Slots.bit(Slots.SAMPLING_SOURCE) | INTERFACES | NEXT_HOP | ROUTES | TIMES;

    private final NetflowV5View header = new NetflowV5View();
    private final SamplingRates samplingRates;
    private long samplingRate;
    private int implausible;
    private int timeUnknown;

    NetflowV5Decoder(final SamplingRates samplingRates)
    {
        this.samplingRates = samplingRates;
    }

    private static long[] packetByProtocol()
    {
        final long[] masks = new long[256];
        for (int protocol = 0; protocol < masks.length; protocol++)
        {
            masks[protocol] = ANY_PROTOCOL | Slots.bit(Slots.IPV4) | FlowRecord.kindOfProtocol(protocol);
        }
        for (final int protocol : PROTOCOLS_WITH_PORTS)
        {
            masks[protocol] |= Slots.bit(Slots.L4_SOURCE_PORT) | Slots.bit(Slots.L4_DESTINATION_PORT);
        }
        masks[PROTOCOL_TCP] |= Slots.bit(Slots.TCP_FLAGS);
        masks[PROTOCOL_ICMP] |= Slots.bit(Slots.ICMP_TYPE) | Slots.bit(Slots.ICMP_CODE);
        return masks;
    }

    private static long address(final int slot)
    {
        return Slots.bit(slot) | Slots.bit(slot + 1);
    }

    DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler handler)
    {
        final DecodeStatus status = header.wrap(buffer, offset, length);
        if (length < HEADER_LENGTH)
        {
            return status;
        }
        final Exporter exporter = context.identify(Protocol.NETFLOW5, header.engine());
        if (null == exporter)
        {
            return context.refusal();
        }
        if (DecodeStatus.OK != status)
        {
            return status;
        }
        final int count = header.count();
        exporter.onSequence(header.flowSequence(), count, header.sysUptimeMs());
        implausible = 0;
        timeUnknown = 0;
        final long meta = putDatagramFields(context, exporter);
        final long exportMs = exportTimeMs(context, exporter);
        decodeRecords(buffer, offset + HEADER_LENGTH, exportMs, meta, context, handler);
        account(exporter, count);
        return DecodeStatus.OK;
    }

    private long putDatagramFields(final DatagramContext context, final Exporter exporter)
    {
        final FlowRecord record = context.flowRecord();
        putSamplingRate(context);
        exporter.samplingRate(samplingRate);
        record.putUnmarked(Slots.AGENT, context.sourceHigh());
        record.putUnmarked(Slots.AGENT + 1, context.sourceLow());
        record.putUnmarked(Slots.OBSERVATION_DOMAIN, header.engine());
        record.putUnmarked(Slots.DIRECTION, INGRESS);
        record.putUnmarked(Slots.IP_VERSION, 4);
        return META & context.wanted().word(Slots.META_WORD) | (0 == samplingRate ? 0 : RATE);
    }

    private void putSamplingRate(final DatagramContext context)
    {
        final long override = samplingRates.override(context.sourceHigh(), context.sourceLow());
        final int interval = header.samplingInterval();
        samplingRate = override > 0 ? override : interval > 0 ? interval : samplingRates.defaultRate();
        final SamplingSource source = override > 0 ? SamplingSource.OVERRIDE :
            interval > 0 ? SamplingSource.HEADER : SamplingSource.DEFAULT;
        context.flowRecord().putUnmarked(Slots.SAMPLING_RATE, samplingRate);
        context.flowRecord().putUnmarked(Slots.SAMPLING_SOURCE, source.ordinal());
    }

    private long exportTimeMs(final DatagramContext context, final Exporter exporter)
    {
        final long seconds = header.unixSeconds();
        final long nanos = header.unixNanos();
        if (0 == seconds)
        {
            implausible++;
            return context.timeNs() / TimeSource.NS_PER_MS;
        }
        if (nanos >= NS_PER_SECOND)
        {
            implausible++;
        }
        final long timeMs = seconds * 1_000 + (nanos < NS_PER_SECOND ? nanos / TimeSource.NS_PER_MS : 0);
        exporter.onExportTime(timeMs, context.timeNs());
        return timeMs;
    }

    private void decodeRecords(
        final byte[] buffer,
        final int offset,
        final long exportMs,
        final long meta,
        final DatagramContext context,
        final RecordHandler handler)
    {
        final FlowRecord record = context.flowRecord();
        final FieldSet wanted = context.wanted();
        final long packetWanted = wanted.word(0) | KINDS;
        final int uptime = (int)header.sysUptimeMs();
        final int end = offset + header.count() * RECORD_LENGTH;
        for (int at = offset; at < end; at += RECORD_LENGTH)
        {
            final long transport = Wire.u64(buffer, at + SOURCE_PORT_OFFSET);
            final long stamps = Wire.u64(buffer, at + FIRST_OFFSET);
            final int protocol = (int)(transport >>> 8) & 0xFF;
            record.clear();
            record.mark(0, PACKET_BY_PROTOCOL[protocol] & packetWanted);
            record.mark(Slots.META_WORD, areUsable(stamps, uptime) ? meta : meta & ~TIMES);
            putPacket(record, Wire.u64(buffer, at + SOURCE_ADDRESS_OFFSET), transport, protocol);
            putCounters(record, Wire.u64(buffer, at + PACKETS_OFFSET));
            if (0 != (meta & INTERFACES))
            {
                putInterfaces(record, Wire.i32(buffer, at + INPUT_OFFSET));
            }
            if (0 != (meta & NEXT_HOP))
            {
                record.putUnmarked(Slots.NEXT_HOP, 0);
                record.putUnmarked(Slots.NEXT_HOP + 1, V4_MAPPED | Wire.u32(buffer, at + NEXT_HOP_OFFSET));
            }
            if (0 != (meta & ROUTES))
            {
                putRoutes(record, Wire.u64(buffer, at + SOURCE_AS_OFFSET));
            }
            if (0 != (meta & TIMES))
            {
                putTimes(record, stamps, uptime, exportMs);
            }
            handler.onFlowRecord(record);
        }
    }

    private static void putPacket(
        final FlowRecord record,
        final long addresses,
        final long transport,
        final int protocol)
    {
        final int sourcePort = (int)(transport >>> 48);
        final int destinationPort = (int)(transport >>> 32) & 0xFFFF;
        record.putUnmarked(Slots.IP_SOURCE, 0);
        record.putUnmarked(Slots.IP_SOURCE + 1, V4_MAPPED | addresses >>> 32);
        record.putUnmarked(Slots.IP_DESTINATION, 0);
        record.putUnmarked(Slots.IP_DESTINATION + 1, V4_MAPPED | addresses & U32);
        record.putUnmarked(Slots.L4_SOURCE_PORT, sourcePort);
        record.putUnmarked(Slots.L4_DESTINATION_PORT, destinationPort);
        record.putUnmarked(Slots.TCP_FLAGS, transport >>> 16 & 0xFF);
        record.putUnmarked(Slots.L4_PROTOCOL, protocol);
        record.putUnmarked(Slots.IP_TOS, transport & 0xFF);
        if (PROTOCOL_ICMP == protocol)
        {
            final int typeAndCode = NetflowV5RecordView.icmpTypeAndCode(sourcePort, destinationPort);
            record.putUnmarked(Slots.ICMP_TYPE, typeAndCode >>> 8);
            record.putUnmarked(Slots.ICMP_CODE, typeAndCode & 0xFF);
        }
    }

    private void putCounters(final FlowRecord record, final long counters)
    {
        final long packets = counters >>> 32;
        final long octets = counters & U32;
        record.putUnmarked(Slots.BYTES, octets);
        record.putUnmarked(Slots.IP_BYTES, octets);
        record.putUnmarked(Slots.FRAMES, packets);
        if (0 == octets || octets > packets * MAX_PACKET_BYTES)
        {
            implausible++;
        }
    }

    private static void putInterfaces(final FlowRecord record, final int interfaces)
    {
        final int input = interfaces >>> 16;
        record.putUnmarked(Slots.INPUT_IFINDEX, input);
        record.putUnmarked(Slots.OUTPUT_IFINDEX, interfaces & 0xFFFF);
        record.putUnmarked(Slots.DATA_SOURCE, input);
    }

    private static void putRoutes(final FlowRecord record, final long routes)
    {
        record.putUnmarked(Slots.BGP_SOURCE_AS, routes >>> 48);
        record.putUnmarked(Slots.BGP_DESTINATION_AS, routes >>> 32 & 0xFFFF);
        record.putUnmarked(Slots.SOURCE_MASK_BITS, routes >>> 24 & 0xFF);
        record.putUnmarked(Slots.DESTINATION_MASK_BITS, routes >>> 16 & 0xFF);
    }

    private static void putTimes(final FlowRecord record, final long stamps, final int uptime, final long exportMs)
    {
        final int last = (int)stamps;
        final int duration = last - (int)(stamps >>> 32);
        final long endMs = exportMs - (uptime - last);
        record.putUnmarked(Slots.START_TIME, endMs - duration);
        record.putUnmarked(Slots.END_TIME, endMs);
    }

    private boolean areUsable(final long stamps, final int uptime)
    {
        final int last = (int)stamps;
        final int duration = last - (int)(stamps >>> 32);
        final int age = uptime - last;
        return (duration | age) >= 0 || areStillUsable(duration, age);
    }

    private boolean areStillUsable(final int duration, final int age)
    {
        implausible++;
        if (duration < 0 || age < -MAX_AHEAD_MS)
        {
            timeUnknown++;
            return false;
        }
        return true;
    }

    private void account(final Exporter exporter, final int count)
    {
        exporter.add(ExporterCounter.FLOW_RECORDS, count);
        if (0 == samplingRate)
        {
            exporter.add(ExporterCounter.SAMPLING_UNKNOWN, count);
        }
        if (0 != implausible)
        {
            exporter.add(ExporterCounter.IMPLAUSIBLE, implausible);
        }
        if (0 != timeUnknown)
        {
            exporter.add(ExporterCounter.TIME_UNKNOWN, timeUnknown);
        }
        if (0 != header.trailingBytes())
        {
            exporter.onFault(DecodeStatus.TRAILING);
        }
    }
}
