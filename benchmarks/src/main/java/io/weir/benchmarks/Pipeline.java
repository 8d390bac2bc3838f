package io.weir.benchmarks;

import io.weir.collector.CountersSnapshot;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.collector.Worker;
import io.weir.examples.workload.DatagramRing;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.exporter.ExporterTable;
import io.weir.flowcache.FlowAccounting;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.time.ManualTime;

import java.time.Duration;
import java.util.List;

/** A worker with everything behind it, fed with the datagrams of a ring. */
final class Pipeline
{
    private static final int CAPACITY = 1 << 21;
    private static final int SETTLING_LAPS = 2;
    private static final List<String> KEYS = List.of(
        CacheFeed.FIVE_TUPLE,
        "ipsource,ipdestination",
        "ipsource",
        "ipdestination",
        "ipprotocol,l4destinationport",
        "ipdestination,tcpdestinationport",
        "ipsource,udpdestinationport",
        "inputifindex,outputifindex");

    private final DatagramRing ring;
    private final ManualTime time;
    private final FlowCache flows;
    private final Thresholds thresholds;
    private final Worker worker;
    private long due;

    Pipeline(final WorkloadProtocol protocol, final int definitions, final double recordsPerSecond)
    {
        ring = Traffic.ring(protocol,
            WorkloadProtocol.SFLOW == protocol ? Traffic.SFLOW_DATAGRAMS : Traffic.NETFLOW5_DATAGRAMS,
            recordsPerSecond);
        flows = FlowCache.builder().hashSeed(1).build();
        for (int i = 0; i < definitions; i++)
        {
            flows.define(FlowSpec.builder(0 == i ? CacheFeed.FLOWS : CacheFeed.FLOWS + i).keys(KEYS.get(i))
                .value("bytes").n(20).capacity(CAPACITY).idleTimeout(Duration.ofDays(30)).build());
        }
        thresholds = new Thresholds(flows);
        time = new ManualTime(0);
        worker = new Worker(
            new SinkContext(RunMode.LIVE, 0, time),
            new ExporterTable(ExporterTable.DEFAULT_MAX_EXPORTERS),
            List.of(Traffic.decoder(protocol)),
            List.of(flows),
            error ->
            {
                throw new IllegalStateException(error);
            });
        takeLaps();
        check();
        thresholds.defineBelowTwo(1);
        takeLaps();
        thresholds.check(true);
    }

    private void takeLaps()
    {
        for (int i = 0; i < SETTLING_LAPS * ring.size(); i++)
        {
            takeNext();
        }
    }

    private void check()
    {
        final CountersSnapshot counters = worker.counters();
        final FlowAccounting accounting = flows.accounting(CacheFeed.FLOWS);
        if (accounting.records() != SETTLING_LAPS * ring.totalRecords() || 0 != accounting.evictedFlows() ||
            0 != accounting.filteredRecords() || !accounting.balances())
        {
            throw new IllegalStateException("the workload is not accounted for: " + counters + " " + accounting);
        }
    }

    /**
     * Take datagrams that hold a number of records on average: what is taken beyond is owed to the next call.
     *
     * @param records how many.
     */
    void run(final int records)
    {
        due += records;
        while (due > 0)
        {
            takeNext();
            due -= ring.records();
        }
    }

    private void takeNext()
    {
        ring.next();
        final long nowNs = ring.timeNs();
        time.advanceTo(nowNs);
        worker.onDatagram(ring.buffer(), ring.offset(), ring.length(), ring.sourceHigh(), ring.sourceLow(),
            ring.sourcePort(), nowNs);
    }
}
