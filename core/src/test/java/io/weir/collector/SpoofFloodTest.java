package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.REJECT;
import static io.weir.collector.TestDecoder.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterLimits;
import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.ExporterTable;
import io.weir.testkit.Allocation;
import io.weir.testkit.Await;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;

/** Floods of spoofed sources, in process and over loopback. More of them: {@code -Dweir.flood=10000000}. */
class SpoofFloodTest
{
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final long V4 = 0xFFFF_0000_0000L;
    private static final int FLOOD = Integer.getInteger("weir.flood", 300_000);
    private static final int KNOWN = 32;

    @Test
    void P08_P09_shouldBoundItsStateAndDecodeKnownExportersWhileSpoofedTriplesFlood()
    {
        final ExporterTable exporters = new ExporterTable(ExporterLimits.builder().build());
        final Worker worker = new Worker(new SinkContext(RunMode.LIVE, 0, new ManualTime(T0)), exporters,
            List.of(TestDecoder.provider()), List.of(), ErrorHandler.IGNORE);
        final byte[] good = datagram(DECODE, 1, 1);
        for (int i = 0; i < KNOWN; i++)
        {
            worker.onDatagram(good, 0, good.length, 0, V4 | i, 1, T0);
        }
        final SplittableRandom random = new SplittableRandom(8);
        final byte[] forged = datagram(REJECT, 0, 1);
        final Runnable flood = () ->
        {
            for (int i = 0; i < FLOOD / 10; i++)
            {
                Wire.putU32(forged, 4, random.nextInt() & 0xFFFF_FFFFL);
                worker.onDatagram(forged, 0, forged.length, 0, V4 | 1L << 31 | random.nextInt(), 1, T0 + i * 1_000L);
            }
        };
        flood.run();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 9; round++)
        {
            least = Math.min(least, Allocation.bytesOf(flood));
            for (int i = 0; i < KNOWN; i++)
            {
                worker.onDatagram(good, 0, good.length, 0, V4 | i, 1, T0 + FLOOD * 100L);
            }
        }
        assertEquals(0, least, "a flood allocates");
        assertEquals(KNOWN + ExporterLimits.DEFAULT_MAX_UNVERIFIED, exporters.exporterCount());
        final CountersSnapshot counters = worker.counters();
        assertEquals(10L * (KNOWN + FLOOD / 10), counters.received());
        assertEquals(10L * KNOWN, counters.decoded());
        assertEquals(counters.received(), counters.decoded() + counters.rejected());
        assertTrue(counters.rejected(DecodeStatus.EXPORTER_LIMIT) > FLOOD * 0.9, counters::toString);
        for (final ExporterSnapshot exporter : exporters.snapshots())
        {
            long rejected = 0;
            for (final DecodeStatus status : DecodeStatus.values())
            {
                rejected += exporter.rejected(status);
            }
            assertEquals(exporter.count(ExporterCounter.DATAGRAMS),
                exporter.count(ExporterCounter.DECODED) + rejected);
        }
    }

    @Test
    void P08_shouldTellTwoThousandSourcesApart() throws IOException
    {
        final Collector collector = Collector.builder().decoders(TestDecoder.provider())
            .listen(new InetSocketAddress("127.0.0.1", 0))
            .limits(ExporterLimits.builder().unverifiedRateLimit(0).build()).start();
        try (collector)
        {
            for (int i = 0; i < 2_000; i++)
            {
                final int sent = i + 1;
                try (Sender sender = new Sender(
                    "127." + (1 + i / 500) + "." + i / 250 % 2 + "." + (i % 250 + 1), collector.addresses().get(0)))
                {
                    sender.send(datagram(DECODE, 1, 1));
                }
                if (0 == sent % 100)
                {
                    Await.until(collector::counters, () -> collector.counters().received() >= sent);
                }
            }
        }
        assertEquals(2_000, collector.counters().decoded());
        assertEquals(2_000, collector.exporters().stream().map(ExporterSnapshot::source).distinct().count());
    }
}
