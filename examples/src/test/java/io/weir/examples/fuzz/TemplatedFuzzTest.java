package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.collector.DecoderProvider;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/**
 * Messages of NetFlow version 9 and IPFIX: a list of them from one exporter, which begins without templates. A decoder
 * takes many lists, each from an exporter of its own, before it is renewed: to make one costs more than a list does.
 */
@Tag("tooling")
class TemplatedFuzzTest
{
    private static final int LISTS = 256;

    private Twice decoders;
    private int list = LISTS;

    static Stream<byte[]> inputs()
    {
        return Stream.concat(Stream.concat(Corpus.sequences("N"), Corpus.sequences("I")),
            Corpus.found("templated.hex"));
    }

    private static DecoderProvider provider()
    {
        return NetflowDecoder.builder().listener((exporter, record) ->
        {
            while (record.nextField())
            {
                assertTrue(record.fieldLength() >= 0);
            }
        }).build();
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldBearAnyMessages(final byte[] input)
    {
        if (LISTS == list)
        {
            decoders = new Twice(provider(), provider());
            list = 0;
        }
        decoders.from(list++);
        for (final byte[] message : Corpus.messages(input))
        {
            decoders.decode(message);
        }
    }
}
