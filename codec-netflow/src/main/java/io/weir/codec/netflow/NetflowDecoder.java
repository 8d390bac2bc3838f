package io.weir.codec.netflow;

import static java.util.Objects.requireNonNull;

import io.weir.codec.netflow.element.Element;
import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.codec.netflow.element.ElementTable;
import io.weir.codec.netflow.template.TemplateListener;
import io.weir.codec.netflow.template.TemplateScope;
import io.weir.codec.netflow.template.TemplateStorage;
import io.weir.codec.netflow.template.TemplateStore;
import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.collector.ErrorHandler;
import io.weir.collector.RecordHandler;
import io.weir.exporter.NetworkSet;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Decodes NetFlow and IPFIX. One per worker. Not thread safe.
 *
 * <p>Versions 1, 5, 6, 7, 8 and 9 and IPFIX are decoded. Templates, and what options records say about sampling, are
 * shared by the decoders of one provider.
 */
public final class NetflowDecoder implements DatagramDecoder
{
    /** Default bound on the bytes of data sets of one exporter and domain that wait for their template. */
    public static final int DEFAULT_HOLD_BYTES = 64 * 1_024;
    /** Default bound on the bytes of data sets of all exporters together that wait for their template. */
    public static final int DEFAULT_HOLD_BYTES_IN_ALL = 16 * 1_024 * 1_024;

    /** Default bound on the flows of one exporter and domain whose counters run from their beginning. */
    public static final int DEFAULT_MAX_FLOW_TOTALS = 16_384;
    /** Default bound on such flows of all exporters together. */
    public static final int DEFAULT_MAX_FLOW_TOTALS_IN_ALL = 262_144;
    /** Largest sampling rate that can be told. */
    public static final long MAX_SAMPLING_RATE = 0xFFFF_FFFFL;

    /** Default bound on the names of interfaces, VRFs and applications of one exporter and domain. */
    public static final int DEFAULT_MAX_NAMES = 4_096;
    /** Default bound on the names of all exporters together. */
    public static final int DEFAULT_MAX_NAMES_IN_ALL = 65_536;

    private static final int MAX_MAX_NAMES = 1 << 24;
    private static final int SHORTEST = 4;
    private static final int CLAIMED_VERSIONS =
        1 << 1 | 1 << NetflowV5View.VERSION | 1 << 6 | 1 << 7 | 1 << 8 | 1 << NetflowV9View.VERSION |
        1 << IpfixMessageView.VERSION;

    private final NetflowV5Decoder version5;
    private final FixedDecoder fixed;
    private final TemplatedDecoder templated;

    private NetflowDecoder(
        final NetflowSettings settings,
        final SharedBounds bounds,
        final TemplatedDecoder templated)
    {
        this.fixed = new FixedDecoder(settings, bounds);
        this.version5 = new NetflowV5Decoder(settings.counting().samplingRates());
        this.templated = templated;
    }

    /** {@return makes decoders with default settings, and claims datagrams of any version of NetFlow and of IPFIX} */
    public static DecoderProvider provider()
    {
        return builder().build();
    }

    /** {@return a builder of a provider} */
    public static Builder builder()
    {
        return new Builder();
    }

