package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.codec.netflow.NetflowDecoder;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** Datagrams of the versions of NetFlow that have no templates: 1, 5, 6, 7 and 8. */
@Tag("tooling")
class NetflowFixedFuzzTest
{
    /** By the low three bits: each version at its own place, and at those of no version. */
    private static final int[] VERSIONS = {8, 1, 8, 5, 8, 5, 6, 7};
    private static final int SHORTEST_RECORD = 20;

    private final Twice decoders = new Twice(NetflowDecoder.provider(), NetflowDecoder.provider());

    static Stream<byte[]> inputs()
    {
        return Stream.concat(Corpus.vectors("N0"), Corpus.found("netflow-fixed.hex"));
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldBearAnyDatagram(final byte[] datagram)
    {
        if (datagram.length > 1)
        {
            datagram[0] = 0;
            datagram[1] = (byte)VERSIONS[datagram[1] & VERSIONS.length - 1];
        }
        decoders.decode(datagram);
        assertTrue(decoders.flows() <= datagram.length / SHORTEST_RECORD);
    }
}
