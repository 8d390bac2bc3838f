package io.weir.codec.netflow;

import io.weir.codec.netflow.template.TemplateTable;
import io.weir.exporter.DecoderState;

/**
 * What the decoders of all workers keep about one exporter and domain: templates, sampling, start of the system, names,
 * and data sets that wait for their template. Versions with a layout of their own have no templates. Thread safe.
 */
final class NetflowDomain implements DecoderState
{
    final TemplateTable templates;
    final HeldSets held;
    final FlowTotals flowTotals;
    final ExporterNames names;

    private final long seed;
    private final Sampling told;
    private volatile Sampling sampling;
    private volatile long systemInitMs;
    private volatile int lastSequence;

    NetflowDomain(
        final TemplateTable templates,
        final NetflowSettings settings,
        final SharedBounds bounds,
        final long addressHigh,
        final long addressLow)
    {
        this.templates = templates;
        this.held = new HeldSets(settings.holdBytes(), bounds.heldBytes, settings.holdBytesInAll());
        this.flowTotals = new FlowTotals(
            settings.counting().maxFlowTotals(), bounds.flowTotals, settings.counting().maxFlowTotalsInAll());
        this.names = new ExporterNames(
            settings.maxNames(), bounds.names, settings.maxNamesInAll(), bounds.seed);
        this.seed = bounds.seed;
        this.told = Sampling.of(
            settings.counting().samplingRates().override(addressHigh, addressLow),
            settings.counting().samplingRates().defaultRate());
        this.sampling = told;
    }

    /* Of the keys of flows, which nobody outside can know. */
    long seed()
    {
        return seed;
    }

    /*
     * Note the sequence number of a message, of an exporter whose uptime has gone back or not. When both have, its
     * templates and announcements are of another life.
     */
    void onSequence(final int sequence, final boolean restarted, final long nowNs)
    {
        if (restarted && sequence - lastSequence < 0)
        {
            templates.clear(nowNs);
            held.clear();
            flowTotals.clear();
            names.clear();
            sampling = told;
            systemInitMs = 0;
        }
        lastSequence = sequence;
    }

    @Override
    public void onForgotten()
    {
        if (null != templates)
        {
            templates.close();
        }
        held.close();
        flowTotals.close();
        names.close();
    }

    Sampling sampling()
    {
        return sampling;
    }

    /* Epoch milliseconds at which the system started, from options records; 0 when not told. */
    long systemInitMs()
    {
        return systemInitMs;
    }

    void systemInitMs(final long newSystemInitMs)
    {
        if (newSystemInitMs != systemInitMs)
        {
            systemInitMs = newSystemInitMs;
        }
    }

    synchronized void domainRate(final long rate)
    {
        sampling = sampling.withDomain(rate);
    }

    synchronized void selectorRate(final long selector, final long rate)
    {
        sampling = sampling.withSelector(selector, rate);
    }

    synchronized void interfaceRate(final long index, final long rate)
    {
        sampling = sampling.withInterface(index, rate);
    }
}
