package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateFormat;
import io.weir.codec.netflow.template.TemplateSource;
import io.weir.codec.netflow.template.TemplateStore;
import io.weir.codec.netflow.template.TemplateTable;
import io.weir.codec.netflow.template.TemplateView;
import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.Protocol;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;

/**
 * Decodes NetFlow version 9 and IPFIX. One per worker, not thread safe; what it learns of an exporter it shares with
 * the decoders of the other workers, see {@link NetflowDomain}.
 *
 * <p>The framing of all sets is looked at before the first one is read: a message whose framing is broken is rejected
 * and changes nothing. Then sets are read in order, so that a template counts from where it stands. A bad template or
 * record costs the rest of its set.
 */
final class TemplatedDecoder
{
    static final int MAX_RECORDS = 8_192;

    private static final int V9_TEMPLATES = 0;
    private static final int V9_OPTIONS_TEMPLATES = 1;
    private static final int IPFIX_TEMPLATES = 2;
    private static final int IPFIX_OPTIONS_TEMPLATES = 3;
    private static final int PADDING_LENGTH = 4;
    private static final int MAX_SET_BYTES = 65_536;
    private static final long FIXED_FIELDS =
        3L << Slots.AGENT | Slots.bit(Slots.OBSERVATION_DOMAIN);

    private final NetflowSettings settings;
    private final TemplateStore store;
    private final SharedBounds bounds;
    private final NetflowV9View version9 = new NetflowV9View();
    private final IpfixMessageView ipfix = new IpfixMessageView();
    private final SetView sets = new SetView();
    private final TemplateView templateView = new TemplateView();
    private final DataRecordView recordView = new DataRecordView();
    private final OptionsReader options = new OptionsReader();
    private final NameReader names = new NameReader();
    private final RecordDecoder records;
    private final MessageTimes times = new MessageTimes();
    private final MessageTimes heldTimes = new MessageTimes();
    private final ProgramCache programs;
    private byte[] heldBody;

    private DatagramContext context;
    private RecordHandler handler;
    private Exporter exporter;
    private NetflowDomain domain;
    private long domainId;
    private int recordCount;
    private int recordsLeft;
    private int dataRecordCount;
    private int templateCount;
    private boolean isCountKnown;

    TemplatedDecoder(final NetflowSettings settings, final TemplateStore store, final SharedBounds bounds)
    {
        this.settings = settings;
        this.store = store;
        this.bounds = bounds;
        this.programs = new ProgramCache(settings);
        this.records = new RecordDecoder(settings.counting().direction());
    }

    DecodeStatus decodeVersion9(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext newContext,
        final RecordHandler newHandler)
    {
        if (DecodeStatus.OK != version9.wrap(buffer, offset, length))
        {
            return DecodeStatus.SHORT;
        }
        if (!identify(Protocol.NETFLOW9, version9.sourceId(), newContext, newHandler))
        {
            return newContext.refusal();
        }
        final DecodeStatus framing = version9.sets(sets);
        if (DecodeStatus.OK != framing)
        {
            return framing;
        }
        domain.onSequence((int)version9.sequence(),
            exporter.onSequence(version9.sequence(), 1, version9.sysUptimeMs()), context.timeNs());
        time(version9.unixSeconds(), version9.sysUptimeMs());
        decodeSets(buffer, V9_TEMPLATES, V9_OPTIONS_TEMPLATES);
        if (isCountKnown && version9.count() != dataRecordCount + templateCount)
        {
            exporter.add(ExporterCounter.COUNT_MISMATCH, 1);
        }
        return DecodeStatus.OK;
    }

    DecodeStatus decodeIpfix(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext newContext,
        final RecordHandler newHandler)
    {
        final DecodeStatus status = ipfix.wrap(buffer, offset, length);
        if (length < IpfixMessageView.HEADER_LENGTH)
        {
            return status;
        }
        if (!identify(Protocol.IPFIX, ipfix.observationDomain(), newContext, newHandler))
        {
            return newContext.refusal();
        }
        if (DecodeStatus.OK != status)
        {
            return status;
        }
        final DecodeStatus framing = ipfix.sets(sets);
        if (DecodeStatus.OK != framing)
        {
            return framing;
        }
        if (ipfix.trailingBytes() > 0)
        {
            exporter.onFault(DecodeStatus.TRAILING);
        }
        time(ipfix.exportTime(), MessageTimes.NO_UPTIME);
        decodeSets(buffer, IPFIX_TEMPLATES, IPFIX_OPTIONS_TEMPLATES);
        exporter.onSequence(ipfix.sequence(), isCountKnown ? dataRecordCount : Exporter.UNITS_UNKNOWN,
            MessageTimes.NO_UPTIME);
        return DecodeStatus.OK;
    }

