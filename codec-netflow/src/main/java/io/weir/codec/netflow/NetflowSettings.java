package io.weir.codec.netflow;

import io.weir.codec.netflow.template.TemplateScope;

import java.time.Duration;

/**
 * Settings of the decoders of a provider. Immutable.
 *
 * @param templateScope     for which datagrams a template counts.
 * @param maxTemplates      of one exporter and domain.
 * @param maxTemplatesInAll of all exporters together.
 * @param templateLifetime  of a template that is not repeated.
 * @param holdBytes         of data sets of one exporter and domain that wait for their template; 0 for none.
 * @param holdBytesInAll    of all exporters together.
 * @param listener          of the raw records, null for none.
 */
record NetflowSettings(
    TemplateScope templateScope,
    int maxTemplates,
    int maxTemplatesInAll,
    Duration templateLifetime,
    int holdBytes,
    int holdBytesInAll,
    DataRecordListener listener)
{
}