    @Override
    public DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler handler)
    {
        if (length < SHORTEST)
        {
            return 0 == length ? DecodeStatus.EMPTY : DecodeStatus.SHORT;
        }
        switch (Wire.u16(buffer, offset))
        {
            case NetflowV5View.VERSION:
                return version5.decode(buffer, offset, length, context, handler);
            case NetflowV9View.VERSION:
                return templated.decodeVersion9(buffer, offset, length, context, handler);
            case IpfixMessageView.VERSION:
                return templated.decodeIpfix(buffer, offset, length, context, handler);
            case 1:
            case 6:
            case 7:
            case 8:
                return fixed.decode(buffer, offset, length, context, handler);
            default:
                return DecodeStatus.VERSION;
        }
    }

    /** Settings of a provider. Not thread safe. */
    public static final class Builder
    {
        private TemplateScope templateScope = TemplateScope.SESSION_THEN_ADDRESS;
        private int maxTemplates = TemplateStore.DEFAULT_MAX_TEMPLATES;
        private int maxTemplatesInAll = TemplateStore.DEFAULT_MAX_TEMPLATES_IN_ALL;
        private Duration templateLifetime = TemplateStore.DEFAULT_LIFETIME;
        private int holdBytes = DEFAULT_HOLD_BYTES;
        private int holdBytesInAll = DEFAULT_HOLD_BYTES_IN_ALL;
        private int maxNames = DEFAULT_MAX_NAMES;
        private int maxNamesInAll = DEFAULT_MAX_NAMES_IN_ALL;
        private DataRecordListener listener;
        private BiflowMode biflows = BiflowMode.ONE_RECORD;
        private DirectionRule direction = DirectionRule.BOTH;
        private int maxFlowTotals = DEFAULT_MAX_FLOW_TOTALS;
        private int maxFlowTotalsInAll = DEFAULT_MAX_FLOW_TOTALS_IN_ALL;
        private final List<SamplingRates.Override> overrides = new ArrayList<>();
        private long defaultSamplingRate;
        private Collection<Element> elements = List.of();
        private TemplateListener templateListener;
        private TemplateStorage templateStorage;
        private Executor storageExecutor = ForkJoinPool.commonPool();
        private ErrorHandler errorHandler = ErrorHandler.IGNORE;
        private int recordsBeforeClass = ProgramCache.RECORDS_BEFORE_CLASS;

        private Builder()
        {
        }

        /**
         * For which datagrams a template counts.
         *
         * @param scope of templates.
         * @return this builder.
         */
        public Builder templateScope(final TemplateScope scope)
        {
            templateScope = requireNonNull(scope);
            return this;
        }

        /**
         * Bounds on templates.
         *
         * @param ofOneDomain of one exporter and domain, at least 1.
         * @param inAll       of all exporters together, at least 1.
         * @return this builder.
         */
        public Builder maxTemplates(final int ofOneDomain, final int inAll)
        {
            maxTemplates = ofOneDomain;
            maxTemplatesInAll = inAll;
            return this;
        }

        /* Records that a program decodes before it is made a class. */
        Builder recordsBeforeClass(final int records)
        {
            recordsBeforeClass = records;
            return this;
        }

        /**
         * How long a template counts that the exporter does not repeat.
         *
         * @param lifetime above zero.
         * @return this builder.
         */
        public Builder templateLifetime(final Duration lifetime)
        {
            templateLifetime = requireNonNull(lifetime);
            return this;
        }

        /**
         * Bounds on data sets that wait for their template, for up to 30 seconds. Without room they are counted and
         * skipped.
         *
         * @param ofOneDomain bytes of one exporter and domain; 0 to hold nothing.
         * @param inAll       bytes of all exporters together; 0 to hold nothing.
         * @return this builder.
         */
        public Builder holdBytes(final int ofOneDomain, final int inAll)
        {
            holdBytes = ofOneDomain;
            holdBytesInAll = inAll;
            return this;
        }

        /**
         * Bounds on names of interfaces, VRFs and applications that options records tell, of up to 256 bytes each.
         * Those for which there is no room are counted.
         *
         * @param ofOneDomain of one exporter and domain; 0 to keep none.
         * @param inAll       of all exporters together; 0 to keep none.
         * @return this builder.
         */
        public Builder maxNames(final int ofOneDomain, final int inAll)
        {
            maxNames = ofOneDomain;
            maxNamesInAll = inAll;
            return this;
        }

        /**
         * Who sees the raw records of version 9 and IPFIX.
         *
         * @param newListener called by all decoders.
         * @return this builder.
         */
        public Builder listener(final DataRecordListener newListener)
        {
            listener = newListener;
            return this;
        }

        /**
         * Elements that are known beside the standard ones, or instead of them. More are learned from exporters that
         * describe theirs in type records, see {@link Provider#elements()}.
         *
         * @param newElements of enterprises, or of IANA.
         * @return this builder.
         */
        public Builder elements(final Collection<Element> newElements)
        {
            elements = List.copyOf(newElements);
            return this;
        }

        /**
         * Who is told what happens to templates.
         *
         * @param newListener called by all decoders.
         * @return this builder.
         */
        public Builder templateListener(final TemplateListener newListener)
        {
            templateListener = newListener;
            return this;
        }

        /**
         * Keep templates in a storage, so that they outlive the process: they are loaded when the provider is built,
         * saved about a second after a change, every ten minutes, and when a collector or replay ends.
         *
         * @param storage such as a {@link io.weir.codec.netflow.template.FileTemplateStorage}; null for none.
         * @return this builder.
         */
        public Builder templateStorage(final TemplateStorage storage)
        {
            templateStorage = storage;
            return this;
        }

        /**
         * Who saves templates, so that no worker waits for a disk.
         *
         * @param executor default {@link ForkJoinPool#commonPool()}.
         * @return this builder.
         */
        public Builder storageExecutor(final Executor executor)
        {
            storageExecutor = requireNonNull(executor);
            return this;
        }

        /**
         * Who is told that templates could not be loaded or saved; decoding goes on without.
         *
         * @param handler default {@link ErrorHandler#IGNORE}.
         * @return this builder.
         */
        public Builder errorHandler(final ErrorHandler handler)
        {
            errorHandler = requireNonNull(handler);
            return this;
        }

        /**
         * What becomes of records of both directions of a conversation; one flow record unless told.
         *
         * @param mode of biflows.
         * @return this builder.
         */
        public Builder biflows(final BiflowMode mode)
        {
            biflows = requireNonNull(mode);
            return this;
        }

        /**
         * Which records count of exporters that tell of a flow where it comes in and where it goes out; both unless
         * told. Records that are left out are counted, see {@link io.weir.exporter.ExporterCounter#OTHER_DIRECTION}.
         *
         * @param rule for records that tell their direction.
         * @return this builder.
         */
        public Builder direction(final DirectionRule rule)
        {
            direction = requireNonNull(rule);
            return this;
        }

        /**
         * Bounds on flows that are remembered from one record to the next: those whose counters run from their
         * beginning, of which the difference counts, and those that tell of themselves by events.
         *
         * @param ofOneDomain of one exporter and domain; 0 to take counters as they are.
         * @param inAll       of all exporters together; 0 likewise.
         * @return this builder.
         */
        public Builder maxFlowTotals(final int ofOneDomain, final int inAll)
        {
            maxFlowTotals = ofOneDomain;
            maxFlowTotalsInAll = inAll;
            return this;
        }

        /**
         * Sampling rate of some exporters, whatever they tell. Of several that hold an exporter, the first counts.
         *
         * @param exporters addresses or networks, such as {@code 192.0.2.0/24}.
         * @param rate      N of "one in N", 1 to {@link #MAX_SAMPLING_RATE}.
         * @return this builder.
         * @throws IllegalArgumentException if it is no network.
         */
        public Builder samplingRate(final String exporters, final long rate)
        {
            overrides.add(new SamplingRates.Override(NetworkSet.of(List.of(exporters)), rate));
            return this;
        }

        /**
         * Sampling rate of exporters that do not tell; unknown unless told, and then records count as they are.
         *
         * @param rate N of "one in N", 1 to {@link #MAX_SAMPLING_RATE}.
         * @return this builder.
         */
        public Builder defaultSamplingRate(final long rate)
        {
            checkRate("defaultSamplingRate", rate);
            defaultSamplingRate = rate;
            return this;
        }

        private static void checkRate(final String name, final long rate)
        {
            if (rate < 1 || rate > MAX_SAMPLING_RATE)
            {
                throw new IllegalArgumentException("netflow: " + name + " is out of range: " + name + "=" + rate +
                    " range=1.." + MAX_SAMPLING_RATE);
            }
        }

        /**
         * Check the settings and make the provider.
         *
         * @return the provider.
         * @throws IllegalArgumentException if a setting is out of range.
         */
        public Provider build()
        {
            if (holdBytes < 0 || holdBytesInAll < 0)
            {
                throw new IllegalArgumentException("netflow: holdBytes is negative: ofOneDomain=" + holdBytes +
                    " inAll=" + holdBytesInAll);
            }
            if (maxNames < 0 || maxNames > MAX_MAX_NAMES || maxNamesInAll < 0)
            {
                throw new IllegalArgumentException("netflow: maxNames is out of range: ofOneDomain=" + maxNames +
                    " range=0.." + MAX_MAX_NAMES + " inAll=" + maxNamesInAll);
            }
            if (maxFlowTotals < 0 || maxFlowTotalsInAll < 0)
            {
                throw new IllegalArgumentException("netflow: maxFlowTotals is negative: ofOneDomain=" +
                    maxFlowTotals + " inAll=" + maxFlowTotalsInAll);
            }
            overrides.forEach(override -> checkRate("samplingRate", override.rate()));
            return new Provider(settings());
        }

        /* What was set, unchecked. */
        NetflowSettings settings()
        {
            return new NetflowSettings(templateScope, maxTemplates, maxTemplatesInAll, templateLifetime,
                holdBytes, holdBytesInAll, maxNames, maxNamesInAll, listener,
                new ElementTable(ElementRegistry.standard().with(elements)), templateListener,
                new NetflowSettings.Storage(templateStorage, storageExecutor, errorHandler),
                new NetflowSettings.Counting(biflows, direction, maxFlowTotals, maxFlowTotalsInAll,
                    new SamplingRates(List.copyOf(overrides), defaultSamplingRate)), recordsBeforeClass);
        }
    }

    /** Makes decoders that share templates and what options records say. Thread safe. */
    public static final class Provider implements DecoderProvider
    {
        private final NetflowSettings settings;
        private final TemplateStore store;
        private final SharedBounds bounds = new SharedBounds();

        private Provider(final NetflowSettings settings)
        {
            this.settings = settings;
            this.store = new TemplateStore(settings.templateScope(), settings.maxTemplates(),
                settings.maxTemplatesInAll(), settings.templateLifetime(), settings.templateListener());
            if (null != settings.storage().templates())
            {
                store.storage(settings.storage().templates(), settings.storage().executor(),
                    settings.storage().errorHandler());
            }
        }

        /** {@return the elements that are known, and those that exporters described} */
        public ElementTable elements()
        {
            return settings.elements();
        }

        /** {@return the templates of all exporters, with their counts} */
        public TemplateStore templates()
        {
            return store;
        }

        @Override
        public void onClose()
        {
            store.save();
        }

        @Override
        public String name()
        {
            return "netflow";
        }

        @Override
        public boolean claims(final int firstWord)
        {
            final int version = firstWord >>> 16;
            return version <= IpfixMessageView.VERSION && 0 != (CLAIMED_VERSIONS & 1 << version);
        }

        @Override
        public DatagramDecoder newDecoder()
        {
            return new NetflowDecoder(settings, bounds, new TemplatedDecoder(settings, store, bounds));
        }
    }
}
