package io.weir.collector.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.collector.Worker;
import io.weir.exporter.ExporterTable;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.List;

class DatagramInboundHandlerTest
{
    private static final int MAX_BYTES = 100;

    private final List<Throwable> errors = new ArrayList<>();
    private final ManualTime time = new ManualTime(1);
    private final Worker worker = new Worker(
        new SinkContext(RunMode.LIVE, 0, time), new ExporterTable(1), List.of(), List.of(), errors::add);
    private final EmbeddedChannel channel =
        new EmbeddedChannel(new DatagramInboundHandler(worker, 0, time, new byte[MAX_BYTES]));

    private ByteBuf receive(final int length)
    {
        final ByteBuf content = Unpooled.directBuffer(length + 7).writeZero(length + 7).readerIndex(7);
        channel.writeInbound(new DatagramPacket(
            content, new InetSocketAddress("127.0.0.1", 6343), new InetSocketAddress("127.0.0.2", 1)));
        return content;
    }

    @ParameterizedTest
    @CsvSource({ "0, EMPTY", "3, SHORT", "50, VERSION", "100, VERSION", "101, TRUNCATED" })
    void shouldCountAndReleaseEveryDatagram(final int length, final DecodeStatus status)
    {
        final ByteBuf content = receive(length);
        assertEquals(0, content.refCnt());
        assertEquals(1, worker.counters().received());
        assertEquals(1, worker.counters().rejected(status));
        assertEquals(Math.min(MAX_BYTES, length), worker.counters().bytes());
        assertEquals(List.of(), errors);
    }

    @Test
    void BAD_T14_shouldKeepTheChannelUpWhenReadingItFails()
    {
        final PortUnreachableException failure = new PortUnreachableException();
        channel.pipeline().fireExceptionCaught(failure);
        receive(50);
        assertTrue(channel.isOpen());
        assertEquals(List.of(failure), errors);
        assertEquals(1, worker.counters().received());
        assertEquals(1, worker.counters().errors());
    }
}
