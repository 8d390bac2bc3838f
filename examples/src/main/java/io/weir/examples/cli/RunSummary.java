package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.collector.CountersSnapshot;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.Protocol;
import io.weir.wire.DecodeStatus;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures of a run over captures: of the datagrams, of the samples and records in them, and of what those count.
 * Immutable once made.
 */
final class RunSummary
{
    private static final long NS_PER_S = 1_000_000_000L;

    private final CountersSnapshot counters;
    private final List<ExporterSnapshot> exporters;
    private final Tally tally;

    /**
     * Gather the figures.
     *
     * @param counters  of the datagrams.
     * @param exporters at the end of the run.
     * @param tally     of the records.
     */
    RunSummary(final CountersSnapshot counters, final List<ExporterSnapshot> exporters, final Tally tally)
    {
        this.counters = counters;
        this.exporters = exporters;
        this.tally = tally;
    }

    /**
     * A counter over all exporters.
     *
     * @param counter to add up.
     * @return the sum.
     */
    long count(final ExporterCounter counter)
    {
        long sum = 0;
        for (final ExporterSnapshot exporter : exporters)
        {
            sum += exporter.count(counter);
        }
        return sum;
    }

    /** {@return datagrams by outcome} */
    CountersSnapshot counters()
    {
        return counters;
    }

    /** {@return sums of the records} */
    Tally tally()
    {
        return tally;
    }

    /** {@return exporters at the end of the run} */
    List<ExporterSnapshot> exporters()
    {
        return exporters;
    }

    /** {@return faults and notes inside datagrams, by reason, over all exporters; only those that occurred} */
    Map<DecodeStatus, Long> faults()
    {
        final Map<DecodeStatus, Long> faults = new EnumMap<>(DecodeStatus.class);
        for (final DecodeStatus status : DecodeStatus.values())
        {
            long sum = 0;
            for (final ExporterSnapshot exporter : exporters)
            {
                sum += exporter.faults(status);
            }
            if (0 != sum)
            {
                faults.put(status, sum);
            }
        }
        return faults;
    }

    /**
     * The object that {@code decode --summary} prints.
     *
     * @param files       that were decoded together.
     * @param elementSums of the counter elements of NetFlow version 9 and IPFIX.
     * @return the object.
     */
    ObjectNode decodeObject(final List<String> files, final Map<String, Long> elementSums)
    {
        final ObjectNode object = Json.object();
        if (1 == files.size())
        {
            object.put("file", files.get(0));
        }
        else
        {
            final ArrayNode names = object.putArray("file");
            files.forEach(names::add);
        }
        putDatagrams(object);
        final ObjectNode protocols = object.putObject("protocols");
        datagramsByProtocol().forEach((protocol, count) -> protocols.put(protocol.label(), count));
        putSamples(object);
        object.put("discardSamples", count(ExporterCounter.DISCARD_SAMPLES));
        object.put("flowRecords", count(ExporterCounter.FLOW_RECORDS));
        object.put("optionsRecords", count(ExporterCounter.OPTIONS_RECORDS));
        object.put("templates", count(ExporterCounter.TEMPLATES));
        object.put("unknownTemplateSets", count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
        putTotals(object);
        final ObjectNode sums = object.putObject("sums");
        final Map<String, Long> all = new TreeMap<>(elementSums);
        if (tally.octetDeltaCount() >= 0)
        {
            all.merge("octetDeltaCount", tally.octetDeltaCount(), Long::sum);
        }
        if (tally.packetDeltaCount() >= 0)
        {
            all.merge("packetDeltaCount", tally.packetDeltaCount(), Long::sum);
        }
        all.forEach(sums::put);
        object.put("sumSamplingRate", tally.sumSamplingRate());
        object.put("sumRateTimesFrameLength", tally.sumRateTimesFrameLength());
        return object;
    }

    /** {@return the first members of a replay's summary: those that do not depend on definitions or time} */
    ObjectNode replayObject()
    {
        final ObjectNode object = Json.object();
        object.put("type", "summary");
        putDatagrams(object);
        putSamples(object);
        object.put("flowRecords", count(ExporterCounter.FLOW_RECORDS));
        putTotals(object);
        return object;
    }

    /**
     * A time as text.
     *
     * @param epochNs nanoseconds since the Unix epoch.
     * @return ISO-8601 in UTC, with as many groups of decimals as needed.
     */
    static String time(final long epochNs)
    {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, NS_PER_S), Math.floorMod(epochNs, NS_PER_S)).toString();
    }

    private Map<Protocol, Long> datagramsByProtocol()
    {
        final Map<Protocol, Long> datagrams = new EnumMap<>(Protocol.class);
        for (final ExporterSnapshot exporter : exporters)
        {
            datagrams.merge(exporter.protocol(), exporter.count(ExporterCounter.DATAGRAMS), Long::sum);
        }
        return datagrams;
    }

    private void putDatagrams(final ObjectNode object)
    {
        object.put("datagrams", counters.received());
        object.put("decoded", counters.decoded());
        final ObjectNode rejected = object.putObject("rejected");
        counters.rejectedByReason().forEach((reason, count) -> rejected.put(reason.name(), count));
    }

    private void putSamples(final ObjectNode object)
    {
        object.put("flowSamples", count(ExporterCounter.FLOW_SAMPLES));
        object.put("counterSamples", count(ExporterCounter.COUNTER_SAMPLES));
    }

    private void putTotals(final ObjectNode object)
    {
        object.put("bytes", tally.bytes());
        object.put("frames", tally.frames());
    }
}
