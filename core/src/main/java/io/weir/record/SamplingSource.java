package io.weir.record;

/** Where the sampling rate of a record comes from, weakest first: a stronger source hides a weaker one. */
public enum SamplingSource
{
    /** Nobody told: what the caller says of such exporters, or nothing, and then packets are counted as they are. */
    DEFAULT,
    /** Header of the datagram. */
    HEADER,
    /** Options of the exporter for its whole observation domain. */
    DOMAIN,
    /** Options of the exporter for the interface of the record. */
    INTERFACE,
    /** Options of the exporter for the sampler, or selector, that the record names. */
    SELECTOR,
    /** The record or sample itself. */
    RECORD,
    /** What the caller says of the exporter, whatever it tells. */
    OVERRIDE
}