    private boolean identify(
        final Protocol protocol,
        final long newDomainId,
        final DatagramContext newContext,
        final RecordHandler newHandler)
    {
        context = newContext;
        handler = newHandler;
        domainId = newDomainId;
        exporter = newContext.identify(protocol, newDomainId);
        if (null == exporter)
        {
            return false;
        }
        domain = (NetflowDomain)exporter.decoderState();
        if (null == domain)
        {
            domain = newDomain(protocol);
            exporter.samplingRate(domain.sampling().effectiveRate());
        }
        return true;
    }

    private NetflowDomain newDomain(final Protocol protocol)
    {
        final NetflowDomain created = new NetflowDomain(store.newTable(
            new TemplateSource(protocol, context.sourceHigh(), context.sourceLow(), domainId)), settings, bounds,
            context.sourceHigh(), context.sourceLow());
        final NetflowDomain present = (NetflowDomain)exporter.decoderState(created);
        if (present != created)
        {
            created.onForgotten();
        }
        return present;
    }

    private void time(final long exportSeconds, final long uptimeMs)
    {
        times.receiveNs = context.timeNs();
        times.uptimeMs = uptimeMs;
        if (0 == exportSeconds)
        {
            times.exportMs = context.timeNs() / TimeSource.NS_PER_MS;
            exporter.add(ExporterCounter.IMPLAUSIBLE, 1);
        }
        else
        {
            times.exportMs = exportSeconds * 1_000;
            exporter.onExportTime(times.exportMs, context.timeNs());
        }
    }

    private void decodeSets(final byte[] buffer, final int templates, final int optionsTemplates)
    {
        records.handler(handler);
        recordCount = 0;
        recordsLeft = MAX_RECORDS;
        dataRecordCount = 0;
        templateCount = 0;
        isCountKnown = true;
        final FlowRecord record = context.flowRecord();
        record.putUnmarked(Slots.AGENT, context.sourceHigh());
        record.putUnmarked(Slots.AGENT + 1, context.sourceLow());
        store.onTime(times.receiveNs);
        if (!domain.held.isEmpty())
        {
            domain.held.expire(times.receiveNs);
        }
        recordView.templates(domain.templates, context.sourcePort(), times.receiveNs);
        while (sets.next())
        {
            final int end = sets.bodyOffset() + sets.bodyLength();
            if (sets.isData())
            {
                decodeData(buffer, sets.bodyOffset(), end);
            }
            else if (templates == sets.id())
            {
                decodeTemplates(
                    V9_TEMPLATES == templates ? TemplateFormat.V9_DATA : TemplateFormat.IPFIX_DATA, buffer, end);
            }
            else if (optionsTemplates == sets.id())
            {
                decodeTemplates(
                    V9_TEMPLATES == templates ? TemplateFormat.V9_OPTIONS : TemplateFormat.IPFIX_OPTIONS, buffer, end);
            }
            else
            {
                exporter.onFault(DecodeStatus.UNKNOWN_TYPE);
            }
        }
        count(ExporterCounter.FLOW_RECORDS, recordCount);
        count(ExporterCounter.IMPLAUSIBLE, records.state().takeImplausible());
        count(ExporterCounter.TIME_UNKNOWN, records.state().takeTimeUnknown());
        count(ExporterCounter.SAMPLING_UNKNOWN, records.state().takeSamplingUnknown());
        count(ExporterCounter.FLOW_TOTALS_FORGOTTEN, records.state().takeFlowTotalsForgotten());
        count(ExporterCounter.OTHER_DIRECTION, records.takeOtherDirection());
    }

    private void count(final ExporterCounter counter, final int count)
    {
        if (count > 0)
        {
            exporter.add(counter, count);
        }
    }

    private void decodeTemplates(final TemplateFormat format, final byte[] buffer, final int end)
    {
        int at = sets.bodyOffset();
        while (end - at >= PADDING_LENGTH && !SetView.isZero(buffer, at, end))
        {
            final DecodeStatus status = templateView.wrap(format, buffer, at, end - at);
            if (DecodeStatus.OK != status)
            {
                refuse(status);
                return;
            }
            install();
            templateCount++;
            at += templateView.length();
        }
    }

