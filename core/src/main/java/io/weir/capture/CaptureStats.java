package io.weir.capture;

/**
 * Counts of a {@link CaptureReader}, live: they move with it. Read on the reader's thread, or after it is done.
 *
 * <p>Every packet is accounted for once: {@code packets = (datagrams - reassembled) + fragments + skipped}. Every
 * fragmented datagram ends once: as reassembled, incomplete or rejected.
 */
public final class CaptureStats
{
    private static final SkipReason[] REASONS = SkipReason.values();

    long packets;
    long datagrams;
    long fragments;
    long duplicateFragments;
    long reassembled;
    long incomplete;
    long rejected;
    long lengthMismatches;
    private final long[] skipped = new long[REASONS.length];

    CaptureStats()
    {
    }

    void countSkipped(final SkipReason reason)
    {
        skipped[reason.ordinal()]++;
    }

    /** {@return packets (or IPFIX messages, or the one datagram) read from the file; 0 tells an empty capture} */
    public long packets()
    {
        return packets;
    }

    /** {@return datagrams given} */
    public long datagrams()
    {
        return datagrams;
    }

    /**
     * Packets that gave no datagram for a reason.
     *
     * @param reason of the skip.
     * @return packets.
     */
    public long skipped(final SkipReason reason)
    {
        return skipped[reason.ordinal()];
    }

    /** {@return packets that gave no datagram, for any reason; fragments are not among them} */
    public long skipped()
    {
        long sum = 0;
        for (final long count : skipped)
        {
            sum += count;
        }
        return sum;
    }

    /** {@return packets that were fragments of UDP datagrams} */
    public long fragments()
    {
        return fragments;
    }

    /** {@return fragments that repeated what had been there, and were ignored} */
    public long duplicateFragments()
    {
        return duplicateFragments;
    }

    /** {@return datagrams given that were put together from fragments} */
    public long reassembled()
    {
        return reassembled;
    }

    /** {@return fragmented datagrams given up: too old, too many at once, or the capture ended} */
    public long incomplete()
    {
        return incomplete;
    }

    /** {@return fragmented datagrams refused: fragments overlapped, disagreed on the end, or made no sound datagram} */
    public long rejected()
    {
        return rejected;
    }

    /** {@return packets whose captured length is above their original one; their own headers decide, a note} */
    public long lengthMismatches()
    {
        return lengthMismatches;
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder(96);
        text.append("packets ").append(packets).append(", datagrams ").append(datagrams);
        for (final SkipReason reason : REASONS)
        {
            append(text, reason.label(), skipped(reason));
        }
        append(text, "fragments", fragments);
        append(text, "reassembled", reassembled);
        append(text, "incomplete", incomplete);
        append(text, "rejected", rejected);
        return text.toString();
    }

    private static void append(final StringBuilder text, final String name, final long count)
    {
        if (count > 0)
        {
            text.append(", ").append(name).append(' ').append(count);
        }
    }
}
