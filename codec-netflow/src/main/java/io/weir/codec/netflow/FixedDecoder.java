package io.weir.codec.netflow;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.Protocol;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Decodes NetFlow versions 1, 6, 7 and 8. One per worker, not thread safe.
 *
 * <p>Their records are read by programs, like those of version 9, compiled from the layouts that they prescribe. A
 * datagram whose count does not fit is rejected before its first record is handed on.
 */
final class FixedDecoder
{
    private static final long FIXED_FIELDS = 3L << Slots.AGENT | Slots.bit(Slots.OBSERVATION_DOMAIN) |
        Slots.bit(Slots.DIRECTION);
    private static final long INGRESS = 0;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int LAYOUTS = 32;
    private static final int VERSION8 = 8;

    private final NetflowSettings settings;
    private final SharedBounds bounds;
    private final NetflowFixedView header = new NetflowFixedView();
    private final RecordDecoder records;
    private final DataRecordView recordView = new DataRecordView();
    private final MessageTimes times = new MessageTimes();
    private final Program[] programs = new Program[LAYOUTS];

    FixedDecoder(final NetflowSettings settings, final SharedBounds bounds)
    {
        this.settings = settings;
        this.bounds = bounds;
        this.records = new RecordDecoder(settings.counting().direction());
    }

    DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler handler)
    {
        final DecodeStatus status = header.wrap(buffer, offset, length);
        if (DecodeStatus.VERSION == status ||
            DecodeStatus.SHORT == status && length < NetflowFixedView.headerLength(Wire.u16(buffer, offset)))
        {
            return status;
        }
        final Exporter exporter = context.identify(protocol(), header.stream());
        if (null == exporter)
        {
            return context.refusal();
        }
        if (DecodeStatus.OK != status)
        {
            return status;
        }
        if (header.hasSequence())
        {
            exporter.onSequence(header.flowSequence(), header.count(), header.sysUptimeMs());
        }
        time(context, exporter);
        decodeRecords(buffer, context, handler, exporter, domain(context, exporter));
        account(exporter);
        return DecodeStatus.OK;
    }

    private Protocol protocol()
    {
        switch (header.version())
        {
            case 1:
                return Protocol.NETFLOW1;
            case 6:
                return Protocol.NETFLOW6;
            case 7:
                return Protocol.NETFLOW7;
            default:
                return Protocol.NETFLOW8;
        }
    }

    private NetflowDomain domain(final DatagramContext context, final Exporter exporter)
    {
        final NetflowDomain present = (NetflowDomain)exporter.decoderState();
        return null == present ? (NetflowDomain)exporter.decoderState(
            new NetflowDomain(null, settings, bounds, context.sourceHigh(), context.sourceLow())) : present;
    }

    private void time(final DatagramContext context, final Exporter exporter)
    {
        final long nanos = header.unixNanos();
        times.receiveNs = context.timeNs();
        times.uptimeMs = header.sysUptimeMs();
        if (0 == header.unixSeconds() || nanos >= NS_PER_SECOND)
        {
            exporter.add(ExporterCounter.IMPLAUSIBLE, 1);
        }
        if (0 == header.unixSeconds())
        {
            times.exportMs = context.timeNs() / TimeSource.NS_PER_MS;
            return;
        }
        times.exportMs = header.unixSeconds() * 1_000 + (nanos < NS_PER_SECOND ? nanos / TimeSource.NS_PER_MS : 0);
        exporter.onExportTime(times.exportMs, context.timeNs());
    }

    private void decodeRecords(
        final byte[] buffer,
        final DatagramContext context,
        final RecordHandler handler,
        final Exporter exporter,
        final NetflowDomain domain)
    {
        final FlowRecord record = context.flowRecord();
        final Program program = program(context);
        record.putUnmarked(Slots.AGENT, context.sourceHigh());
        record.putUnmarked(Slots.AGENT + 1, context.sourceLow());
        record.putUnmarked(Slots.OBSERVATION_DOMAIN, header.engine());
        record.putUnmarked(Slots.DIRECTION, INGRESS);
        records.sampling().headerRate(header.samplingInterval());
        records.begin(program, record, times, domain, FIXED_FIELDS);
        exporter.samplingRate(records.sampling().rateOfSet());
        final boolean isLeftOut = settings.counting().direction().leavesOut(INGRESS);
        final int count = header.count();
        for (int i = 0; i < count; i++)
        {
            final int at = header.recordOffset(i);
            records.decode(program, buffer, at, at + header.recordLength());
            if (null != settings.listener())
            {
                header.record(i, recordView);
                settings.listener().onDataRecord(exporter, recordView);
            }
            if (!isLeftOut)
            {
                handler.onFlowRecord(record);
            }
        }
        exporter.add(ExporterCounter.OTHER_DIRECTION, isLeftOut ? count : 0);
    }

    private Program program(final DatagramContext context)
    {
        final int layout = VERSION8 == header.version() ? header.aggregation() : LAYOUTS - header.version();
        final Program cached = programs[layout];
        if (null != cached && cached.template() == header.template() && cached.wanted() == context.wanted())
        {
            return cached;
        }
        final Program compiled = ProgramCompiler.compile(header.template(), context.wanted(), false, settings);
        programs[layout] = compiled;
        return compiled;
    }

    private void account(final Exporter exporter)
    {
        exporter.add(ExporterCounter.FLOW_RECORDS, header.count());
        exporter.add(ExporterCounter.IMPLAUSIBLE, records.state().takeImplausible());
        exporter.add(ExporterCounter.TIME_UNKNOWN, records.state().takeTimeUnknown());
        exporter.add(ExporterCounter.SAMPLING_UNKNOWN, records.state().takeSamplingUnknown());
        if (0 != header.trailingBytes())
        {
            exporter.onFault(DecodeStatus.TRAILING);
        }
    }
}
