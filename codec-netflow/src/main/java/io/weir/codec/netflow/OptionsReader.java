package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterStatistic;
import io.weir.wire.DecodeStatus;

/**
 * Reads options records for what decoding needs: sampling rates, by sampler, interface or domain, and when the system
 * started; and for what the exporter tells of itself. Not thread safe. Allocates only when something has changed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5476#section-6.5.2">RFC 5476, section 6.5.2, on selectors</a>
 */
final class OptionsReader
{
    private static final int SAMPLING_INTERVAL = 34;
    private static final int SAMPLER_RANDOM_INTERVAL = 50;
    private static final int SAMPLER_ID = 48;
    private static final int SELECTOR_ID = 302;
    private static final int PACKET_INTERVAL = 305;
    private static final int PACKET_SPACE = 306;
    private static final int SAMPLING_SIZE = 309;
    private static final int SAMPLING_POPULATION = 310;
    private static final int SAMPLING_PROBABILITY = 311;
    private static final int SYSTEM_INIT_MS = 160;
    private static final int INGRESS_INTERFACE = 10;
    private static final int HASH_OUTPUT_MIN = 329;
    private static final int HASH_OUTPUT_MAX = 330;
    private static final int HASH_SELECTED_MIN = 331;
    private static final int HASH_SELECTED_MAX = 332;
    private static final int FIRST_EXPORTED = 40;
    private static final int EXPORTED = 3;
    private static final int FIRST_OBSERVED = 163;
    private static final int OBSERVED = 6;
    private static final ExporterStatistic[] STATISTICS = ExporterStatistic.values();
    private static final long ABSENT = -1;

    private long rate;
    private long interval;
    private long space;
    private long size;
    private long population;
    private long selector;
    private long scopeInterface;
    private double hashOutputs;
    private double hashSelected;
    private double hashMin;
    private final long[] statistics = new long[ExporterStatistic.COUNT];
    private int statisticsTold;

    /* Read the record from its cursor on; whether it fits its set. */
    boolean read(final DataRecordView record, final NetflowDomain domain, final Exporter exporter)
    {
        hashOutputs = 0;
        hashSelected = 0;
        hashMin = 0;
        statisticsTold = 0;
        rate = 0;
        interval = 0;
        space = 0;
        size = 0;
        population = 0;
        selector = ABSENT;
        scopeInterface = ABSENT;
        while (record.nextField())
        {
            if (record.isNumber() && 0 == record.enterprise())
            {
                take(record, domain);
            }
        }
        if (DecodeStatus.OK != record.status())
        {
            return false;
        }
        announce(domain);
        for (int left = statisticsTold; 0 != left; left &= left - 1)
        {
            final int statistic = Integer.numberOfTrailingZeros(left);
            exporter.told(STATISTICS[statistic], statistics[statistic]);
        }
        return true;
    }

    private void take(final DataRecordView record, final NetflowDomain domain)
    {
        final Template template = record.template();
        final int id = record.elementId();
        if (record.isScope() && template.format().isVersion9())
        {
            if (Template.SCOPE_INTERFACE == id)
            {
                scopeInterface = record.number();
            }
            return;
        }
        switch (id)
        {
            case SAMPLING_INTERVAL:
            case SAMPLER_RANDOM_INTERVAL:
                rate = record.number();
                break;
            case SAMPLER_ID:
            case SELECTOR_ID:
                selector = record.number();
                break;
            case PACKET_INTERVAL:
                interval = record.number();
                break;
            case PACKET_SPACE:
                space = record.number();
                break;
            case SAMPLING_SIZE:
                size = record.number();
                break;
            case SAMPLING_POPULATION:
                population = record.number();
                break;
            case SAMPLING_PROBABILITY:
                rate = fromProbability(record);
                break;
            case SYSTEM_INIT_MS:
                domain.systemInitMs(record.number());
                break;
            case INGRESS_INTERFACE:
                scopeInterface = record.isScope() ? record.number() : scopeInterface;
                break;
            default:
                takeHash(id, record.number());
                takeStatistic(id, record.number());
                break;
        }
    }

    /*
     * A packet is selected where its hash falls into a range: one of several perhaps, each told by its ends, as is the
     * range of all hashes.
     */
    private void takeHash(final int id, final long number)
    {
        final double value = 2.0 * (number >>> 1) + (number & 1);
        switch (id)
        {
            case HASH_OUTPUT_MIN:
            case HASH_SELECTED_MIN:
                hashMin = value;
                break;
            case HASH_OUTPUT_MAX:
                hashOutputs = value - hashMin + 1;
                break;
            case HASH_SELECTED_MAX:
                hashSelected += value - hashMin + 1;
                break;
            default:
                break;
        }
    }

    private void takeStatistic(final int id, final long total)
    {
        final int statistic = id >= FIRST_EXPORTED && id < FIRST_EXPORTED + EXPORTED ? id - FIRST_EXPORTED :
            id >= FIRST_OBSERVED && id < FIRST_OBSERVED + OBSERVED ? id - FIRST_OBSERVED + EXPORTED : -1;
        if (statistic >= 0)
        {
            statistics[statistic] = total;
            statisticsTold |= 1 << statistic;
        }
    }

    private static long fromProbability(final DataRecordView record)
    {
        final double probability = Float.BYTES == record.fieldLength() ?
            Float.intBitsToFloat((int)record.number()) :
            Double.BYTES == record.fieldLength() ? Double.longBitsToDouble(record.number()) : 0;
        return probability > 0 && probability <= 1 ? Math.round(1 / probability) : 0;
    }

    private long byHash()
    {
        return hashSelected > 0 && hashSelected <= hashOutputs ?
            Math.min(NetflowDecoder.MAX_SAMPLING_RATE, Math.round(hashOutputs / hashSelected)) : 0;
    }

    private void announce(final NetflowDomain domain)
    {
        final long announced = rate > 0 ? rate :
            interval > 0 && space >= 0 ? (interval + space) / interval :
            size > 0 && population > 0 ? population / size : byHash();
        if (announced <= 0)
        {
            return;
        }
        if (ABSENT != selector)
        {
            domain.selectorRate(selector, announced);
        }
        else if (ABSENT != scopeInterface)
        {
            domain.interfaceRate(scopeInterface, announced);
        }
        else
        {
            domain.domainRate(announced);
        }
    }
}
