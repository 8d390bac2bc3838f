package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.DecodeStatus;

/**
 * Reads options records for what decoding needs: sampling rates, by sampler, interface or domain, and when the system
 * started. Not thread safe. Allocates only when something has changed.
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
    private static final long ABSENT = -1;

    private long rate;
    private long interval;
    private long space;
    private long size;
    private long population;
    private long selector;
    private long scopeInterface;

    /* Read the record from its cursor on; whether it fits its set. */
    boolean read(final DataRecordView record, final NetflowDomain domain)
    {
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
                break;
        }
    }

    private static long fromProbability(final DataRecordView record)
    {
        final double probability = Float.BYTES == record.fieldLength() ?
            Float.intBitsToFloat((int)record.number()) :
            Double.BYTES == record.fieldLength() ? Double.longBitsToDouble(record.number()) : 0;
        return probability > 0 && probability <= 1 ? Math.round(1 / probability) : 0;
    }

    private void announce(final NetflowDomain domain)
    {
        final long announced = rate > 0 ? rate :
            interval > 0 && space >= 0 ? (interval + space) / interval :
            size > 0 && population > 0 ? population / size : 0;
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
