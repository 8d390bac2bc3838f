package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weir.collector.DecoderProvider;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;

import java.util.Arrays;

/**
 * Two decoders that see the same datagrams: one in an array of its own, one among other bytes. They must give the same
 * records and outcomes, or one has read what is not its own. Not thread safe.
 */
final class Twice
{
    private static final int OFFSET = 37;
    private static final byte POISON = 0x5A;

    private final DecoderKit alone;
    private final DecoderKit among;
    private byte[] larger = new byte[0];

    Twice(final DecoderProvider one, final DecoderProvider other)
    {
        alone = DecoderKit.digesting(one);
        among = DecoderKit.digesting(other);
    }

    /**
     * Change the exporter of the datagrams that follow.
     *
     * @param exporter number of it.
     */
    void from(final int exporter)
    {
        alone.from(DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW + exporter, DecoderKit.SOURCE_PORT);
        among.from(DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW + exporter, DecoderKit.SOURCE_PORT);
    }

    /**
     * Decode a datagram twice.
     *
     * @param datagram all of it.
     */
    void decode(final byte[] datagram)
    {
        final int end = OFFSET + datagram.length;
        if (larger.length < end + OFFSET)
        {
            larger = new byte[end + OFFSET];
            Arrays.fill(larger, POISON);
        }
        System.arraycopy(datagram, 0, larger, OFFSET, datagram.length);
        Arrays.fill(larger, end, end + OFFSET, POISON);
        alone.clear();
        among.clear();
        final DecodeStatus status = alone.decode(datagram);
        assertEquals(status, among.decode(larger, OFFSET, datagram.length));
        assertEquals(alone.digest(), among.digest());
        assertNotEquals(DecodeStatus.INTERNAL, status);
    }

    /** {@return flow records of the last datagram} */
    long flows()
    {
        return alone.flowCount();
    }
}
