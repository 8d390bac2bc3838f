package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders, sizes and elements that exporters may choose and seldom do, in NetFlow version 9 and IPFIX. */
class TemplatedOddInputTest
{
    private static final int MAX_RECORD_BYTES = 16_384;
    private static final int MAX_NAME_BYTES = 256;
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final long MAPPED = 0xFFFF_0000_0000L;

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    private void decode(final Message message)
    {
        assertEquals(DecodeStatus.OK, kit.decode(message.bytes()));
    }

    private FlowRecord flow(final int index)
    {
        return kit.flows().get(index);
    }

    @Test
    void BAD_V19_shouldDecodeDataThatPrecedesItsTemplateInOneMessageOnce()
    {
        decode(Message.v9(1, 0).set(256).u32(5).endSet().template(256, 1, 4).set(256).u32(6));
        assertEquals(2, kit.flowCount());
        assertEquals(11, flow(0).get(Slots.BYTES) + flow(1).get(Slots.BYTES));
        decode(Message.v9(2, 0).template(256, 1, 4).set(256).u32(7));
        assertEquals(3, kit.flowCount());
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 64, 256, 257, 16_000, 60_000 })
    void BAD_V23_shouldBearInterfaceNamesOfAnyLengthAndContent(final int length)
    {
        decode(Message.v9(1, 0).optionsTemplate(300, 1, 2, 4, 82, length).set(300).u32(7).fill(0x1B, length));
        // A template of records longer than the bound is refused; the exporter goes on.
        final boolean isRefused = length > MAX_RECORD_BYTES;
        assertEquals(isRefused ? 1 : 0, kit.faults(DecodeStatus.TEMPLATE));
        decode(Message.v9(2, 0).template(256, 10, 4, 1, 4).set(256).u32(7).u32(100));
        assertEquals(7, flow(0).get(Slots.INPUT_IFINDEX));
        assertEquals(100, flow(0).get(Slots.BYTES));
        assertEquals(0 < length && !isRefused, flow(0).has(Slots.INPUT_NAME));
        if (flow(0).has(Slots.INPUT_NAME))
        {
            assertEquals(Math.min(length, MAX_NAME_BYTES), flow(0).textLength(Slots.INPUT_NAME));
            assertEquals(0x1B, flow(0).textBuffer(Slots.INPUT_NAME)[flow(0).textOffset(Slots.INPUT_NAME)]);
        }
    }

    @Test
    void BAD_V23_shouldEndANameAtItsZerosAndKeepWhatIsWithin()
    {
        decode(Message.v9(1, 0).optionsTemplate(300, 1, 2, 4, 82, 8).template(256, 10, 4)
            .set(300).u32(7).u8('a').u8(0).u8(0xFF).u8('\n').zeros(4).endSet().set(256).u32(7));
        assertEquals("6100ff0a", HexFormat.of().formatHex(flow(0).textBuffer(Slots.INPUT_NAME),
            flow(0).textOffset(Slots.INPUT_NAME), flow(0).textOffset(Slots.INPUT_NAME) +
            flow(0).textLength(Slots.INPUT_NAME)));
    }

    @Test
    void BAD_V25_shouldCountLostPacketsOfVersion9WhateverIsInThem()
    {
        decode(Message.v9(10, 0).optionsTemplate(300, 1, 1, 4, 34, 4).set(300).u32(0).u32(50));
        decode(Message.v9(11, 0).set(300).u32(0).u32(50));
        decode(Message.v9(12, 0).template(256, 1, 4).set(256).u32(1).u32(2).u32(3));
        assertEquals(0, kit.count(ExporterCounter.LOST));
        decode(Message.v9(16, 0).set(256).u32(1));
        assertEquals(3, kit.count(ExporterCounter.LOST));
    }

    @Test
    void BAD_V25_shouldCallTheLossOfAnExporterUnreliableThatCountsFlowsWhereItShouldCountPackets()
    {
        decode(Message.v9(1_000, 0).template(256, 1, 4));
        for (int i = 0; i < 300; i++)
        {
            assertEquals(i < 256, kit.exporters().get(0).isLossReliable());
            decode(Message.v9(1_001 + 3L * (i + 1), 0).set(256).u32(1).u32(2).u32(3));
        }
        assertEquals(900, kit.flowCount());
        assertEquals(3 + 2 * 299, kit.count(ExporterCounter.LOST));
    }

    @Test
    void BAD_V25_shouldCallTheLossOfAnExporterUnreliableThatCountsMessagesWhereItShouldCountRecords()
    {
        decode(Message.ipfix(1_000, 0).template(256, 1, 4));
        for (int i = 0; i < 300; i++)
        {
            decode(Message.ipfix(1_001 + i, 0).set(256).u32(1).u32(2).u32(3));
        }
        assertFalse(kit.exporters().get(0).isLossReliable());
    }

    @Test
    void BAD_I02_shouldRejectAMessageThatSaysItIsLongerThanAnyDatagram()
    {
        final byte[] message = Message.ipfix(1, 0).template(256, 1, 4).bytes();
        message[2] = (byte)0xFF;
        message[3] = (byte)0xFF;
        assertEquals(DecodeStatus.SHORT, kit.decode(message));
        decode(Message.ipfix(2, 0).set(256).u32(1));
        assertEquals(0, kit.flowCount());
        assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
    }

    @Test
    void BAD_I12_shouldTakeTheFirstOfRepeatedElementsAndSkipTheRest()
    {
        decode(Message.ipfix(1, 0).template(256, 8, 4, 8, 4, 1, 4).set(256)
            .u32(0xC000_0201L).u32(0xC000_0202L).u32(5));
        assertEquals(MAPPED | 0xC000_0201L, flow(0).get(Slots.IP_SOURCE + 1));
        assertEquals(5, flow(0).get(Slots.BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 15_000 })
    void BAD_I16_shouldSkipPaddingElements(final int length)
    {
        decode(Message.ipfix(1, 0).template(256, 210, length, 1, 4).set(256).fill(0xEE, length).u32(5));
        assertEquals(5, flow(0).get(Slots.BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
    void BAD_I17_shouldReadCountersOfEveryReducedSize(final int length)
    {
        decode(Message.ipfix(1, 0).template(256, 1, length).set(256).zeros(length - 1).u8(0xFE));
        assertEquals(0xFE, flow(0).get(Slots.BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
    void BAD_I17_shouldReadEveryBitOfReducedCounters(final int length)
    {
        decode(Message.ipfix(1, 0).template(256, 1, length).set(256).fill(0xFE, length));
        assertEquals(0xFEFE_FEFE_FEFE_FEFEL >>> 64 - 8 * length, flow(0).get(Slots.BYTES));
        assertEquals(0, kit.faults(DecodeStatus.FIELD_LENGTH));
    }

    @Test
    void BAD_I18_shouldLeaveOutAndNoteAddressesOfAnotherFamilysLength()
    {
        decode(Message.ipfix(1, 0).template(256, 27, 4, 12, 16, 1, 4).set(256).u32(0xC000_0201L)
            .u64(0x2001_0DB8L << 32).u64(1).u32(5));
        assertFalse(flow(0).has(Field.IP_SOURCE));
        assertFalse(flow(0).has(Field.IP_DESTINATION));
        assertEquals(5, flow(0).get(Slots.BYTES));
        assertEquals(2, kit.faults(DecodeStatus.FIELD_LENGTH));
    }

    @Test
    void BAD_I18_shouldNoteOddLengthsOnceForEachDefinition()
    {
        decode(Message.ipfix(1, 0).template(256, 27, 4, 8, 4));
        decode(Message.ipfix(1, 0).template(256, 27, 4, 8, 4));
        assertEquals(1, kit.faults(DecodeStatus.FIELD_LENGTH));
        decode(Message.ipfix(1, 0).template(256, 27, 16, 8, 5, 56, 9, 15, 0, 82, 70));
        assertEquals(3, kit.faults(DecodeStatus.FIELD_LENGTH));
    }

    @Test
    void BAD_I23_shouldGiveAnIdToItsLastDefinitionWhateverItsKind()
    {
        decode(Message.ipfix(1, 0).template(256, 1, 4).set(256).u32(5));
        decode(Message.ipfix(2, 0).optionsTemplate(256, 1, 149, 4, 34, 4).set(256).u32(0).u32(50));
        decode(Message.ipfix(3, 0).template(256, 2, 4).set(256).u32(6));
        assertEquals(2, kit.flowCount());
        assertEquals(1, kit.count(ExporterCounter.OPTIONS_RECORDS));
        assertEquals(6, flow(1).get(Slots.FRAMES));
        assertFalse(flow(1).has(Field.BYTES));
    }

    @Test
    void BAD_I24_shouldSkipSetsOfTheOtherProtocol()
    {
        decode(Message.ipfix(1, 0).set(0).templateRecord(256, 1, 4).endSet().set(256).u32(5));
        decode(Message.v9(1, 0).set(2).templateRecord(257, 1, 4).endSet().set(257).u32(5));
        assertEquals(0, kit.flowCount());
        assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
    }

    @Test
    void BAD_I28_shouldBearAFileHeaderAndReverseElements()
    {
        // RFC 5655, section 7: a file begins with a message that tells of the file, as options of a scope of its own.
        decode(Message.ipfix(1, 0).optionsTemplate(300, 1, 262, 1, 159, 2).set(300).u8(1).u16(10));
        decode(Message.ipfix(1, 0).set(2).u16(256).u16(2).u16(1).u16(4).u16(ENTERPRISE_BIT | 1).u16(4).u32(29_305)
            .endSet().set(256).u32(5).u32(9));
        assertTrue(kit.flowCount() >= 1);
        assertEquals(5, flow(0).get(Slots.BYTES));
    }

    @Test
    void BAD_I30_shouldSkipElementsAtTheEndsOfTheirRange()
    {
        decode(Message.ipfix(1, 0).set(2).u16(256).u16(4)
            .u16(ENTERPRISE_BIT | 32_767).u16(4).u32(0xFFFF_FFFFL)
            .u16(ENTERPRISE_BIT).u16(2).u32(1)
            .u16(0).u16(1)
            .u16(1).u16(4).endSet()
            .set(256).u32(0xDEAD_BEEFL).u16(7).u8(9).u32(5));
        assertEquals(1, kit.flowCount());
        assertEquals(5, flow(0).get(Slots.BYTES));
    }
}
