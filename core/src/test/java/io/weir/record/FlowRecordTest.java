package io.weir.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import org.junit.jupiter.api.Test;

class FlowRecordTest
{
    private static final byte[] DATAGRAM = "....a.example....".getBytes(US_ASCII);
    private static final byte[] LEARNED = "..http/443..".getBytes(US_ASCII);

    private final FlowRecord record = new FlowRecord();

    private String text(final int slot)
    {
        return new String(record.textBuffer(slot), record.textOffset(slot), record.textLength(slot), US_ASCII);
    }

    @Test
    void shouldReferToTextOfTheDatagram()
    {
        record.source(DATAGRAM, 2, 12);
        record.putText(Slots.URL_HOST, 4, 9);
        assertSame(DATAGRAM, record.textBuffer(Slots.URL_HOST));
        assertEquals("a.example", text(Slots.URL_HOST));
    }

    @Test
    void shouldReferToTextKeptElsewhereAndBackAgain()
    {
        record.source(DATAGRAM, 0, DATAGRAM.length);
        record.putText(Slots.APP_NAME, LEARNED, 2, 8);
        record.putText(Slots.URL, 4, 1);
        assertEquals("http/443", text(Slots.APP_NAME));
        assertEquals("a", text(Slots.URL));
        record.clear();
        record.putText(Slots.APP_NAME, 4, 9);
        assertEquals("a.example", text(Slots.APP_NAME));
        assertSame(DATAGRAM, record.textBuffer(Slots.APP_NAME));
    }

    @Test
    void shouldFollowTheDatagramThatTextWasSetFor()
    {
        record.source(DATAGRAM, 0, DATAGRAM.length);
        record.putText(Slots.URL, LEARNED, 0, 3);
        record.source(LEARNED, 0, LEARNED.length);
        record.putText(Slots.URL_HOST, 2, 4);
        assertEquals("..h", text(Slots.URL));
        assertEquals("http", text(Slots.URL_HOST));
    }

    @Test
    void shouldTakeTextByField()
    {
        record.putText(Field.USER_SOURCE, LEARNED);
        assertTrue(record.has(Field.USER_SOURCE));
        assertEquals("..http/443..", text(Slots.USER_SOURCE));
    }

    @Test
    void shouldTellTextFromNumbers()
    {
        assertThrows(IllegalArgumentException.class, () -> record.putText(Field.VLAN, LEARNED));
        assertThrows(IllegalArgumentException.class, () -> record.put(Field.URL, 1));
        assertThrows(IllegalArgumentException.class, () -> record.putAddress(Field.URL, 0, 1));
    }

    @Test
    void shouldNotAllocate()
    {
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            record.source(DATAGRAM, 0, DATAGRAM.length);
            record.putText(Slots.APP_NAME, LEARNED, 2, 8);
            record.putText(Slots.URL, 4, 9);
            record.clear();
        }));
    }
}
