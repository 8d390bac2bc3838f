package io.weir.flowcache.table;

import java.util.List;

/**
 * Where the words of a slot are.
 * <pre>
 * w0        tag32 | sequence32
 * w1..wK    key words, immutable while the tag is published
 * wK+1      value total, scaled
 * wK+2      frames48 | rate8 | flags8      rate8: index of the sampling rate that all its records had
 * wK+3      S  double, forward-decayed sum, relative to the epoch of its last update
 * wK+4      V  float, decayed variance | err float, eviction bound
 * wK+5      firstSeen32 | lastSeen32       units of 2^24 ns since the table began, modulo 2^32
 * [wK+6     H  double, rate held           only once the segment was fed by an interval record
 *  wK+7     U32, unit until which | relative variance of H, float]
 * </pre>
 * The epoch of S is not stored: it is the one in which lastSeen lies. The words of further values lie apart, see
 * {@link ValueLayout}. Immutable.
 */
final class SlotLayout
{
    static final long FLAG_TOP = 1;
    static final long ACTIVE_MASK = 0xFE;
    static final int RATE_SHIFT = 8;
    static final int RATE_MASK = 0xFF;
    static final int FRAMES_SHIFT = 16;
    static final long MAX_FRAMES = (1L << 48) - 1;

    final int keyWords;
    final int total;
    final int frames;
    final int sum;
    final int variance;
    final int seen;
    final int held;
    final int until;
    final int stride;
    final int heldStride;
    final ValueLayout values;

    SlotLayout(final int keyWords, final List<Statistic> values)
    {
        this.keyWords = keyWords;
        total = keyWords + 1;
        frames = total + 1;
        sum = frames + 1;
        variance = sum + 1;
        seen = variance + 1;
        held = seen + 1;
        until = held + 1;
        stride = held;
        heldStride = until + 1;
        this.values = new ValueLayout(values);
    }
}
