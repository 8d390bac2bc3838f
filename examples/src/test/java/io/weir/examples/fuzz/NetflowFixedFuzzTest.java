package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.codec.netflow.NetflowDecoder;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Datagrams of the versions of NetFlow that have no templates: 1, 5, 6, 7 and 8. */
@Tag("tooling")
class NetflowFixedFuzzTest
{
    private static final int[] VERSIONS = {1, 5, 6, 7, 8};
    private static final int SHORTEST_RECORD = 20;

    private final Twice decoders = new Twice(NetflowDecoder.provider(), NetflowDecoder.provider());

    // Headers that count one record, and room for one: the search finds the rest.
    static Stream<byte[]> inputs()
    {
        final List<byte[]> seeds = Stream.of("0001", "0005", "0006", "0007", "0008")
            .map(version -> HexFormat.of().parseHex(version + "0001" + "00010203".repeat(23))).toList();
        return Stream.concat(Stream.concat(Corpus.vectors("N0"), Stream.concat(seeds.stream(), Corpus.damaged(seeds))),
            Corpus.found("netflow-fixed.hex"));
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldBearAnyDatagram(final byte[] datagram)
    {
        if (datagram.length > 1)
        {
            datagram[0] = 0;
            datagram[1] = (byte)VERSIONS[(datagram[1] & 0xFF) % VERSIONS.length];
        }
        decoders.decode(datagram);
        assertTrue(decoders.flows() <= datagram.length / SHORTEST_RECORD);
    }
}
