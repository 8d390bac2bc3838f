package io.weir.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Mutator;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

/** A common frame must give what the classes of its headers give, whatever is done to it. */
class CommonFrameTest
{
    private static final int MUTATIONS = 200_000;
    private static final long VALUES = (1L << Slots.TUNNEL) - 1;
    private static final String PAYLOAD = "5a".repeat(40);
    private static final byte[] TCP = PacketHex.bytes(PacketHex.outer(6, PacketHex.TCP + PAYLOAD));
    private static final byte[] UDP = PacketHex.bytes(PacketHex.outer(17, PacketHex.udp(40_000, 443, PAYLOAD)));
    private static final List<FieldSet> WANTED = List.of(FieldSet.ALL, FieldSet.NONE,
        FieldSet.of(Field.IP_SOURCE, Field.L4_DESTINATION_PORT), FieldSet.of(Field.L4_OFFSET),
        FieldSet.of(Field.MAC_SOURCE, Field.TCP_FLAGS), FieldSet.of(Field.UDP_BYTES), FieldSet.of(Field.STACK));

    private final PacketHeaderDecoder decoder = new PacketHeaderDecoder();

    private static boolean isCommon(final byte[] frame, final int length)
    {
        return CommonFrame.NOT_COMMON != CommonFrame.decode(frame, 0, length, new FlowRecord(), -1);
    }

    private void assertSame(final byte[] buffer, final int length, final FieldSet wanted)
    {
        final FlowRecord any = new FlowRecord();
        final FlowRecord common = new FlowRecord();
        decoder.decodeAny(buffer, 0, length, PacketHeaderDecoder.ETHERNET, any, 0, wanted);
        decoder.decode(buffer, 0, length, PacketHeaderDecoder.ETHERNET, common, 0, wanted);
        for (int word = 0; word < Slots.WORDS; word++)
        {
            assertEquals(any.present(word), common.present(word));
            for (long left = any.present(word) & (word < Slots.LAYERS ? VALUES : -1); 0 != left; left &= left - 1)
            {
                final int slot = word * Slots.WORD_SLOTS + Long.numberOfTrailingZeros(left);
                assertEquals(any.get(slot), common.get(slot));
            }
        }
    }

    @Test
    void shouldReadTcpAndUdp()
    {
        assertTrue(isCommon(TCP, TCP.length));
        assertTrue(isCommon(UDP, UDP.length));
        for (final FieldSet wanted : WANTED)
        {
            assertSame(TCP, TCP.length, wanted);
            assertSame(UDP, UDP.length, wanted);
        }
    }

    @Test
    void shouldReadAFrameThatIsCutBehindItsHeaders()
    {
        assertTrue(isCommon(TCP, 54));
        for (int length = 0; length <= TCP.length; length++)
        {
            assertSame(Arrays.copyOf(TCP, length), length, FieldSet.ALL);
            assertSame(Arrays.copyOf(UDP, length), length, FieldSet.ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 53, 1701, 2152, 3544, 4789, 4790, 4791, 6081, 6635, 8472 })
    void shouldLeavePortsOfTunnelsAndMessagesToOthers(final int port)
    {
        for (final int at : new int[]{ 34, 36 })
        {
            final byte[] udp = UDP.clone();
            Wire.putU16(udp, at, port);
            assertEquals(CommonFrame.NOT_COMMON, CommonFrame.decode(udp, 0, udp.length, new FlowRecord(), -1));
            assertSame(udp, udp.length, FieldSet.ALL);
            final byte[] tcp = TCP.clone();
            Wire.putU16(tcp, at, port);
            assertTrue(isCommon(tcp, tcp.length));
        }
    }

    @Test
    void shouldGiveWhatTheClassesOfTheHeadersGiveWhateverIsDamaged()
    {
        final Mutator mutator = new Mutator(14);
        final byte[] buffer = new byte[512];
        int common = 0;
        for (int i = 0; i < MUTATIONS; i++)
        {
            final byte[] frame = 0 == (i & 1) ? TCP : UDP;
            final int length = mutator.mutate(frame, buffer, 0);
            common += isCommon(buffer, length) ? 1 : 0;
            assertSame(buffer, length, WANTED.get(mutator.nextInt(WANTED.size())));
        }
        assertTrue(common > MUTATIONS / 20);
        assertNotEquals(MUTATIONS, common);
    }
}
