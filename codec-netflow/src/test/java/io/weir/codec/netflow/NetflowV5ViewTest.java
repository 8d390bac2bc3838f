package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetflowV5ViewTest
{
    private final NetflowV5View view = new NetflowV5View();
    private final NetflowV5RecordView record = new NetflowV5RecordView();

    @Test
    void shouldShowZerosBeforeItIsPlaced()
    {
        assertEquals(0, view.version() + view.count() + view.flowSequence() + view.samplingInterval());
        assertEquals(0, view.trailingBytes());
        assertEquals(0, record.sourceAddress() + record.octets() + record.destinationMaskBits());
    }

    @Test
    void shouldShowTheHeaderOfADatagramThatItRejects()
    {
        final byte[] datagram = V5.datagram(3);
        Wire.putU16(datagram, V5.COUNT_OFFSET, 31);

        assertEquals(DecodeStatus.COUNT, view.wrap(datagram, 0, datagram.length));
        assertEquals(31, view.count());
        assertEquals(0x0102, view.engine());
        assertEquals(-28 * NetflowV5View.RECORD_LENGTH, view.trailingBytes());
    }

    @Test
    void shouldKeepShowingWhatItShowedWhenADatagramIsShort()
    {
        final byte[] datagram = V5.datagram(3);
        assertEquals(DecodeStatus.OK, view.wrap(datagram, 0, datagram.length));
        assertEquals(DecodeStatus.SHORT, view.wrap(new byte[23], 0, 23));
        assertEquals(3, view.count());

        view.record(2, record);
        assertEquals(DecodeStatus.SHORT, record.wrap(new byte[47], 0, 47));
        assertEquals(12, record.packets());
        assertEquals(DecodeStatus.OK, record.wrap(datagram, NetflowV5View.HEADER_LENGTH, 48));
        assertEquals(10, record.packets());
    }

    @Test
    void shouldRejectOtherVersions()
    {
        final byte[] datagram = V5.datagram(1);
        datagram[0] = 1;
        assertEquals(DecodeStatus.VERSION, view.wrap(datagram, 0, datagram.length));
    }

    @ParameterizedTest
    @CsvSource({ "0, 0, 0", "0, 771, 771", "769, 0, 259", "9, 771, 771", "8, 0, 2048" })
    void shouldFindTypeAndCodeOfIcmp(final int sourcePort, final int destinationPort, final int expected)
    {
        final byte[] buffer = new byte[72];
        V5.writer(buffer).nextRecord().transport(1, sourcePort, destinationPort, 0);
        assertEquals(DecodeStatus.OK, view.wrap(buffer, 0, buffer.length));
        view.record(0, record);
        assertEquals(expected, record.icmpTypeAndCode());
    }
}