    private void refuse(final DecodeStatus status)
    {
        exporter.onFault(status);
        domain.templates.onRefused(status, context.sourcePort(), templateView.id(), times.receiveNs);
    }

    private void install()
    {
        if (templateView.isWithdrawal())
        {
            withdraw();
            return;
        }
        final TemplateTable.Outcome outcome =
            domain.templates.install(templateView, context.sourcePort(), times.receiveNs);
        if (TemplateTable.Outcome.REFUSED == outcome)
        {
            refuse(DecodeStatus.TEMPLATE_LIMIT);
            return;
        }
        exporter.add(ExporterCounter.TEMPLATES, 1);
        if (TemplateTable.Outcome.CHANGED == outcome)
        {
            exporter.add(ExporterCounter.TEMPLATES_CHANGED, 1);
        }
        if (TemplateTable.Outcome.REPEATED != outcome)
        {
            noteOddLengths(domain.templates.find(context.sourcePort(), templateView.id(), times.receiveNs));
        }
        if (!domain.held.isEmpty())
        {
            decodeHeld(templateView.id());
        }
    }

    /* Fields of a length that their element cannot have are absent from records: told once for a template. */
    private void noteOddLengths(final Template template)
    {
        final int fields = null == template ? 0 : template.fieldCount();
        for (int i = 0; i < fields; i++)
        {
            if (i >= template.scopeFieldCount() &&
                ElementTarget.isOdd(template.enterprise(i), template.elementId(i), template.fieldLength(i)))
            {
                exporter.onFault(DecodeStatus.FIELD_LENGTH);
            }
        }
    }

    /* Over a stream templates can be taken back; what comes in datagrams may be late, or forged. */
    private void withdraw()
    {
        exporter.add(ExporterCounter.WITHDRAWALS, 1);
        if (!context.isStream())
        {
            return;
        }
        if (templateView.id() < TemplateView.MIN_ID)
        {
            domain.templates.withdrawAll(context.sourcePort(), templateView.isOptions(), times.receiveNs);
        }
        else
        {
            domain.templates.withdraw(context.sourcePort(), templateView.id(), times.receiveNs);
        }
    }

    private void decodeHeld(final int id)
    {
        final Template template = domain.templates.find(context.sourcePort(), id, times.receiveNs);
        if (null == heldBody)
        {
            heldBody = new byte[MAX_SET_BYTES];
        }
        final int left = recordsLeft;
        final int countOfMessage = dataRecordCount;
        final boolean wasCountKnown = isCountKnown;
        for (int length = domain.held.take(context.sourcePort(), id, heldBody, heldTimes); length >= 0;
            length = domain.held.take(context.sourcePort(), id, heldBody, heldTimes))
        {
            recordsLeft = MAX_RECORDS;
            exporter.add(ExporterCounter.UNKNOWN_TEMPLATE_SETS, -1);
            decodeRecords(template, heldBody, 0, length, heldTimes);
        }
        recordsLeft = left;
        dataRecordCount = countOfMessage;
        isCountKnown = wasCountKnown;
    }

    private void decodeData(final byte[] buffer, final int offset, final int end)
    {
        final Template template = domain.templates.find(context.sourcePort(), sets.id(), times.receiveNs);
        if (null != template)
        {
            decodeRecords(template, buffer, offset, end, times);
            return;
        }
        isCountKnown = false;
        exporter.onFault(DecodeStatus.MISSING_TEMPLATE);
        exporter.add(ExporterCounter.UNKNOWN_TEMPLATE_SETS, 1);
        domain.held.hold(context.sourcePort(), sets.id(), buffer, offset, end - offset, times);
    }

    private void decodeRecords(
        final Template template,
        final byte[] buffer,
        final int offset,
        final int end,
        final MessageTimes ofMessage)
    {
        if (template.format().isOptions())
        {
            decodeOptions(template, buffer, offset, end);
            return;
        }
        final ProgramCache.Entry entry =
            programs.find(template, context.wanted(), domain.sampling().isByInterface());
        records.begin(entry.program, context.flowRecord(), ofMessage, domain, FIXED_FIELDS);
        context.flowRecord().putUnmarked(Slots.OBSERVATION_DOMAIN, domainId);
        if (template.isVariable() || null != settings.listener())
        {
            decodeSingly(entry.program, buffer, offset, end);
        }
        else
        {
            decodeTogether(entry, buffer, offset, end);
        }
    }

