package io.weir.codec.netflow;

import io.weir.wire.Wire;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Data sets of one exporter and domain that came before their template, kept within bounds for up to
 * {@value #HOLD_NS} ns. Guarded by its own monitor; {@link #isEmpty()} is read without it.
 *
 * <p>Entries lie one behind the other in an arena, oldest first: a header of length, port, id and times, then the body
 * of the set. What is taken or too old is squeezed out. All memory is that of the arena, and counts against the bound
 * on all exporters together; it is given back when the last entry goes.
 */
final class HeldSets
{
    static final long HOLD_NS = 30_000_000_000L;

    private static final int LENGTH_OFFSET = 0;
    private static final int PORT_OFFSET = 4;
    private static final int ID_OFFSET = 6;
    private static final int RECEIVE_OFFSET = 8;
    private static final int EXPORT_OFFSET = 16;
    private static final int UPTIME_OFFSET = 24;
    private static final int HEADER_LENGTH = 32;
    private static final int FIRST_BYTES = 1_024;
    private static final byte[] NOTHING = new byte[0];

    private final int maxBytes;
    private final AtomicLong bytesInAll;
    private final long maxBytesInAll;
    private byte[] arena = NOTHING;
    private volatile int used;
    private boolean isClosed;

    HeldSets(final int maxBytes, final AtomicLong bytesInAll, final long maxBytesInAll)
    {
        this.maxBytes = maxBytes;
        this.bytesInAll = bytesInAll;
        this.maxBytesInAll = maxBytesInAll;
    }

    boolean isEmpty()
    {
        return 0 == used;
    }

    /* Keep the body of a set, where there is room for it. */
    synchronized void hold(
        final int port,
        final int id,
        final byte[] buffer,
        final int offset,
        final int length,
        final MessageTimes times)
    {
        final int at = used;
        if (!makeRoom(at + HEADER_LENGTH + length))
        {
            return;
        }
        Wire.putU32(arena, at + LENGTH_OFFSET, length);
        Wire.putU16(arena, at + PORT_OFFSET, port);
        Wire.putU16(arena, at + ID_OFFSET, id);
        Wire.putU64(arena, at + RECEIVE_OFFSET, times.receiveNs);
        Wire.putU64(arena, at + EXPORT_OFFSET, times.exportMs);
        Wire.putU64(arena, at + UPTIME_OFFSET, times.uptimeMs);
        System.arraycopy(buffer, offset, arena, at + HEADER_LENGTH, length);
        used = at + HEADER_LENGTH + length;
    }

    private boolean makeRoom(final int needed)
    {
        if (needed <= arena.length)
        {
            return true;
        }
        if (isClosed || needed > maxBytes)
        {
            return false;
        }
        final int length = Math.min(maxBytes, Math.max(needed, Math.max(FIRST_BYTES, 2 * arena.length)));
        final int added = length - arena.length;
        if (bytesInAll.addAndGet(added) > maxBytesInAll)
        {
            bytesInAll.addAndGet(-added);
            return false;
        }
        arena = Arrays.copyOf(arena, length);
        return true;
    }

    /* Drop what is too old. */
    synchronized void expire(final long nowNs)
    {
        while (used > 0 && nowNs - Wire.u64(arena, RECEIVE_OFFSET) > HOLD_NS)
        {
            remove(0);
        }
    }

    /* Take the oldest set of a template out, into the array and times given; its length, or -1 when there is none. */
    synchronized int take(final int port, final int id, final byte[] into, final MessageTimes times)
    {
        for (int at = 0; at < used; at += HEADER_LENGTH + (int)Wire.u32(arena, at + LENGTH_OFFSET))
        {
            final int length = (int)Wire.u32(arena, at + LENGTH_OFFSET);
            if (port == Wire.u16(arena, at + PORT_OFFSET) && id == Wire.u16(arena, at + ID_OFFSET) &&
                length <= into.length)
            {
                times.receiveNs = Wire.u64(arena, at + RECEIVE_OFFSET);
                times.exportMs = Wire.u64(arena, at + EXPORT_OFFSET);
                times.uptimeMs = Wire.u64(arena, at + UPTIME_OFFSET);
                System.arraycopy(arena, at + HEADER_LENGTH, into, 0, length);
                remove(at);
                return length;
            }
        }
        return -1;
    }

    private void remove(final int at)
    {
        final int end = at + HEADER_LENGTH + (int)Wire.u32(arena, at + LENGTH_OFFSET);
        final int left = used - (end - at);
        System.arraycopy(arena, end, arena, at, used - end);
        used = left;
        if (0 == left)
        {
            clear();
        }
    }

    /* The exporter is forgotten: give the memory back and keep nothing more. */
    synchronized void close()
    {
        isClosed = true;
        clear();
    }

    synchronized void clear()
    {
        used = 0;
        bytesInAll.addAndGet(-arena.length);
        arena = NOTHING;
    }
}
