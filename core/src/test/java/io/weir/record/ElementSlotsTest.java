package io.weir.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class ElementSlotsTest
{
    private static final Field APPLICATION = Field.element(0, 95);
    private static final Field VENDOR = Field.element(25_461, 56_701);
    private static final Field USER = Field.elementText(0, 371);

    @Test
    void shouldNameAnElementByItsNumbers()
    {
        assertEquals("ipfix:95", APPLICATION.name());
        assertEquals("ipfix:25461/56701", VENDOR.name());
        assertEquals(25_461, VENDOR.enterprise());
        assertEquals(56_701, VENDOR.elementId());
        assertEquals(Field.element(0, 95), APPLICATION);
        assertNotEquals(Field.elementText(0, 95), APPLICATION);
        assertNotEquals(VENDOR, APPLICATION);
        assertFalse(Field.BYTES.isElement());
    }

    @Test
    void shouldRefuseNumbersOutOfRange()
    {
        assertThrows(IllegalArgumentException.class, () -> Field.element(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> Field.element(1L << 32, 1));
        assertThrows(IllegalArgumentException.class, () -> Field.element(0, 65_536));
        assertThrows(IllegalArgumentException.class, () -> Field.element(0, -1));
    }

    @Test
    void shouldKeepTheSlotsOfASetInItsUnions()
    {
        final FieldSet first = FieldSet.of(Field.BYTES, VENDOR, USER);
        final FieldSet union = first.union(FieldSet.of(APPLICATION, USER));

        assertEquals(List.of(VENDOR, USER, APPLICATION), union.elements().fields());
        assertEquals(Slots.ELEMENTS, union.elements().slot(VENDOR));
        assertEquals(Slots.ELEMENTS + 4, union.elements().slot(APPLICATION));
        assertTrue(union.has(APPLICATION) && union.has(Slots.ELEMENTS + 4) && union.has(Slots.ELEMENTS + 5));
        assertFalse(first.has(APPLICATION));
        assertFalse(union.has(Slots.ELEMENTS + 6));
        assertSame(union, union.union(FieldSet.of(USER)));
        assertFalse(FieldSet.ALL.has(APPLICATION));
    }

    @Test
    void shouldGiveNoMoreSlotsThanThereAre()
    {
        FieldSet set = FieldSet.NONE;
        for (int id = 0; id < ElementSlots.MAX + 5; id++)
        {
            set = set.union(FieldSet.of(Field.element(0, id)));
        }

        assertEquals(ElementSlots.MAX, set.elements().fields().size());
        assertTrue(set.has(Slots.COUNT - 1));
        assertEquals(-1, set.elements().slot(Field.element(0, ElementSlots.MAX)));
    }

    @Test
    void shouldHoldElementsOfARecordFilledByHand()
    {
        final FlowRecord record = new FlowRecord();
        final byte[] name = "ann".getBytes(StandardCharsets.UTF_8);
        record.put(APPLICATION, 7).putText(USER, name);

        assertTrue(record.has(APPLICATION) && record.has(USER));
        assertFalse(record.has(VENDOR));
        assertEquals(7, record.get(record.elements().slot(APPLICATION) + 1));
        assertEquals(3, record.textLength(record.elements().slot(USER)));
        assertSame(name, record.textBuffer(record.elements().slot(USER)));
        record.clear();
        assertFalse(record.has(APPLICATION));
    }

    @Test
    void shouldRefuseMoreElementsThanARecordHolds()
    {
        final FlowRecord record = new FlowRecord();
        for (int id = 0; id < ElementSlots.MAX; id++)
        {
            record.put(Field.element(0, id), id);
        }
        assertThrows(IllegalArgumentException.class, () -> record.put(VENDOR, 1));
        assertThrows(IllegalArgumentException.class, () -> record.put(USER, 1));
    }
}
