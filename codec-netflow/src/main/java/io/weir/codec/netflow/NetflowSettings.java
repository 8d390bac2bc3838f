package io.weir.codec.netflow;

import io.weir.codec.netflow.element.ElementTable;
import io.weir.codec.netflow.template.TemplateListener;
import io.weir.codec.netflow.template.TemplateScope;
import io.weir.codec.netflow.template.TemplateStorage;
import io.weir.collector.ErrorHandler;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Settings of the decoders of a provider. Immutable.
 *
 * @param templateScope      for which datagrams a template counts.
 * @param maxTemplates       of one exporter and domain.
 * @param maxTemplatesInAll  of all exporters together.
 * @param templateLifetime   of a template that is not repeated.
 * @param holdBytes          of data sets of one exporter and domain that wait for their template; 0 for none.
 * @param holdBytesInAll     of all exporters together.
 * @param maxNames           of interfaces, VRFs and applications of one exporter and domain.
 * @param maxNamesInAll      of all exporters together.
 * @param listener           of the raw records, null for none.
 * @param elements           that are known, and where those that exporters describe are learned.
 * @param templateListener   told what happens to templates, null for none.
 * @param storage            of templates.
 * @param counting           what is counted of a record.
 * @param recordsBeforeClass that a program decodes before it is made a class.
 */
record NetflowSettings(
    TemplateScope templateScope,
    int maxTemplates,
    int maxTemplatesInAll,
    Duration templateLifetime,
    int holdBytes,
    int holdBytesInAll,
    int maxNames,
    int maxNamesInAll,
    DataRecordListener listener,
    ElementTable elements,
    TemplateListener templateListener,
    Storage storage,
    Counting counting,
    int recordsBeforeClass)
{
    /**
     * Where templates outlive the process.
     *
     * @param templates    storage, null for none.
     * @param executor     that saves.
     * @param errorHandler told what cannot be loaded or saved.
     */
    record Storage(TemplateStorage templates, Executor executor, ErrorHandler errorHandler)
    {
    }

    /**
     * What is counted of a record, and how often.
     *
     * @param biflows            what becomes of records of both directions.
     * @param direction          which records count of exporters that tell of flows twice.
     * @param maxFlowTotals      flows of one exporter and domain that are remembered from record to record.
     * @param maxFlowTotalsInAll of all exporters together.
     * @param samplingRates      that the caller knows.
     */
    record Counting(
        BiflowMode biflows,
        DirectionRule direction,
        int maxFlowTotals,
        int maxFlowTotalsInAll,
        SamplingRates samplingRates)
    {
    }
}
