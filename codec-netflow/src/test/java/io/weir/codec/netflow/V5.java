package io.weir.codec.netflow;

import io.weir.testkit.DecoderKit;
import io.weir.time.TimeSource;

import java.util.Arrays;

/** Version 5 datagrams for tests, made by the writer. */
final class V5
{
    static final long UPTIME_MS = 5_000_000;
    static final int COUNT_OFFSET = 2;
    static final int UNIX_SECONDS_OFFSET = 8;
    static final int UNIX_NANOS_OFFSET = 12;

    private V5()
    {
    }

    /* A writer that has begun a datagram which leaves at the kit's receive time. */
    static NetflowV5Writer writer(final byte[] buffer)
    {
        return new NetflowV5Writer().begin(buffer, 0).exportTime(DecoderKit.TIME_NS, UPTIME_MS);
    }

    /* A datagram of plausible, distinct TCP flows of one to nine seconds. */
    static byte[] datagram(final int records)
    {
        final byte[] buffer = new byte[NetflowV5Writer.MAX_LENGTH];
        final NetflowV5Writer writer = writer(buffer).flowSequence(1_000).engine(1, 2).sampling(1, 100);
        for (int i = 0; i < records; i++)
        {
            writer.nextRecord().addresses(0x0A00_0001L + i, 0xC633_6401L).interfaces(3, 5).counters(10 + i, 1_000 + i)
                .times(UPTIME_MS - 10_000, UPTIME_MS - 1_000 - i).transport(6, 443, 50_000 + i, 0x1B).tos(8)
                .nextHop(0xC000_02FEL).routes(64_500, 64_501, 24, 16);
        }
        return Arrays.copyOf(buffer, writer.length());
    }

    /* Epoch milliseconds of the kit's receive time. */
    static long timeMs()
    {
        return DecoderKit.TIME_NS / TimeSource.NS_PER_MS;
    }
}
