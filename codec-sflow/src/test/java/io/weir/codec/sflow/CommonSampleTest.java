package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterSnapshot;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Mutator;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/* The straight way through common samples and the views give the same of any bytes. */
class CommonSampleTest
{
    private static final int MUTATIONS = Integer.getInteger("io.weir.commonSampleMutations", 50_000);
    private static final int MARGIN = 100;
    private static final List<byte[]> SEEDS = seeds();

    private final DecoderKit common = DecoderKit.digesting(SflowDecoder.provider());
    private final DecoderKit views = DecoderKit.digesting(SflowDecoder.providerByViews());

    enum Wanted
    {
        ALL(FieldSet.ALL),
        TUPLE(FieldSet.of(Field.IP_SOURCE, Field.IP_DESTINATION, Field.L4_PROTOCOL, Field.BYTES, Field.FRAMES)),
        SWITCH(FieldSet.of(Field.MAC_SOURCE, Field.VLAN_SOURCE)),
        ROUTER(FieldSet.of(Field.NEXT_HOP)),
        NONE(FieldSet.NONE);

        private final FieldSet fields;

        Wanted(final FieldSet fields)
        {
            this.fields = fields;
        }
    }

    private static List<byte[]> seeds()
    {
        final List<byte[]> seeds = new ArrayList<>();
        seeds.add(Datagrams.twoFlows());
        seeds.add(Datagrams.countersAndFlow());
        seeds.add(Vectors.datagrams("S12").get(0));
        seeds.addAll(Vectors.datagrams("S01"));
        final byte[] buffer = new byte[1500];
        final SflowDatagramWriter writer = new SflowDatagramWriter()
            .begin(buffer, 0, 0, Datagrams.AGENT_LOW, 0, 1, 100_000);
        writer.beginFlowSample(1, 7, 1000, 100_000, 0, 3, 7)
            .extendedRouter(0, 0xFFFF_C000_0205L, 24, 16)
            .extendedSwitch(0xFFFF_FFFFL, 0xFFFF_FFFFL, 20, 0xFFFF_FFFFL)
            .sampledHeader(1, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .extendedSwitch(10, 1, 20, 2)
            .endSample();
        writer.beginFlowSample(2, 7, 0, 100_000, 0, 0x3FFF_FFFFL, 0x8000_0004L)
            .sampledHeader(11, 40, 0, Datagrams.PACKET, 14, Datagrams.PACKET.length - 14)
            .endSample();
        writer.beginFlowSample(3, 9, 1 << 25, 200_000, 3, 9, 9)
            .sampledHeader(1, 60, 0, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .extendedRouter(0x2001_0DB8_0000_0000L, 5, 64, 48)
            .endSample();
        writer.beginFlowSample(4, 9, 100, 200_100, 3, 0x4000_0001L, 2L << 30 | 3)
            .sampledHeader(1, 60, 0, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .extendedSwitch(0xFFFF_FFFFL, 1, 20, 0xFFFF_FFFFL)
            .extendedRouter(0, 0xFFFF_C000_0205L, 24, 16)
            .endSample();
        writer.beginFlowSample(5, 9, 100, 200_100, 3, 9, 9)
            .sampledHeader(1, 60, 0, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .extendedRouter(0, 0xFFFF_C000_0205L, 24, 16)
            .extendedSwitch(1, 2, 3, 4)
            .endSample();
        writer.beginFlowSample(6, 9, 100, 200_100, 3, 9, 9)
            .sampledHeader(99, 60, 0, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .sampledHeader(1, 70, 0, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .endSample();
        writer.beginFlowSample(7, 9, 100, 200_200, 3, 9, 9).sampledHeader(1, 60, 0, Datagrams.PACKET, 0, 0).endSample();
        writer.beginFlowSample(8, 9, 100, 200_300, 3, 9, 9).endSample();
        seeds.add(Arrays.copyOf(buffer, writer.length()));
        return seeds;
    }

    private void wanting(final Wanted wanted)
    {
        common.wanting(wanted.fields);
        views.wanting(wanted.fields);
    }

    private void assertSame(final byte[] buffer, final int offset, final int length)
    {
        final DecodeStatus status = views.decode(buffer, offset, length);
        assertEquals(status, common.decode(buffer, offset, length));
        assertEquals(views.digest(), common.digest());
    }

    @AfterEach
    void countsAreTheSame()
    {
        final List<ExporterSnapshot> expected = views.exporters();
        final List<ExporterSnapshot> actual = common.exporters();
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++)
        {
            for (final ExporterCounter counter : ExporterCounter.values())
            {
                assertEquals(expected.get(i).count(counter), actual.get(i).count(counter), counter.label());
            }
            for (int status = 0; status < DecodeStatus.COUNT_OF; status++)
            {
                final DecodeStatus fault = DecodeStatus.of(status);
                assertEquals(expected.get(i).faults(fault), actual.get(i).faults(fault), fault.name());
            }
            assertEquals(expected.get(i).samplingRate(), actual.get(i).samplingRate());
        }
    }

    @ParameterizedTest
    @EnumSource(Wanted.class)
    void shouldGiveTheSameOfMutations(final Wanted wanted)
    {
        wanting(wanted);
        final Mutator mutator = new Mutator(0x5F10_0C0DL + wanted.ordinal());
        final byte[] buffer = new byte[3000];
        for (int i = 0; i < MUTATIONS; i++)
        {
            final int length = mutator.mutate(SEEDS.get(mutator.nextInt(SEEDS.size())), buffer, MARGIN);
            assertSame(buffer, MARGIN, length);
        }
    }

    @ParameterizedTest
    @EnumSource(Wanted.class)
    void shouldGiveTheSameOfEveryTruncationAndWord(final Wanted wanted)
    {
        wanting(wanted);
        final long[] values = { 0, 1, 2, 8, 15, 16, 17, 20, 1001, 1002, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL };
        for (final byte[] seed : SEEDS)
        {
            for (int at = 0; at <= seed.length; at++)
            {
                assertSame(seed, 0, at);
            }
            for (int at = 0; at + 4 <= seed.length; at += 4)
            {
                final byte[] damaged = seed.clone();
                for (final long value : values)
                {
                    Wire.putU32(damaged, at, value);
                    assertSame(damaged, 0, damaged.length);
                }
            }
        }
    }
}
