package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates, sets and records that are wrong or odd, in NetFlow version 9 and IPFIX. */
class TemplatedBadInputTest
{
    private static final int VARIABLE = Message.VARIABLE;

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 3, 65_535 })
    void BAD_V01_shouldWalkByLengthWhateverTheCountSays(final int count)
    {
        final byte[] message = Message.v9(1, 0).template(256, 8, 4, 1, 4).set(256).u32(1).u32(100).u32(2).u32(200)
            .bytes();
        Wire.putU16(message, 2, count);

        decode(message);
        assertEquals(2, kit.flowCount());
        assertEquals(3 == count ? 0 : 1, kit.count(ExporterCounter.COUNT_MISMATCH));
    }

    @Test
    void BAD_I21_shouldNotTakeHeldRecordsForThoseOfTheMessageThatBringsTheirTemplate()
    {
        decode(Message.ipfix(100, 0).set(256).u32(1).u32(2).u32(3).bytes());
        decode(Message.ipfix(103, 0).template(256, 1, 4).set(256).u32(4).bytes());
        decode(Message.ipfix(104, 0).set(256).u32(5).bytes());
        decode(Message.ipfix(106, 0).set(256).u32(7).bytes());
        assertEquals(6, kit.flowCount());
        assertEquals(1, kit.count(ExporterCounter.LOST));
        assertEquals(0, kit.count(ExporterCounter.DUPLICATE) + kit.count(ExporterCounter.OUT_OF_ORDER));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3 })
    void BAD_V02_shouldDiscardAMessageWithASetShorterThanItsHeader(final int length)
    {
        final byte[] message = Message.v9(1, 0).template(256, 1, 4).set(256).u32(5).endSet().u16(256).u16(length)
            .u32(7).bytes();

        assertEquals(DecodeStatus.SET_LENGTH, kit.decode(message));
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 5, 700 })
    void BAD_V02_shouldEndQuietlyWhereOnlyZerosAreLeft(final int zeros)
    {
        decode(Message.v9(1, 0).template(256, 1, 4).set(256).u32(5).endSet().zeros(zeros).bytes());
        assertEquals(1, kit.flowCount());
        assertEquals(0, kit.faults(DecodeStatus.SET_LENGTH));
    }

    @Test
    void BAD_V03_shouldAcceptSetsOfAnyLengthWithinTheMessage()
    {
        decode(Message.v9(1, 0).template(256, 4, 1).set(256).u8(6).u8(17).u8(1).endSet().set(256).u8(47).bytes());
        assertEquals(4, kit.flowCount());
        final byte[] message = Message.v9(2, 0).set(256).u8(6).bytes();
        Wire.putU16(message, NetflowV9View.HEADER_LENGTH + 2, 6);
        assertEquals(DecodeStatus.SET_LENGTH, kit.decode(message));
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 100, 255 })
    void BAD_V04_shouldSkipSetsOfReservedIds(final int id)
    {
        decode(Message.v9(1, 0).template(256, 1, 4).set(id).u32(9).endSet().set(256).u32(5).bytes());
        assertEquals(1, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.UNKNOWN_TYPE));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 255 })
    void BAD_V05_shouldRefuseTemplateIdsOfOtherSets(final int id)
    {
        assertTemplateRefused(Message.v9(1, 0).template(id, 1, 4));
    }

    @Test
    void BAD_V06_shouldRefuseATemplateWithoutFields()
    {
        assertTemplateRefused(Message.v9(1, 0).template(256));
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 512, 513, 65_535 })
    void BAD_V07_shouldRefuseMoreFieldsThanThereAre(final int count)
    {
        assertTemplateRefused(Message.v9(1, 0).set(0).u16(256).u16(count).u16(1).u16(4).u16(2).u16(4));
    }

    @Test
    void BAD_V08_shouldRefuseRecordsWithoutBytes()
    {
        decode(Message.v9(1, 0).template(256, 1, 0, 2, 0).set(256).u32(1).u32(1).bytes());
        assertEquals(1, kit.faults(DecodeStatus.TEMPLATE_ZERO));
        assertEquals(1, kit.faults(DecodeStatus.MISSING_TEMPLATE));
        assertEquals(0, kit.flowCount());
    }

    @Test
    void BAD_V09_shouldDropFieldsWithoutBytesAndStayLinear()
    {
        final int[] fields = new int[2 * 340];
        for (int i = 0; i < 339; i++)
        {
            fields[2 * i] = 100 + i;
        }
        fields[2 * 339] = 4;
        fields[2 * 339 + 1] = 1;
        decode(Message.v9(1, 0).template(256, fields).set(256).fill(6, 1_400).bytes());
        assertEquals(1_400, kit.flowCount());
        assertEquals(6, kit.flows().get(1_399).get(Slots.L4_PROTOCOL));
    }

    @Test
    void BAD_V09_shouldBoundTheRecordsOfADatagram()
    {
        decode(Message.v9(1, 0).template(256, 4, 1).set(256).fill(6, 20_000).bytes());
        assertEquals(TemplatedDecoder.MAX_RECORDS, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.LIMIT));
    }

    @Test
    void BAD_V10_shouldAcceptAFieldWithoutBytes()
    {
        decode(Message.v9(1, 0).template(256, 8, 4, 15, 0, 1, 4).set(256).u32(1).u32(100).bytes());
        assertEquals(100, kit.flows().get(0).get(Slots.BYTES));
        assertFalse(kit.flows().get(0).has(Field.NEXT_HOP));
    }

    @Test
    void BAD_V11_shouldBoundAVariableLengthByItsSet()
    {
        decode(Message.v9(1, 0).template(256, 82, VARIABLE, 1, 4)
            .set(256).u8(3).fill('a', 3).u32(100).u8(200).fill('b', 3).u32(100).bytes());
        assertEquals(1, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.SHORT));
    }

    @ParameterizedTest
    @CsvSource({ "1, 1, true", "1, 2, true", "1, 3, true", "1, 5, true", "1, 7, true", "1, 8, true", "1, 9, false",
        "1, 255, false", "8, 3, false", "8, 50, false", "8, 16, false", "27, 4, false", "56, 5, true", "7, 4, true" })
    void BAD_V12_shouldTakeNumbersOfOneToEightBytesAndAddressesOfTheirOwnLength(
        final int element,
        final int length,
        final boolean present)
    {
        decode(Message.v9(1, 0).template(256, element, length, 10, 2).set(256).zeros(length - 1).u8(77).u16(3)
            .bytes());
        final FlowRecord record = kit.flows().get(0);
        assertEquals(3, record.get(Slots.INPUT_IFINDEX));
        assertEquals(present ? 0 : 1, kit.faults(DecodeStatus.FIELD_LENGTH));
        final int slot = 1 == element ? Slots.BYTES : 56 == element ? Slots.MAC_SOURCE :
            7 == element ? Slots.L4_SOURCE_PORT : Slots.IP_SOURCE;
        assertEquals(present, record.has(slot));
        if (present)
        {
            assertEquals(77, record.get(slot));
        }
    }

    @Test
    void BAD_V13_shouldRefuseRecordsLongerThanTheBound()
    {
        assertTemplateRefused(Message.v9(1, 0).template(256, 1, 65_534, 2, 65_534));
        kit.clear();
        decode(Message.v9(2, 0).template(257, 210, 16_380, 1, 4).bytes());
        assertEquals(1, kit.count(ExporterCounter.TEMPLATES));
        decode(Message.v9(3, 0).template(258, 210, 16_381, 1, 4).bytes());
        assertEquals(1, kit.count(ExporterCounter.TEMPLATES));
    }

    @Test
    void BAD_V14_shouldFindNoRecordWhereNoneFits()
    {
        decode(Message.v9(1, 0).template(256, 210, 2_000).set(256).fill(1, 1_000).bytes());
        assertEquals(0, kit.flowCount());
    }

    @ParameterizedTest
    @CsvSource({ "0, 4", "1, 4", "5, 4", "4, 5", "4, 7", "65535, 4", "4, 65535", "4, 65532", "4, 12" })
    void BAD_V15_shouldRefuseOptionsTemplatesWhoseLengthsDoNotFit(final int scopeLength, final int optionLength)
    {
        assertTemplateRefused(Message.v9(1, 0).set(1).u16(256).u16(scopeLength).u16(optionLength)
            .u16(1).u16(4).u16(34).u16(4));
    }

    @Test
    void BAD_V16_shouldDecodeHeldDataOnceWhenTheTemplateComes()
    {
        decode(Message.v9(1, 0).set(256).u32(7).u32(8).bytes());
        assertEquals(1, kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
        decode(Message.v9(2, 0).template(256, 1, 4).bytes());
        decode(Message.v9(3, 0).template(256, 1, 4).bytes());
        assertEquals(2, kit.flowCount());
        assertEquals(8, kit.flows().get(1).get(Slots.BYTES));
        assertEquals(0, kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
        assertEquals(2, kit.count(ExporterCounter.FLOW_RECORDS));
    }

    @Test
    void BAD_V16_shouldReadTimesOfHeldDataByItsOwnHeader()
    {
        decode(Message.v9(1, 0, 5_000_000).set(256).u32(4_999_000).u32(4_999_500).bytes());
        decode(Message.v9(2, 0, 5_010_000).template(256, 22, 4, 21, 4).bytes());
        assertEquals(Message.EXPORT_SECONDS * 1_000 - 1_000, kit.flows().get(0).get(Slots.START_TIME));
        assertEquals(Message.EXPORT_SECONDS * 1_000 - 500, kit.flows().get(0).get(Slots.END_TIME));
    }

    @ParameterizedTest
    @CsvSource({ "30000000000, 1", "30000000001, 0" })
    void BAD_V16_shouldHoldDataForThirtySeconds(final long waitNs, final int records)
    {
        decode(Message.v9(1, 0).set(256).u32(7).bytes());
        kit.at(DecoderKit.TIME_NS + waitNs);
        decode(Message.v9(2, 0).template(256, 1, 4).bytes());
        assertEquals(records, kit.flowCount());
        assertEquals(1 - records, kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
    }

    @Test
    void BAD_V16_shouldBoundHeldData()
    {
        for (int i = 0; i < 200; i++)
        {
            decode(Message.v9(i, 0).set(256).fill(1, 1_000).bytes());
        }
        decode(Message.v9(200, 0).template(256, 1, 4).bytes());
        final long held = kit.flowCount() / 250;
        assertEquals(63, held);
        assertEquals(200 - held, kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
    }

    @Test
    void BAD_V17_shouldLetTheLastValidDefinitionWin()
    {
        decode(Message.v9(1, 0).template(256, 1, 4).set(256).u32(5).bytes());
        decode(Message.v9(2, 0).template(256, 1, 8).set(256).u64(6).bytes());
        decode(Message.v9(3, 0).template(256, 1, 8, 2).set(256).u64(7).bytes());
        assertEquals(1, kit.flows().get(0).has(Field.BYTES) ? 1 : 0);
        assertEquals(3, kit.flowCount());
        assertEquals(6, kit.flows().get(1).get(Slots.BYTES));
        assertEquals(7, kit.flows().get(2).get(Slots.BYTES));
        decode(Message.v9(4, 0).set(0).u16(256).u16(9).u16(1).u16(4).endSet().set(256).u64(8).bytes());
        assertEquals(8, kit.flows().get(3).get(Slots.BYTES));
        assertEquals(1, kit.faults(DecodeStatus.TEMPLATE));
        decode(Message.v9(5, 0).optionsTemplate(256, 1, 1, 4, 34, 4).set(256).u32(0).u32(50).bytes());
        assertEquals(4, kit.flowCount());
        assertEquals(1, kit.count(ExporterCounter.OPTIONS_RECORDS));
    }

    @Test
    void BAD_V18_shouldKeepDomainsAndSessionsApart()
    {
        decode(Message.v9(1, 1).template(256, 1, 4).bytes());
        decode(Message.v9(1, 2).template(256, 2, 4).bytes());
        kit.from(DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW, 41_000);
        decode(Message.v9(2, 1).template(256, 10, 4).set(256).u32(9).bytes());
        kit.from(DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW, DecoderKit.SOURCE_PORT);
        decode(Message.v9(3, 1).set(256).u32(9).bytes());
        decode(Message.v9(2, 2).set(256).u32(9).bytes());

        assertEquals(9, kit.flows().get(0).get(Slots.INPUT_IFINDEX));
        assertFalse(kit.flows().get(0).has(Field.BYTES));
        assertTrue(kit.flows().get(1).has(Field.BYTES));
        assertTrue(kit.flows().get(2).has(Field.FRAMES));
    }

    @Test
    void BAD_V18_shouldFallBackOnTheTemplateOfAnotherPort()
    {
        decode(Message.v9(1, 1).template(256, 1, 4).bytes());
        kit.from(DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW, 41_000);
        decode(Message.v9(2, 1).set(256).u32(9).bytes());
        assertEquals(1, kit.flowCount());
        kit.from(DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW + 1, 41_000);
        decode(Message.v9(2, 1).set(256).u32(9).bytes());
        assertEquals(1, kit.flowCount());
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 8, 20 })
    void BAD_V20_shouldTakeZerosBehindTemplatesAsPadding(final int zeros)
    {
        decode(Message.v9(1, 0).set(0).templateRecord(256, 1, 4).templateRecord(257, 2, 4).zeros(zeros).endSet()
            .set(257).u32(5).bytes());
        assertEquals(2, kit.count(ExporterCounter.TEMPLATES));
        assertEquals(5, kit.flows().get(0).get(Slots.FRAMES));
        assertEquals(0, kit.faults(DecodeStatus.TEMPLATE));
    }

    @Test
    void BAD_V21_shouldBoundTemplatesAndKeepTheGoodOnes()
    {
        for (int id = 256; id < 3_000; id++)
        {
            decode(Message.v9(id, 0).template(id, 1, 4).bytes());
        }
        assertEquals(1_024, kit.count(ExporterCounter.TEMPLATES));
        assertEquals(3_000 - 256 - 1_024, kit.faults(DecodeStatus.TEMPLATE_LIMIT));
        decode(Message.v9(3_000, 0).set(256).u32(5).endSet().set(1_279).u32(5).endSet().set(1_280).u32(5).bytes());
        assertEquals(2, kit.flowCount());
    }

    @Test
    void BAD_V22_shouldGoOnWithTheLastRateThatIsKnown()
    {
        decode(Message.v9(1, 0).optionsTemplate(300, 1, 1, 4, 48, 1, 50, 4)
            .template(256, 1, 4, 48, 2).template(257, 1, 4, 48, 4)
            .set(300).u32(0).u8(7).u32(100).u32(0).u8(8).u32(0).bytes());
        decode(Message.v9(2, 0).set(256).u32(1).u16(7).u32(1).u16(8).u32(1).u16(9).endSet().set(257).u32(1).u32(7)
            .bytes());
        decode(Message.v9(3, 0).set(300).u32(0).u8(7).u32(0xFFFF_FFFFL).endSet().set(256).u32(1).u16(7).bytes());

        assertEquals(100, kit.flows().get(0).get(Slots.SAMPLING_RATE));
        assertFalse(kit.flows().get(1).has(Field.SAMPLING_RATE));
        assertFalse(kit.flows().get(2).has(Field.SAMPLING_RATE));
        assertEquals(100, kit.flows().get(3).get(Slots.SAMPLING_RATE));
        assertEquals(0xFFFF_FFFFL, kit.flows().get(4).get(Slots.SAMPLING_RATE));
        assertEquals(2, kit.count(ExporterCounter.SAMPLING_UNKNOWN));
    }

    @Test
    void BAD_V22_shouldPreferRecordThenSelectorThenInterfaceThenDomain()
    {
        decode(Message.v9(1, 0).optionsTemplate(300, 1, 2, 4, 34, 4).optionsTemplate(301, 1, 1, 4, 34, 4)
            .optionsTemplate(302, 1, 1, 4, 48, 1, 50, 4)
            .template(256, 10, 4).template(257, 10, 4, 48, 1).template(258, 10, 4, 48, 1, 34, 4)
            .set(300).u32(3).u32(30).endSet().set(301).u32(0).u32(20).endSet().set(302).u32(0).u8(1).u32(40).endSet()
            .set(256).u32(4).u32(3).endSet().set(257).u32(3).u8(1).u32(3).u8(2).endSet()
            .set(258).u32(3).u8(1).u32(50).bytes());

        final long[] expected = { 20, 30, 40, 30, 50 };
        for (int i = 0; i < expected.length; i++)
        {
            assertEquals(expected[i], kit.flows().get(i).get(Slots.SAMPLING_RATE), "record " + i);
        }
    }

    @Test
    void BAD_V24_shouldForgetTemplatesWhenUptimeAndSequenceGoBack()
    {
        decode(Message.v9(1_000, 0, 90_000_000).template(256, 1, 4).bytes());
        decode(Message.v9(1_001, 0, 20_000).set(256).u32(5).bytes());
        assertEquals(1, kit.flowCount());
        decode(Message.v9(0, 0, 5_000).set(256).u32(5).bytes());
        assertEquals(1, kit.flowCount());
        assertEquals(1, kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
        assertEquals(2, kit.count(ExporterCounter.RESTARTS));
    }

    @ParameterizedTest
    @CsvSource({ "0, 0", "1, -1", "18446744073709551615, -1" })
    void BAD_V26_shouldNotCallAnAbsentTime1970(final String startMs, final int unused)
    {
        decode(Message.ipfix(1, 0).template(256, 152, 8, 153, 8).set(256).u64(Long.parseUnsignedLong(startMs)).u64(0)
            .fill(1, unused + 1).bytes());
        assertFalse(kit.flows().get(0).has(Field.END_TIME));
        assertEquals("1".equals(startMs), kit.flows().get(0).has(Field.START_TIME));
        assertEquals(1, kit.count(ExporterCounter.TIME_UNKNOWN));
    }

    @Test
    void BAD_V26_shouldHaveNoTimesWhenTheStartIsAfterTheEnd()
    {
        decode(Message.v9(1, 0).template(256, 22, 4, 21, 4).set(256).u32(4_999_999).u32(4_999_998).bytes());
        assertFalse(kit.flows().get(0).has(Field.START_TIME));
        assertFalse(kit.flows().get(0).has(Field.END_TIME));
        assertEquals(1, kit.count(ExporterCounter.TIME_UNKNOWN));
    }

    @Test
    void BAD_V27_shouldTakeTheFirstOfRepeatedTypesAndSkipTypeZero()
    {
        decode(Message.v9(1, 0).template(256, 0, 2, 1, 4, 1, 4, 0x8001, 4).set(256).u16(9).u32(5).u32(6).u32(7)
            .bytes());
        assertEquals(5, kit.flows().get(0).get(Slots.BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 15 })
    void BAD_I01_shouldRejectAMessageShorterThanItsHeader(final int length)
    {
        final byte[] message = Message.ipfix(1, 0).template(256, 1, 4).bytes();
        Wire.putU16(message, 2, length);
        assertEquals(DecodeStatus.LENGTH, kit.decode(message));
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(ints = { 29, 65_535 })
    void BAD_I01_shouldRejectAMessageLongerThanItsDatagram(final int length)
    {
        final byte[] message = Message.ipfix(1, 0).template(256, 1, 4).bytes();
        assertEquals(28, message.length);
        Wire.putU16(message, 2, length);
        assertEquals(DecodeStatus.SHORT, kit.decode(message));
        assertNothingChanged();
    }

    @Test
    void BAD_I01_shouldNoteWhatTrailsAMessage()
    {
        final byte[] message = Message.ipfix(1, 0).template(256, 1, 4).set(256).u32(5).bytes();
        decode(Arrays.copyOf(message, message.length + 9));
        assertEquals(1, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.TRAILING));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 4, 255 })
    void BAD_I03_shouldSkipSetsOfReservedIds(final int id)
    {
        decode(Message.ipfix(1, 0).template(256, 1, 4).set(id).u32(9).endSet().set(256).u32(5).bytes());
        assertEquals(1, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.UNKNOWN_TYPE));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3 })
    void BAD_I04_shouldDiscardAMessageThatEndsInAPieceOfASetHeader(final int bytes)
    {
        assertEquals(DecodeStatus.SET_LENGTH,
            kit.decode(Message.ipfix(1, 0).template(256, 1, 4).endSet().fill(1, bytes).bytes()));
        assertNothingChanged();
    }

    @Test
    void BAD_I05_shouldReturnFromTheMessageThatHangsOthers()
    {
        decode(Message.ipfix(1, 1).set(2).u32(0x0100_0000).endSet().set(256).u32(0x0102_0304).bytes());
        assertEquals(1, kit.count(ExporterCounter.WITHDRAWALS));
        assertEquals(1, kit.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS));
    }

    @Test
    void BAD_I06_shouldIgnoreWithdrawalsAmongTemplates()
    {
        decode(Message.ipfix(1, 0).template(257, 1, 4)
            .set(2).templateRecord(256, 1, 4).u16(257).u16(0).u16(2).u16(0).templateRecord(258, 2, 4).endSet()
            .set(3).u16(257).u16(0).u16(3).u16(0).endSet()
            .set(257).u32(5).endSet().set(258).u32(6).bytes());
        assertEquals(4, kit.count(ExporterCounter.WITHDRAWALS));
        assertEquals(2, kit.flowCount());
    }

    @Test
    void BAD_I07_shouldRefuseATemplateSetOfNothingButACount()
    {
        assertTemplateRefused(Message.ipfix(1, 0).set(2).u16(256).u16(65_535));
    }

    @Test
    void BAD_I08_shouldRefuseAnEnterpriseNumberThatIsCutOff()
    {
        assertTemplateRefused(Message.ipfix(1, 0).set(2).u16(256).u16(1).u16(0x8001).u16(4));
        decode(Message.ipfix(1, 0).set(2).u16(257).u16(3).u16(0x8001).u16(4).u32(0).u16(0x8001).u16(4)
            .u32(0xFFFF_FFFFL).u16(2).u16(4).endSet().set(257).u32(1).u32(2).u32(3).bytes());
        assertEquals(1, kit.flows().get(0).get(Slots.BYTES));
        assertEquals(3, kit.flows().get(0).get(Slots.FRAMES));
    }

    @ParameterizedTest
    @CsvSource({ "0, false", "1, true", "8, true", "9, false", "254, false" })
    void BAD_I11_shouldTakeVariableNumbersOfOneToEightBytes(final int length, final boolean present)
    {
        final Message message = Message.ipfix(1, 0).template(256, 1, VARIABLE, 10, 4).set(256).u8(length);
        decode(message.zeros(Math.max(0, length - 1)).fill(77, Math.min(1, length)).u32(3).bytes());
        assertEquals(present, kit.flows().get(0).has(Field.BYTES));
        assertEquals(3, kit.flows().get(0).get(Slots.INPUT_IFINDEX));
        if (present)
        {
            assertEquals(77, kit.flows().get(0).get(Slots.BYTES));
        }
    }

    @ParameterizedTest
    @CsvSource({ "255, 0, 0, 0, 1", "255, 3, 3, 0, 1", "255, 65535, 3, 1, 0", "5, -1, 4, 1, 0", "4, -1, 4, 0, 1" })
    void BAD_I09_shouldReadEveryFormOfVariableLengthOrCallItShort(
        final int first,
        final int second,
        final int bytes,
        final int cut,
        final int records)
    {
        final Message message = Message.ipfix(1, 0).template(256, 82, VARIABLE).set(256).u8(first);
        if (second >= 0)
        {
            message.u16(second);
        }
        decode(message.fill(1, bytes).bytes());
        assertEquals(records, kit.flowCount());
        assertEquals(cut, kit.faults(DecodeStatus.SHORT));
    }

    @Test
    void BAD_I09_shouldCallALengthThatIsCutOffShort()
    {
        decode(Message.ipfix(1, 0).template(256, 82, VARIABLE).set(256).u8(255).u8(1).bytes());
        assertEquals(0, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.SHORT));
    }

    @Test
    void BAD_I10_shouldStayLinearOverManyEmptyVariableFields()
    {
        final int[] fields = new int[2 * 512];
        for (int i = 0; i < 512; i++)
        {
            fields[2 * i] = 82;
            fields[2 * i + 1] = VARIABLE;
        }
        decode(Message.ipfix(1, 0).template(256, fields).set(256).u8(1).u8(1).zeros(511).u8(1).u8(1).zeros(511)
            .bytes());
        assertEquals(2, kit.flowCount());
    }

    @ParameterizedTest
    @CsvSource({ "1, 0", "1, 2", "2, 65535", "0, 1" })
    void BAD_I14_shouldRefuseScopesThatAreNoneOrMoreThanTheFields(final int fields, final int scopes)
    {
        if (0 == fields)
        {
            decode(Message.ipfix(1, 0).set(3).u16(256).u16(fields).u16(scopes).u16(34).u16(4).bytes());
            assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
        }
        else
        {
            assertTemplateRefused(Message.ipfix(1, 0).set(3).u16(256).u16(fields).u16(scopes).u16(34).u16(4).u16(35)
                .u16(1));
        }
    }

    @Test
    void BAD_I13_shouldTakeLessThanARecordAsPadding()
    {
        decode(Message.ipfix(1, 0).template(256, 1, 4).set(256).u32(5).fill(1, 3).endSet().set(256).fill(1, 2).bytes());
        assertEquals(1, kit.flowCount());
        assertEquals(0, kit.faults(DecodeStatus.SHORT));
    }

    @Test
    void BAD_I19_shouldAcceptCountersOfAnySize()
    {
        decode(Message.ipfix(1, 0).template(256, 1, 8, 2, 8).set(256).u64(-1).u64(1).u64(Long.MIN_VALUE).u64(-1)
            .u64(1_000).u64(10).bytes());
        assertEquals(-1, kit.flows().get(0).get(Slots.BYTES));
        assertEquals(Long.MIN_VALUE, kit.flows().get(1).get(Slots.BYTES));
        assertEquals(2, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void BAD_I20_shouldReadUptimesByTheStartOfTheSystem()
    {
        final long startMs = Message.EXPORT_SECONDS * 1_000 - 4_000_000;
        decode(Message.ipfix(1, 0).template(256, 22, 4, 21, 4).set(256).u32(3_990_000).u32(3_999_000).bytes());
        assertFalse(kit.flows().get(0).has(Field.START_TIME));
        decode(Message.ipfix(2, 0).optionsTemplate(300, 1, 149, 4, 160, 8).set(300).u32(0).u64(startMs).endSet()
            .set(256).u32(3_990_000).u32(3_999_000).bytes());
        assertEquals(startMs + 3_990_000, kit.flows().get(1).get(Slots.START_TIME));
        assertEquals(startMs + 3_999_000, kit.flows().get(1).get(Slots.END_TIME));
    }

    @Test
    void BAD_I20_shouldCompleteTimesByTheDuration()
    {
        decode(Message.ipfix(1, 0).template(256, 152, 8, 161, 4).template(257, 153, 8, 161, 4)
            .set(256).u64(1_000_000).u32(300).endSet().set(257).u64(1_000_000).u32(300).bytes());
        assertEquals(1_000_300, kit.flows().get(0).get(Slots.END_TIME));
        assertEquals(999_700, kit.flows().get(1).get(Slots.START_TIME));
    }

    @Test
    void BAD_I21_shouldCountLostDataRecordsOfEachDomain()
    {
        decode(Message.ipfix(10, 1).template(256, 1, 4).set(256).u32(1).u32(2).bytes());
        decode(Message.ipfix(500, 2).template(256, 1, 4).set(256).u32(1).bytes());
        decode(Message.ipfix(12, 1).optionsTemplate(300, 1, 149, 4, 34, 4).set(300).u32(0).u32(1).endSet()
            .set(256).u32(1).bytes());
        decode(Message.ipfix(501, 2).set(256).u32(1).bytes());
        assertEquals(0, kit.count(ExporterCounter.LOST));
        decode(Message.ipfix(17, 1).set(256).u32(1).bytes());
        assertEquals(3, kit.count(ExporterCounter.LOST));
    }

    @Test
    void BAD_I21_shouldCallNothingLostBehindDataThatCannotBeCounted()
    {
        decode(Message.ipfix(10, 1).template(256, 1, 4).set(256).u32(1).endSet().set(999).fill(1, 40).bytes());
        decode(Message.ipfix(18, 1).set(256).u32(1).bytes());
        assertEquals(0, kit.count(ExporterCounter.LOST));
        decode(Message.ipfix(20, 1).set(256).u32(1).bytes());
        assertEquals(1, kit.count(ExporterCounter.LOST));
    }

    @Test
    void BAD_I29_shouldSkipAnUnknownElementOfAnyLength()
    {
        decode(Message.ipfix(1, 0).template(256, 32_000, 16_000, 1, 4).set(256).fill(7, 16_000).u32(5).bytes());
        assertEquals(5, kit.flows().get(0).get(Slots.BYTES));
    }

    @Test
    void shouldRejectHeadersThatAreCutOff()
    {
        final byte[] v9 = Message.v9(1, 0).template(256, 1, 4).bytes();
        final byte[] ipfix = Message.ipfix(1, 0).template(256, 1, 4).bytes();
        for (int length = 4; length < NetflowV9View.HEADER_LENGTH; length++)
        {
            assertEquals(DecodeStatus.SHORT, kit.decode(v9, 0, length));
            assertNull(kit.exporter());
        }
        for (int length = 4; length < IpfixMessageView.HEADER_LENGTH; length++)
        {
            assertEquals(DecodeStatus.SHORT, kit.decode(ipfix, 0, length));
            assertNull(kit.exporter());
        }
    }

    private void decode(final byte[] message)
    {
        assertEquals(DecodeStatus.OK, kit.decode(message));
    }

    private void assertTemplateRefused(final Message message)
    {
        decode(message.bytes());
        assertEquals(1, kit.faults(DecodeStatus.TEMPLATE));
        assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
    }

    private void assertNothingChanged()
    {
        assertEquals(0, kit.flowCount());
        assertEquals(0, kit.count(ExporterCounter.TEMPLATES));
        kit.decode(Message.v9(9, 0).set(256).u32(1).bytes());
        kit.decode(Message.ipfix(9, 0).set(256).u32(1).bytes());
        assertEquals(0, kit.flowCount());
    }
}
