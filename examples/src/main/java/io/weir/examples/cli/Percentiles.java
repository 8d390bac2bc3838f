package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.flowcache.FlowCache;
import io.weir.flowcache.RateSamples;
import io.weir.flowcache.RecordSizes;

import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.Map;

/** Sizes of records, and rates of all flows once a second, for the whole of a run. Not thread safe. */
final class Percentiles
{
    /** Percentiles that are told. */
    static final double[] TOLD = { 50, 90, 95, 99, 100 };

    private final RecordSizes sizes = new RecordSizes();
    private final Map<String, RateSamples> rates = new LinkedHashMap<>();

    /**
     * Percentiles of a run.
     *
     * @param flows       cache of the run.
     * @param definitions of the run.
     */
    Percentiles(final FlowCache flows, final Definitions definitions)
    {
        definitions.flows().keySet().forEach(name -> rates.put(name, new RateSamples(flows, name)));
    }

    /** {@return a sink of the run, for its records} */
    RecordSizes sizes()
    {
        return sizes;
    }

    /** A second of the run has passed. */
    void sample()
    {
        rates.values().forEach(RateSamples::sample);
    }

    /** {@return histograms by their names for people, the rates in the units of their definitions; once} */
    Map<String, Histogram> histograms()
    {
        final Map<String, Histogram> histograms = new LinkedHashMap<>();
        final RecordSizes.Interval interval = sizes.sinceLast();
        histograms.put("recordBytes", interval.recordBytes());
        histograms.put("packetBytes", interval.packetBytes());
        rates.forEach((name, samples) -> histograms.put("rate." + name, samples.sinceLast()));
        return histograms;
    }

    /**
     * Percentiles as JSON.
     *
     * @param histograms by name.
     * @return an object of type {@code percentiles}.
     */
    static ObjectNode json(final Map<String, Histogram> histograms)
    {
        final ObjectNode object = Json.object();
        object.put("type", "percentiles");
        histograms.forEach((name, histogram) ->
        {
            final ObjectNode member = object.putObject(name);
            member.put("count", histogram.getTotalCount());
            for (final double percentile : TOLD)
            {
                member.put(name(percentile), histogram.getValueAtPercentile(percentile));
            }
        });
        return object;
    }

    /**
     * Name of a percentile.
     *
     * @param percentile one of {@link #TOLD}.
     * @return such as {@code p99}, or {@code max}.
     */
    static String name(final double percentile)
    {
        return 100 == percentile ? "max" : "p" + (int)percentile;
    }
}
