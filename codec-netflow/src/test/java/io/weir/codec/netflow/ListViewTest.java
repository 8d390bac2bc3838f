package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.DecoderKit;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

class ListViewTest
{
    private static final int BASIC = 291;
    private static final int SUB = 292;
    private static final int MULTI = 293;

    private final List<String> seen = new ArrayList<>();

    @Test
    void VEC_I15_shouldReadListsOfValuesAndOfRecords()
    {
        each(Vectors.datagrams("I15").get(0), this::list);

        assertEquals(List.of("basic 3 483: 4227072001 4227072002", "sub 3 267: 53 443 OK",
            "multi 3: 80 unknown 0 OK"), seen);
    }

    @Test
    void shouldReadBasicListsOfVariableLengthAndOfEnterprises()
    {
        final BasicListView list = new BasicListView();
        each(message(BASIC, new int[]{ 255, 0x80, 5, 0xFF, 0xFF, 0, 0, 0x1A, 0x0A, 1, 7, 255, 0, 2, 1, 0, 0 }),
            record ->
            {
                assertEquals(DecodeStatus.OK, record.basicList(list));
                assertEquals(255, list.semantic());
                assertEquals(5, list.elementId());
                assertEquals(6_666, list.enterprise());
                assertEquals(0xFFFF, list.elementLength());
                assertTrue(list.next() && list.isNumber());
                assertEquals(7, list.number());
                assertTrue(list.next());
                assertEquals(256, list.number());
                assertTrue(list.next());
                assertEquals(0, list.valueLength());
                assertFalse(list.isNumber());
                assertFalse(list.next());
                assertEquals(DecodeStatus.OK, list.status());
                seen.add("done");
            });
        assertEquals(List.of("done"), seen);
    }

    @Test
    void BAD_I15_shouldHaveNoValuesOfNoLength()
    {
        final BasicListView list = new BasicListView();
        each(message(BASIC, new int[]{ 3, 0, 1, 0, 0, 1, 2, 3 }), record ->
        {
            assertEquals(DecodeStatus.FIELD_LENGTH, record.basicList(list));
            assertFalse(list.next());
            seen.add("done");
        });
        assertEquals(List.of("done"), seen);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 4, 6, 8, 9, 10 })
    void shouldEndWhereABasicListIsCut(final int length)
    {
        final int[] bytes = { 3, 0x80, 1, 0, 4, 0, 0, 0, 9, 1, 2, 3, 4 };
        final BasicListView list = new BasicListView();
        each(message(BASIC, Arrays.copyOf(bytes, length)), record ->
        {
            final DecodeStatus status = record.basicList(list);
            assertFalse(list.next());
            assertEquals(length == 9 ? DecodeStatus.OK : DecodeStatus.SHORT, DecodeStatus.OK == status ?
                list.status() : status);
            seen.add("done");
        });
        assertEquals(List.of("done"), seen);
    }

    @Test
    void shouldSkipGroupsOfUnknownTemplatesAndEndAtALieAboutALength()
    {
        each(message(MULTI, new int[]{ 4, 1, 2, 0, 6, 9, 9, 1, 1, 0, 7, 5, 6, 7, 1, 1, 0, 99, 1 }), this::list);
        assertEquals(List.of("multi 4: 5 6 7 unknown 1 SET_LENGTH"), seen);
    }

    @Test
    void BAD_I15_shouldNotDescendWithoutEndIntoATemplateThatRefersToItself()
    {
        List<Integer> bytes = List.of(3, 1, 0);
        for (int depth = 0; depth < 6; depth++)
        {
            final List<Integer> outer = new ArrayList<>(List.of(3, 1, 0, bytes.size()));
            outer.addAll(bytes);
            outer.add(6);
            bytes = outer;
        }
        each(message(SUB, bytes.stream().mapToInt(Integer::intValue).toArray()), record -> descend(record, 0));
        assertEquals(List.of("0 OK", "1 OK", "2 LIMIT"), seen);
    }

    private void descend(final DataRecordView record, final int depth)
    {
        final SubTemplateListView list = new SubTemplateListView();
        final DataRecordView nested = new DataRecordView();
        if (0 == depth || record.nextField())
        {
            final DecodeStatus status = record.subTemplateList(list);
            seen.add(depth + " " + status);
            while (DecodeStatus.OK == status && list.next(nested))
            {
                descend(nested, depth + 1);
            }
        }
    }

    private void list(final DataRecordView record)
    {
        final DataRecordView nested = new DataRecordView();
        final SubTemplateListView sub = new SubTemplateListView();
        final BasicListView basic = new BasicListView();
        final StringBuilder text = new StringBuilder();
        switch (record.elementId())
        {
            case BASIC:
                record.basicList(basic);
                text.append("basic ").append(basic.semantic()).append(' ').append(basic.elementId()).append(':');
                while (basic.next())
                {
                    text.append(' ').append(basic.number());
                }
                break;
            case SUB:
                record.subTemplateList(sub);
                text.append("sub ").append(sub.semantic()).append(' ').append(sub.templateId()).append(':');
                while (sub.next(nested))
                {
                    nested.nextField();
                    text.append(' ').append(nested.number());
                }
                text.append(' ').append(sub.status());
                break;
            case MULTI:
                record.subTemplateMultiList(sub);
                text.append("multi ").append(sub.semantic()).append(':');
                while (sub.next(nested))
                {
                    nested.nextField();
                    text.append(' ').append(nested.number());
                }
                text.append(" unknown ").append(sub.unknownGroups()).append(' ').append(sub.status());
                break;
            default:
                return;
        }
        seen.add(text.toString());
    }

    /* Call with the cursor of each record at each of its fields that may hold a list. */
    private static void each(final byte[] message, final Consumer<DataRecordView> consumer)
    {
        final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.builder().listener((exporter, record) ->
        {
            while (record.nextField())
            {
                if (record.elementId() >= BASIC && record.elementId() <= MULTI)
                {
                    consumer.accept(record);
                }
            }
        }).build());
        assertEquals(DecodeStatus.OK, kit.decode(message));
        assertTrue(kit.flowCount() > 0);
    }

    private static byte[] message(final int element, final int[] list)
    {
        final Message message = Message.ipfix(1, 0).template(256, element, Message.VARIABLE, 4, 1)
            .template(257, 4, 1).set(256).u8(list.length);
        for (final int value : list)
        {
            message.u8(value);
        }
        return message.u8(6).bytes();
    }
}
