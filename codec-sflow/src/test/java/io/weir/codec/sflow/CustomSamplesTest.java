package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class CustomSamplesTest
{
    private final DecoderKit kit = DecoderKit.digesting(SflowDecoder.provider());

    private DecodeStatus decode(final byte[] datagram)
    {
        return kit.decode(datagram);
    }

    private static String text(final byte[] buffer, final int offset, final int length)
    {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadEveryTypeOfMetric()
    {
        final RtMetricView view = new RtMetricView();
        final byte[] body = Datagrams.metricBody();
        assertEquals(DecodeStatus.OK, view.wrap(body, 0, body.length));
        assertEquals("pod12", text(body, view.sourceOffset(), view.sourceLength()));
        for (int type = 0; type < 7; type++)
        {
            assertTrue(view.hasValue());
            assertEquals(DecodeStatus.OK, view.nextValue());
            assertEquals(type, view.type());
            assertEquals("value" + type, text(body, view.nameOffset(), view.nameLength()));
        }
        assertEquals(8, view.valueLength());
        assertFalse(view.hasValue());
        assertEquals(0, view.remaining());
        decode(Datagrams.custom(SflowFormat.RTMETRIC, body));
        assertEquals(7, kit.metricCount());
    }

    @Test
    void shouldReadEveryTypeOfAttribute()
    {
        final RtFlowView view = new RtFlowView();
        final byte[] body = Datagrams.rtflowBody();
        assertEquals(DecodeStatus.OK, view.wrap(body, 0, body.length));
        assertEquals(400, view.samplingRate());
        assertEquals(12_000, view.samplePool());
        final int[] lengths = { 3, 8, 4, 16, 4, 8, 4, 8 };
        for (int type = 0; type < lengths.length; type++)
        {
            assertEquals(DecodeStatus.OK, view.nextValue());
            assertEquals(type, view.type());
            assertEquals(lengths[type], view.valueLength());
        }
        assertEquals(0, view.remaining());
        assertEquals(DecodeStatus.OK, decode(Datagrams.custom(SflowFormat.RTFLOW, body)));
        assertEquals(1, kit.count(ExporterCounter.CUSTOM_SAMPLES));
        assertEquals(0, kit.flowCount());
    }

    @Test
    void shouldStopAtEveryCut()
    {
        final byte[] body = Datagrams.metricBody();
        for (int length = 0; length < body.length; length++)
        {
            kit.clear();
            final DecodeStatus status = decode(Datagrams.custom(SflowFormat.RTMETRIC, Arrays.copyOf(body, length)));
            assertTrue(DecodeStatus.LENGTH == status || DecodeStatus.COUNT == status, status::name);
            assertTrue(kit.metricCount() < 7);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 0xFFFF_FFFFL, 0x8000_0000L, 0x7FFF_FFFFL, 1000 })
    void shouldRejectLengthsAndCountsThatTheBytesDoNotHold(final long value)
    {
        for (final int offset : new int[] { 0, 12, 16, 32 })
        {
            final byte[] body = Datagrams.metricBody();
            Wire.putU32(body, offset, value);
            final DecodeStatus status = decode(Datagrams.custom(SflowFormat.RTMETRIC, body));
            assertEquals(12 == offset ? DecodeStatus.COUNT : DecodeStatus.LENGTH, status);
        }
    }

    @Test
    void shouldCountUnknownTypesAndUnavailableValues()
    {
        final byte[] body = Datagrams.metricBody();
        Wire.putU32(body, 28, 99);
        assertEquals(DecodeStatus.OK, decode(Datagrams.custom(SflowFormat.RTMETRIC, body)));
        assertEquals(0, kit.metricCount());
        assertEquals(1, kit.faults(DecodeStatus.UNKNOWN_TYPE));
        Wire.putU32(body, 12, 1);
        Wire.putU32(body, 28, 3);
        Wire.putU32(body, 32, 0xFFFF_FFFFL);
        decode(Datagrams.custom(SflowFormat.RTMETRIC, body));
        assertEquals(0, kit.metricCount());
    }
}
