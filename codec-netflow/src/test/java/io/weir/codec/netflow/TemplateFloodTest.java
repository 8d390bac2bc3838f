package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import org.junit.jupiter.api.Test;

/** Memory under a flood of templates from addresses that nobody verified. */
class TemplateFloodTest
{
    private static final int TRIPLES = Integer.getInteger("weir.triples", 1_000_000);
    /** Of 65,536 domains, the bound on all together, each with a template, a sequence and counters of its own. */
    private static final long BOUND_BYTES = 96L << 20;
    private static final long VICTIM_LOW = 0xFFFF_C633_6401L;
    private static final long FLOOD_LOW = 0xFFFF_0A00_0000L;
    private static final int EXPORTERS = 512;
    private static final int DOMAINS = 512;
    private static final int IDS = 60_000;
    /** Of each domain: with gaps, and with a restart, so that it remembers as much as it may. */
    private static final long[] NUMBERS = { 0, 3, 6, 9, 12, 15, 200_000, 200_003 };
    private static final int SEQUENCE_OFFSET = 8;
    private static final int DOMAIN_OFFSET = 12;
    private static final int ID_OFFSET = 20;

    private static long heapBytes()
    {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++)
        {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @Test
    void P08_shouldBoundMemoryUnderAMillionSpoofedTriplesAndServeTheKnownExporter()
    {
        final DecoderKit kit = DecoderKit.digesting(NetflowDecoder.provider());
        kit.from(0, VICTIM_LOW, 2055);
        kit.decode(Message.ipfix(1, 7).template(300, 1, 4).set(300).u32(5).bytes());
        assertEquals(1, kit.flowCount());
        final byte[] spoofed =
            Message.ipfix(1, 0).template(256, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 1, 8, 2, 8, 22, 4, 21, 4).bytes();
        final long before = heapBytes();

        for (int i = 0; i < TRIPLES; i++)
        {
            // One half from as many addresses, the other from a few with many domains and ids each.
            final boolean many = 0 == i % 2;
            kit.from(0, FLOOD_LOW + (many ? EXPORTERS + i : i / 2 % EXPORTERS), 40_000);
            Wire.putU32(spoofed, DOMAIN_OFFSET, many ? i : i / 2 / EXPORTERS % DOMAINS);
            Wire.putU16(spoofed, ID_OFFSET, 256 + i % IDS);
            for (final long number : NUMBERS)
            {
                Wire.putU32(spoofed, SEQUENCE_OFFSET, number);
                kit.decode(spoofed);
            }
        }

        final long grown = heapBytes() - before;
        assertTrue(grown < BOUND_BYTES, () -> "heap grown by bytes: " + grown);
        assertTrue(kit.outcomes(DecodeStatus.EXPORTER_LIMIT) + kit.outcomes(DecodeStatus.DOMAIN_LIMIT) +
            kit.count(ExporterCounter.TEMPLATES) + kit.faults(DecodeStatus.TEMPLATE_LIMIT) >= TRIPLES);
        kit.from(0, VICTIM_LOW, 2055);
        kit.clear();
        assertEquals(DecodeStatus.OK, kit.decode(Message.ipfix(2, 7).set(300).u32(5).bytes()));
        assertEquals(1, kit.flowCount());
    }
}
