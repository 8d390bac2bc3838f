package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.capture.CaptureException;
import io.weir.capture.CaptureReader;
import io.weir.capture.CaptureWriter;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Files of captures: pcap, pcapng, IPFIX files, raw datagrams. */
@Tag("tooling")
class CaptureFuzzTest
{
    static Stream<byte[]> inputs() throws IOException
    {
        final ByteArrayOutputStream pcap = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(pcap))
        {
            writer.write(new byte[] {0, 5, 0, 1}, 0, 4, 1_000_000_000L);
            writer.source(0x2001_0DB8L << 32, 1, 7).destination(0x2001_0DB8L << 32, 2, 8);
            writer.write(new byte[] {0, 9}, 0, 2, 2_000_000_000L);
        }
        final List<byte[]> seeds = List.of(
            pcap.toByteArray(),
            HexFormat.of().parseHex("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000" +
                "0100000014000000010000000000040014000000" +
                "0600000050000000000000000000000000000000" + "30000000" + "30000000" +
                "0200000000020200000000010800450000220000400040110000c0000201c0000202" + "9c40270f000e0000" +
                "000500010000" + "50000000"),
            HexFormat.of().parseHex("000a0014000000010000000100000001000200040100" + "000a001000000001"));
        return Stream.concat(Stream.concat(seeds.stream(), Corpus.damaged(seeds)), Corpus.found("capture.hex"));
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldBearAnyFile(final byte[] input) throws IOException
    {
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(input), "input"))
        {
            while (reader.next())
            {
                assertTrue(reader.length() >= 0 && reader.offset() >= 0);
                assertTrue(reader.length() <= reader.buffer().length - reader.offset());
            }
            assertNotNull(reader.stats());
        }
        catch (final CaptureException e)
        {
            assertNotNull(e.getMessage());
        }
    }
}
