package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.codec.sflow.SflowDecoder;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** Datagrams of sFlow, all versions. */
@Tag("tooling")
class SflowFuzzTest
{
    private static final int SHORTEST_SAMPLE = 8;

    private final Twice decoders = new Twice(SflowDecoder.provider(), SflowDecoder.provider());

    static Stream<byte[]> inputs()
    {
        return Stream.concat(Corpus.vectors("S"), Corpus.found("sflow.hex"));
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldBearAnyDatagram(final byte[] datagram)
    {
        decoders.decode(datagram);
        assertTrue(decoders.flows() <= datagram.length / SHORTEST_SAMPLE);
    }
}
