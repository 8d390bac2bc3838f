package io.weir.codec.netflow;

import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.collector.RecordHandler;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Decodes NetFlow. One per worker. Not thread safe.
 *
 * <p>Version 5 is decoded. Every other version that {@link #provider()} claims is rejected with
 * {@link DecodeStatus#VERSION}.
 */
public final class NetflowDecoder implements DatagramDecoder
{
    private static final int SHORTEST = 4;
    private static final int IPFIX_VERSION = 10;
    private static final int CLAIMED_VERSIONS =
        1 << 1 | 1 << NetflowV5View.VERSION | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << IPFIX_VERSION;
    private static final DecoderProvider PROVIDER = new Provider();

    private final NetflowV5Decoder version5 = new NetflowV5Decoder();

    /** A decoder for one worker. */
    public NetflowDecoder()
    {
    }

    /** {@return makes decoders, and claims datagrams that begin with a version of NetFlow or IPFIX} */
    public static DecoderProvider provider()
    {
        return PROVIDER;
    }

    @Override
    public DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler handler)
    {
        if (length < SHORTEST)
        {
            return 0 == length ? DecodeStatus.EMPTY : DecodeStatus.SHORT;
        }
        if (NetflowV5View.VERSION == Wire.u16(buffer, offset))
        {
            return version5.decode(buffer, offset, length, context, handler);
        }
        return DecodeStatus.VERSION;
    }

    private static final class Provider implements DecoderProvider
    {
        @Override
        public String name()
        {
            return "netflow";
        }

        @Override
        public boolean claims(final int firstWord)
        {
            final int version = firstWord >>> 16;
            return version <= IPFIX_VERSION && 0 != (CLAIMED_VERSIONS & 1 << version);
        }

        @Override
        public DatagramDecoder newDecoder()
        {
            return new NetflowDecoder();
        }
    }
}
