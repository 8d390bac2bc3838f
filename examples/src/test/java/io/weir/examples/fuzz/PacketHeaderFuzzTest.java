package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.packet.PacketHeaderDecoder;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Sampled packet headers of any link layer; the first byte tells which. */
@Tag("tooling")
class PacketHeaderFuzzTest
{
    private static final int MARGIN = 16;
    private static final byte POISON = 0x5A;

    private final PacketHeaderDecoder decoder = new PacketHeaderDecoder();
    private final FlowRecord alone = new FlowRecord();
    private final FlowRecord among = new FlowRecord();

    static Stream<byte[]> inputs()
    {
        final List<byte[]> seeds = Stream.of(
            "01" + "020000000001020000000002" + "8100006488a800c80800" +
                "4500003c0001400040060000" + "c0000201c6336401" + "00500051000000010000000250100400" + "00000000",
            "01" + "020000000001020000000002" + "8847" + "00010040" + "00020140" + "45000034000040004011000001020304" +
                "05060708" + "c35012b500200000" + "0800000000138900" + "020000000001020000000002" + "0800" + "4500",
            "0b" + "450000300000400040040000" + "0102030405060708" + "4500001c000040004001000009080706" + "05040302" +
                "0800000000010001",
            "0c" + "600abcde00302b40" + "20".repeat(32) + "2c02040000000000" + "20".repeat(16) + "3c00010400000000" +
                "1100000100000007" + "0035003500180000" + "000181800001000000000000" + "03777777016100" + "00010001",
            "07" + "0021" + "45000014000040004006000001020304" + "05060708")
            .map(HexFormat.of()::parseHex).toList();
        return Stream.concat(Stream.concat(seeds.stream(), Corpus.damaged(seeds)), Corpus.found("packet-header.hex"));
    }

    private static void assertSame(final FlowRecord one, final FlowRecord other)
    {
        for (int word = 0; word < Slots.WORDS; word++)
        {
            assertEquals(one.present(word), other.present(word));
            for (long left = one.present(word); 0 != left; left &= left - 1)
            {
                final int bit = Long.numberOfTrailingZeros(left);
                final int slot = word * Slots.WORD_SLOTS + bit;
                // The bits of kinds have no value, and a reference tells where it lies.
                if (word >= Slots.LAYERS || bit < Slots.DNS_QNAME)
                {
                    assertEquals(one.get(slot), other.get(slot));
                }
            }
        }
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldBearAnyHeader(final byte[] input)
    {
        if (0 == input.length)
        {
            return;
        }
        final byte[] larger = new byte[input.length + MARGIN];
        Arrays.fill(larger, POISON);
        System.arraycopy(input, 1, larger, MARGIN / 2, input.length - 1);
        final int protocol = input[0] & 0xFF;
        alone.clear();
        among.clear();
        assertEquals(decoder.decode(input, 1, input.length - 1, protocol, alone, 0, FieldSet.ALL),
            decoder.decode(larger, MARGIN / 2, input.length - 1, protocol, among, 0, FieldSet.ALL));
        assertSame(alone, among);
    }
}
