package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a stream is cut by the network, the messages are those that were sent. */
class IpfixStreamFramerTest
{
    private final IpfixStreamFramer framer = new IpfixStreamFramer();

    private static byte[] message(final int length, final int fill)
    {
        final byte[] message = new byte[length];
        Arrays.fill(message, (byte)fill);
        Wire.putU16(message, 0, 10);
        Wire.putU16(message, 2, length);
        return message;
    }

    private List<byte[]> frames(final byte[] stream, final int chunk)
    {
        final List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (at < stream.length)
        {
            final int taken = framer.append(stream, at, Math.min(chunk, stream.length - at));
            assertTrue(taken > 0, "always goes on");
            at += taken;
            while (framer.next())
            {
                frames.add(
                    Arrays.copyOfRange(framer.buffer(), framer.offset(), framer.offset() + framer.length()));
            }
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 15, 16, 17, 1_000, 65_535, 65_536, 131_072, 1_000_000 })
    void BAD_I25_shouldFindTheMessagesHoweverTheyAreCut(final int chunk)
    {
        final SplittableRandom random = new SplittableRandom(3);
        final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++)
        {
            final int length = 0 == i % 7 ? 65_535 : 0 == i % 5 ? 16 : 16 + random.nextInt(2_000);
            sent.add(message(length, i));
            stream.writeBytes(sent.get(i));
        }
        final List<byte[]> frames = frames(stream.toByteArray(), chunk);
        assertEquals(sent.size(), frames.size());
        for (int i = 0; i < sent.size(); i++)
        {
            assertArrayEquals(sent.get(i), frames.get(i));
        }
        assertEquals(0, framer.pendingBytes());
        assertEquals(DecodeStatus.OK, framer.status());
    }

    @Test
    void BAD_I25_shouldStopWhereNoMessageBegins()
    {
        final byte[] tooShort = message(16, 0);
        Wire.putU16(tooShort, 2, 15);
        framer.append(message(20, 1), 0, 20);
        framer.append(tooShort, 0, 16);
        assertTrue(framer.next());
        assertFalse(framer.next());
        assertEquals(DecodeStatus.LENGTH, framer.status());
        assertEquals(0, framer.append(message(20, 1), 0, 20));
        assertFalse(framer.next());

        final IpfixStreamFramer other = new IpfixStreamFramer();
        other.append(new byte[16], 0, 16);
        assertFalse(other.next());
        assertEquals(DecodeStatus.VERSION, other.status());
    }

    @Test
    void BAD_I25_shouldHoldNoMoreThanItsBuffer()
    {
        final byte[] stream = new byte[1_000_000];
        for (int at = 0; at + 20 <= stream.length; at += 20)
        {
            System.arraycopy(message(20, 1), 0, stream, at, 20);
        }
        assertEquals(131_072, framer.append(stream, 0, stream.length));
        assertEquals(0, framer.append(stream, 0, stream.length), "full until messages are taken");
        assertTrue(framer.next());
        assertEquals(20, framer.append(stream, 0, stream.length));
    }

    @Test
    void shouldAllocateNothing()
    {
        final byte[] message = message(1_000, 5);
        final Runnable task = () ->
        {
            for (int i = 0; i < 10_000; i++)
            {
                framer.append(message, 0, 700);
                framer.next();
                framer.append(message, 700, 300);
                framer.next();
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(task));
    }
}
