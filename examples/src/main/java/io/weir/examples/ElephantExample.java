package io.weir.examples;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Collector;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdSpec;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A whole embedding program: prints every flow between two hosts that goes above 10 Mbit/s, and when it is over. */
public final class ElephantExample
{
    private static final int DEFAULT_SFLOW_PORT = 6343;
    private static final int DEFAULT_NETFLOW_PORT = 2055;

    private ElephantExample()
    {
    }

    /**
     * Run until interrupted.
     *
     * @param args UDP ports for sFlow and for NetFlow, by default 6343 and 2055.
     * @throws IOException          if a port cannot be bound.
     * @throws InterruptedException when it is told to end.
     */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final int sflowPort = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_SFLOW_PORT;
        final int netflowPort = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_NETFLOW_PORT;

        // README begin
        final FlowCache flows = FlowCache.builder().build();
        flows.define(FlowSpec.builder("elephant").keys("ipsource,ipdestination").value("bytes").build());

        final ThresholdEngine thresholds = ThresholdEngine.builder(flows).build();
        thresholds.define(ThresholdSpec.builder("elephant_threshold").metric("elephant").raiseAbove(10_000_000 / 8.0)
            .byFlow(true).timeout(Duration.ofSeconds(1)).build());
        thresholds.addListener(
            event -> System.out.println(event.state() + " " + event.flowKey()), "elephant_threshold");

        try (Collector collector = Collector.builder()
            .decoders(SflowDecoder.provider(), NetflowDecoder.provider()) // told apart by their first bytes
            .listen(new InetSocketAddress(sflowPort)).listen(new InetSocketAddress(netflowPort)).sink(flows).start())
        {
            System.out.println("listening on " + collector.addresses());
            Thread.currentThread().join(); // until interrupted
        }
        // README end
    }
}
