package io.weir.capture;

import java.util.Arrays;

/**
 * Puts fragmented datagrams together, at most {@value #MAX_DATAGRAMS} at a time, none for longer than 30 s of capture
 * time, each in a buffer of its own that is reused: 4.2 MB at most.
 *
 * <p>A fragment that repeats bytes already there is ignored. Any other overlap, or a second opinion on the end, makes
 * the whole datagram rejected, and its place stays taken until it is too old, so that its other fragments go there too.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5722">RFC 5722: Handling of Overlapping IPv6 Fragments</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8200">RFC 8200, section 4.5</a>
 */
final class FragmentTable
{
    static final int MAX_DATAGRAMS = 64;
    static final int MAX_BYTES = 65_535;
    static final long MAX_AGE_NS = 30_000_000_000L;

    private final CaptureStats stats;
    private final Slot[] slots = new Slot[MAX_DATAGRAMS];
    private final Slot key = new Slot(0);
    private int slotCount;
    private long started;
    private Slot complete;

    FragmentTable(final CaptureStats stats)
    {
        this.stats = stats;
    }

    // Name the datagram that the next fragment belongs to.
    void key(
        final long sourceHigh,
        final long sourceLow,
        final long destinationHigh,
        final long destinationLow,
        final int interfaceId,
        final int version,
        final long id)
    {
        key.sourceHigh = sourceHigh;
        key.sourceLow = sourceLow;
        key.destinationHigh = destinationHigh;
        key.destinationLow = destinationLow;
        key.interfaceId = interfaceId;
        key.id = (long)version << 32 | id;
    }

    /**
     * Add a fragment.
     *
     * @param bytes      that hold it.
     * @param from       its first byte.
     * @param size       in bytes: at least 1, a multiple of 8 unless it is the last.
     * @param offset     in the datagram; with the size at most {@link #MAX_BYTES}.
     * @param more       whether it is not the last.
     * @param nextHeader protocol of its first byte.
     * @param timeNs     capture time.
     * @return true when the datagram is complete; it is in {@link #buffer()} until the next call.
     */
    boolean add(
        final byte[] bytes,
        final int from,
        final int size,
        final int offset,
        final boolean more,
        final int nextHeader,
        final long timeNs)
    {
        expire(timeNs);
        Slot slot = find();
        if (null == slot)
        {
            slot = start(timeNs);
        }
        if (slot.rejected)
        {
            return false;
        }
        if (!slot.place(bytes, from, size, offset, more, stats))
        {
            slot.rejected = true;
            stats.rejected++;
            return false;
        }
        if (0 == offset)
        {
            slot.nextHeader = nextHeader;
        }
        if (slot.received != slot.total)
        {
            return false;
        }
        slot.used = false;
        complete = slot;
        return true;
    }

    byte[] buffer()
    {
        return complete.data;
    }

    int length()
    {
        return complete.total;
    }

    // Protocol of the first byte of {@link #buffer()}.
    int nextHeader()
    {
        return complete.nextHeader;
    }

    // Give up what is not complete.
    void clear()
    {
        for (int i = 0; i < slotCount; i++)
        {
            if (slots[i].used)
            {
                release(slots[i]);
            }
        }
    }

    private void expire(final long timeNs)
    {
        for (int i = 0; i < slotCount; i++)
        {
            final Slot slot = slots[i];
            final long age = timeNs - slot.firstNs;
            if (slot.used && (age > MAX_AGE_NS || age < -MAX_AGE_NS))
            {
                release(slot);
            }
        }
    }

    private Slot find()
    {
        for (int i = 0; i < slotCount; i++)
        {
            if (slots[i].used && slots[i].sameDatagram(key))
            {
                return slots[i];
            }
        }
        return null;
    }

    private Slot start(final long timeNs)
    {
        final Slot slot = free();
        slot.reset(key, timeNs, started++);
        return slot;
    }

    private Slot free()
    {
        Slot oldest = null;
        for (int i = 0; i < slotCount; i++)
        {
            if (!slots[i].used)
            {
                return slots[i];
            }
            if (null == oldest || slots[i].order < oldest.order)
            {
                oldest = slots[i];
            }
        }
        if (slotCount < MAX_DATAGRAMS)
        {
            slots[slotCount] = new Slot(MAX_BYTES);
            return slots[slotCount++];
        }
        release(oldest);
        return oldest;
    }

    private void release(final Slot slot)
    {
        slot.used = false;
        if (!slot.rejected)
        {
            stats.incomplete++;
        }
    }

    /** One datagram, and which of its units of 8 bytes are there. */
    private static final class Slot
    {
        private final byte[] data;
        private final long[] units;
        private long sourceHigh;
        private long sourceLow;
        private long destinationHigh;
        private long destinationLow;
        private long id;
        private int interfaceId;
        private long firstNs;
        private long order;
        private boolean used;
        private boolean rejected;
        private int received;
        private int highest;
        private int total;
        private int nextHeader;

        Slot(final int capacity)
        {
            data = new byte[capacity];
            units = new long[(capacity + 511) / 512];
        }

        boolean sameDatagram(final Slot other)
        {
            return id == other.id && sourceLow == other.sourceLow && destinationLow == other.destinationLow &&
                sourceHigh == other.sourceHigh && destinationHigh == other.destinationHigh &&
                interfaceId == other.interfaceId;
        }

        void reset(final Slot named, final long timeNs, final long newOrder)
        {
            sourceHigh = named.sourceHigh;
            sourceLow = named.sourceLow;
            destinationHigh = named.destinationHigh;
            destinationLow = named.destinationLow;
            id = named.id;
            interfaceId = named.interfaceId;
            firstNs = timeNs;
            order = newOrder;
            used = true;
            rejected = false;
            received = 0;
            highest = 0;
            total = -1;
            Arrays.fill(units, 0);
        }

        boolean place(
            final byte[] bytes,
            final int from,
            final int size,
            final int offset,
            final boolean more,
            final CaptureStats stats)
        {
            final int end = offset + size;
            if (total >= 0 && (more ? end > total : end != total) || !more && end < highest)
            {
                return false;
            }
            final int firstUnit = offset >>> 3;
            final int endUnit = end + 7 >>> 3;
            final int present = unitsPresent(firstUnit, endUnit);
            if (0 == present)
            {
                System.arraycopy(bytes, from, data, offset, size);
                markUnits(firstUnit, endUnit);
                received += size;
            }
            else if (present == endUnit - firstUnit && Arrays.equals(bytes, from, from + size, data, offset, end))
            {
                stats.duplicateFragments++;
            }
            else
            {
                return false;
            }
            highest = Math.max(highest, end);
            if (!more)
            {
                total = end;
            }
            return true;
        }

        private int unitsPresent(final int first, final int end)
        {
            int count = 0;
            for (int i = first; i < end; i++)
            {
                count += (int)(units[i >>> 6] >>> i) & 1;
            }
            return count;
        }

        private void markUnits(final int first, final int end)
        {
            for (int i = first; i < end; i++)
            {
                units[i >>> 6] |= 1L << i;
            }
        }
    }
}
