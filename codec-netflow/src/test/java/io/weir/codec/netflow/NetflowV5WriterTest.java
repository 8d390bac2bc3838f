package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class NetflowV5WriterTest
{
    private final byte[] buffer = new byte[NetflowV5Writer.MAX_LENGTH + 10];
    private final NetflowV5Writer writer = new NetflowV5Writer();

    @Test
    void shouldWriteAVectorByteForByte()
    {
        final byte[] vector = Vectors.datagrams("N01").get(0);
        Arrays.fill(buffer, (byte)0xEE);

        writer.begin(buffer, 10).exportTime(0x6553_F100L * 1_000_000_000L, 5_000_000).flowSequence(1)
            .sampling(1, 1_000).nextRecord().addresses(0xC000_0201L, 0xC633_6402L).interfaces(3, 5)
            .counters(10, 1_000).times(0x004C_2430, 0x004C_4758).transport(6, 443, 50_000, 0x1B)
            .routes(64_500, 64_501, 24, 24);

        assertEquals(vector.length, writer.length());
        assertArrayEquals(vector, Arrays.copyOfRange(buffer, 10, 10 + vector.length));
        assertEquals((byte)0xEE, buffer[9]);
        assertEquals((byte)0xEE, buffer[10 + vector.length]);
    }

    @Test
    void shouldWriteWhatTheViewsRead()
    {
        writer.begin(buffer, 3).exportTime(1_700_000_000_987_654_321L, 0xFFFF_FFFEL).flowSequence(0xFFFF_FFFFL)
            .engine(7, 200).sampling(3, 16_383);
        writer.nextRecord();
        writer.nextRecord().addresses(0xFFFF_FFFFL, 0x0102_0304L).interfaces(65_535, 1).counters(0xFFFF_FFFFL, 77)
            .times(0xFFFF_FF00L, 12).transport(17, 65_535, 53, 0xFF).tos(184).nextHop(0xFE00_0001L)
            .routes(65_535, 23_456, 32, 8);

        final NetflowV5View view = new NetflowV5View();
        assertEquals(DecodeStatus.OK, view.wrap(buffer, 3, writer.length()));
        assertEquals(2, view.count());
        assertEquals(0xFFFF_FFFEL, view.sysUptimeMs());
        assertEquals(1_700_000_000L, view.unixSeconds());
        assertEquals(987_654_321L, view.unixNanos());
        assertEquals(0xFFFF_FFFFL, view.flowSequence());
        assertEquals(7, view.engineType());
        assertEquals(200, view.engineId());
        assertEquals(7 << 8 | 200, view.engine());
        assertEquals(3, view.samplingMode());
        assertEquals(16_383, view.samplingInterval());
        assertEquals(0, view.trailingBytes());

        final NetflowV5RecordView record = new NetflowV5RecordView();
        view.record(0, record);
        assertEquals(0, record.sourceAddress() + record.packets() + record.protocol() + record.destinationMaskBits());
        view.record(1, record);
        assertEquals(0xFFFF_FFFFL, record.sourceAddress());
        assertEquals(0x0102_0304L, record.destinationAddress());
        assertEquals(0xFE00_0001L, record.nextHop());
        assertEquals(65_535, record.input());
        assertEquals(1, record.output());
        assertEquals(0xFFFF_FFFFL, record.packets());
        assertEquals(77, record.octets());
        assertEquals(0xFFFF_FF00L, record.firstMs());
        assertEquals(12, record.lastMs());
        assertEquals(65_535, record.sourcePort());
        assertEquals(53, record.destinationPort());
        assertEquals(0xFF, record.tcpFlags());
        assertEquals(17, record.protocol());
        assertEquals(184, record.tos());
        assertEquals(65_535, record.sourceAs());
        assertEquals(23_456, record.destinationAs());
        assertEquals(32, record.sourceMaskBits());
        assertEquals(8, record.destinationMaskBits());
    }

    @Test
    void shouldCarrySequenceEngineAndSamplingOver()
    {
        writer.begin(buffer, 0).flowSequence(0xFFFF_FFF0L).engine(1, 2).sampling(2, 50);
        for (int i = 0; i < NetflowV5View.MAX_RECORDS; i++)
        {
            assertFalse(writer.isFull());
            writer.nextRecord();
        }
        assertTrue(writer.isFull());
        assertEquals(NetflowV5Writer.MAX_LENGTH, writer.length());
        writer.begin(buffer, 0);

        final NetflowV5View view = new NetflowV5View();
        assertEquals(DecodeStatus.OK, view.wrap(buffer, 0, writer.length()));
        assertEquals(0, writer.count());
        assertEquals(14, view.flowSequence());
        assertEquals(0x0102, view.engine());
        assertEquals(50, view.samplingInterval());
        assertEquals(2, view.samplingMode());
    }

    @Test
    void shouldRefuseMoreRecordsThanADatagramHolds()
    {
        writer.begin(buffer, 0);
        for (int i = 0; i < NetflowV5View.MAX_RECORDS; i++)
        {
            writer.nextRecord();
        }
        assertEquals("NetFlow v5 datagram is full: records=30",
            assertThrows(IllegalStateException.class, writer::nextRecord).getMessage());
    }

    @Test
    void shouldRefuseARecordThatTheBufferDoesNotHold()
    {
        writer.begin(new byte[NetflowV5View.HEADER_LENGTH + NetflowV5View.RECORD_LENGTH - 1], 0);

        assertThrows(IndexOutOfBoundsException.class, writer::nextRecord);
        assertEquals(0, writer.count());
        assertThrows(IndexOutOfBoundsException.class, () -> writer.begin(new byte[23], 0));
    }

    @Test
    void shouldAllocateNothing()
    {
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 100_000; i++)
            {
                writer.begin(buffer, 0).exportTime(i, i).nextRecord().addresses(i, i).counters(1, i).tos(i);
            }
        }));
    }
}
