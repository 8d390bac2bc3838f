package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;

class NetflowV5VectorTest
{
    private static final long EXPORT_MS = 0x6553_F100L * 1_000;

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    @Test
    void VEC_N01_shouldTakeTheIntervalWithoutTheModeBits()
    {
        final byte[] datagram = Vectors.datagrams("N01").get(0);

        assertEquals(DecodeStatus.OK, kit.decode(datagram));

        assertEquals(1_000, kit.flows().get(0).get(Slots.SAMPLING_RATE));
        final NetflowV5View view = new NetflowV5View();
        assertEquals(DecodeStatus.OK, view.wrap(datagram, 0, datagram.length));
        assertEquals(1, view.samplingMode());
        assertEquals(1_000, view.samplingInterval());
        assertEquals(1_000, kit.exporters().get(0).samplingRate());
        assertEquals(0, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
    }

    @Test
    void VEC_N02_shouldRejectWholeWhenTheCountDoesNotFit()
    {
        assertEquals(DecodeStatus.LENGTH, kit.decode(Vectors.datagrams("N02").get(0)));
        assertEquals(DecodeStatus.COUNT, kit.decode(Vectors.datagrams("N02").get(1)));

        assertEquals(0, kit.flowCount());
        assertEquals(0, kit.count(ExporterCounter.FLOW_RECORDS));
        assertEquals(1, kit.exporters().get(0).rejected(DecodeStatus.LENGTH));
        assertEquals(1, kit.exporters().get(0).rejected(DecodeStatus.COUNT));
    }

    @Test
    void VEC_N03_shouldSubtractStampsModulo32BitsWhenUptimeWrapped()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Vectors.datagrams("N03").get(0)));

        final FlowRecord record = kit.flows().get(0);
        assertEquals(EXPORT_MS - 2_000, record.get(Slots.START_TIME));
        assertEquals(EXPORT_MS - 500, record.get(Slots.END_TIME));
        assertEquals(0, kit.count(ExporterCounter.TIME_UNKNOWN));
        assertEquals(0, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void VEC_N04_shouldFindIcmpTypeAndCodeInEitherPort()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Vectors.datagrams("N04").get(0)));

        assertEquals(2, kit.flows().size());
        for (final FlowRecord record : kit.flows())
        {
            assertEquals(8, record.get(Slots.ICMP_TYPE));
            assertEquals(0, record.get(Slots.ICMP_CODE));
            assertFalse(record.has(Field.L4_SOURCE_PORT));
            assertFalse(record.has(Field.L4_DESTINATION_PORT));
            assertFalse(record.has(Field.TCP_FLAGS));
        }
    }
}