    /* Records of one length, of which it is known beforehand how many there are. */
    private void decodeTogether(
        final ProgramCache.Entry entry,
        final byte[] buffer,
        final int offset,
        final int end)
    {
        final int length = entry.program.template().minRecordLength();
        final int fitting = (end - offset) / length;
        final int ahead = (trailingZeros(buffer, offset, end) - offset + length - 1) / length;
        final int count = Math.min(fitting, Math.max(1, ahead));
        final int decoded = Math.min(count, recordsLeft);
        recordCount += decoded;
        recordsLeft -= decoded;
        dataRecordCount += decoded;
        isCountKnown &= decoded == fitting;
        if (decoded > 0)
        {
            programs.decoder(entry, decoded, times.receiveNs).decode(records, buffer, offset, decoded);
        }
        if (decoded < count)
        {
            exporter.onFault(DecodeStatus.LIMIT);
        }
    }

    private void decodeSingly(final Program program, final byte[] buffer, final int offset, final int end)
    {
        final Template template = program.template();
        final DataRecordListener listener = settings.listener();
        final int zeros = trailingZeros(buffer, offset, end);
        int at = offset;
        while (end - at >= template.minRecordLength() && !isPadding(at, offset, zeros))
        {
            if (0 == recordsLeft)
            {
                exporter.onFault(DecodeStatus.LIMIT);
                isCountKnown = false;
                return;
            }
            final int length = records.decode(program, buffer, at, end);
            if (RecordDecoder.CUT == length)
            {
                cut(at, zeros);
                return;
            }
            if (null != listener)
            {
                recordView.wrap(template, buffer, at, end - at);
                listener.onDataRecord(exporter, recordView);
            }
            recordCount++;
            recordsLeft--;
            dataRecordCount++;
            records.handOn(program, buffer, at, length);
            at += length;
        }
    }

    /* Offset from which on a set holds nothing but zeros. */
    private static int trailingZeros(final byte[] buffer, final int offset, final int end)
    {
        int at = end;
        while (at > offset && 0 == buffer[at - 1])
        {
            at--;
        }
        return at;
    }

    /*
     * Padding should be shorter than a record, but some exporters pad further. Zeros behind a record are padding; then
     * the records cannot be counted for sure.
     */
    private boolean isPadding(final int at, final int offset, final int zeros)
    {
        final boolean isPadding = at >= zeros && at > offset;
        isCountKnown &= !isPadding;
        return isPadding;
    }

    private void cut(final int at, final int zeros)
    {
        if (at < zeros)
        {
            exporter.onFault(DecodeStatus.SHORT);
            isCountKnown = false;
        }
    }

    private void decodeOptions(final Template template, final byte[] buffer, final int offset, final int end)
    {
        final int zeros = trailingZeros(buffer, offset, end);
        int at = offset;
        int optionsCount = 0;
        final boolean hasNames = NameReader.hasNames(template);
        final boolean isTypeRecord = ElementTypeReader.isTypeRecord(template);
        while (end - at >= template.minRecordLength() && !isPadding(at, offset, zeros) && optionsCount < MAX_RECORDS)
        {
            recordView.wrap(template, buffer, at, end - at);
            if (!options.read(recordView, domain, exporter))
            {
                cut(at, zeros);
                break;
            }
            final int length = recordView.length();
            if (hasNames)
            {
                recordView.wrap(template, buffer, at, end - at);
                exporter.add(ExporterCounter.NAMES_REFUSED, names.read(recordView, domain.names) ? 0 : 1);
            }
            if (isTypeRecord)
            {
                recordView.wrap(template, buffer, at, end - at);
                ElementTypeReader.read(recordView, settings.elements());
            }
            if (null != settings.listener())
            {
                recordView.wrap(template, buffer, at, end - at);
                settings.listener().onDataRecord(exporter, recordView);
            }
            optionsCount++;
            dataRecordCount++;
            at += length;
        }
        count(ExporterCounter.OPTIONS_RECORDS, optionsCount);
        exporter.samplingRate(domain.sampling().effectiveRate());
    }
}
