/** Counters of exporters as metrics: rates, gauges, utilisations and texts of each data source, and queries of them. */
package io.weir.metric;
