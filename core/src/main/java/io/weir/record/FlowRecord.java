package io.weir.record;

/**
 * One observed flow or packet sample: a flat register file of {@code long}s with a presence bit each, reused for
 * every record. What is absent in the datagram is absent here, never 0.
 *
 * <p>Codecs write by {@link Slots}, user code may write by {@link Field}. {@code BYTES} and {@code FRAMES} hold what
 * the exporter counted; consumers scale them by {@link #samplingRateOrOne()}. Addresses take two slots, IPv4 in the
 * form {@code ::ffff:a.b.c.d}; whether an address is IPv4 is told by the kind {@link Slots#IPV4} of its layer, not by
 * its value. Text is a reference to bytes of the datagram, or of an array of its own, see {@link #putText}. Not thread
 * safe. Valid during the call that hands it out.
 */
public final class FlowRecord
{
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final int PROTOCOL_ICMP = 1;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_ICMP6 = 58;
    private static final int PROTOCOL_SCTP = 132;
    /* Bit of a text's value: it lies in an array of its own, not in the datagram. */
    private static final long ELSEWHERE = Long.MIN_VALUE;
    /* A table, because which protocol comes next no predictor of branches can know. */
    private static final long[] KINDS = new long[256];

    static
    {
        KINDS[PROTOCOL_TCP] = Slots.bit(Slots.TCP);
        KINDS[PROTOCOL_UDP] = Slots.bit(Slots.UDP);
        KINDS[PROTOCOL_ICMP] = Slots.bit(Slots.ICMP);
        KINDS[PROTOCOL_ICMP6] = Slots.bit(Slots.ICMP6);
        KINDS[PROTOCOL_SCTP] = Slots.bit(Slots.SCTP);
    }

    private final long[] values = new long[Slots.COUNT];
    private final long[] present = new long[Slots.WORDS];
    private final byte[][] texts = new byte[Slots.COUNT][];
    private ElementSlots elements = ElementSlots.NONE;
    private byte[] buffer;
    private int offset;
    private int length;

    /** An empty record. */
    public FlowRecord()
    {
    }

    /** Forget every value. */
    public void clear()
    {
        for (int word = 0; word < Slots.WORDS; word++)
        {
            present[word] = 0;
        }
    }

    /** {@return which information elements the slots of {@link Slots#ELEMENT_WORD} hold} */
    public ElementSlots elements()
    {
        return elements;
    }

    /**
     * Give the slots of {@link Slots#ELEMENT_WORD} to elements. Stays until it is said anew; a record is cleared before
     * that.
     *
     * @param newElements from now on.
     */
    public void elements(final ElementSlots newElements)
    {
        elements = newElements;
    }

    /* Slot of a field, which an element is given now unless all are taken. */
    private int slotOf(final Field field)
    {
        if (!field.isElement())
        {
            return field.slot();
        }
        elements = elements.with(field);
        final int slot = elements.slot(field);
        if (slot < 0)
        {
            throw new IllegalArgumentException(field + ": too many elements in the record: max=" + ElementSlots.MAX);
        }
        return slot;
    }

    /**
     * Set a value.
     *
     * @param slot  of the field.
     * @param value to hold.
     */
    public void put(final int slot, final long value)
    {
        values[slot] = value;
        present[slot >>> 6] |= 1L << slot;
    }

    /**
     * Set a value whose presence {@link #mark} tells, for many fields at once.
     *
     * @param slot  of the field.
     * @param value to hold.
     */
    public void putUnmarked(final int slot, final long value)
    {
        values[slot] = value;
    }

    /**
     * Mark slots of one word as present.
     *
     * @param word of the slots.
     * @param mask bit n for slot n of the word.
     */
    public void mark(final int word, final long mask)
    {
        present[word] |= mask;
    }

    /**
     * Set a 128-bit value.
     *
     * @param slot first of two.
     * @param high 64 bits.
     * @param low  64 bits.
     */
    public void putAddress(final int slot, final long high, final long low)
    {
        values[slot] = high;
        values[slot + 1] = low;
        present[slot >>> 6] |= 3L << slot;
    }

    /**
     * Set an IPv4 address in a slot of two.
     *
     * @param slot    first of two.
     * @param address 0..2^32-1.
     */
    public void putAddress4(final int slot, final long address)
    {
        putAddress(slot, 0, V4_MAPPED | address);
    }

    /**
     * Set the version of IP and the kind that goes with it.
     *
     * @param layer   0 for the outer packet.
     * @param version 4 or 6; another value sets no kind.
     */
    public void putIpVersion(final int layer, final int version)
    {
        put(layer * Slots.LAYER_STRIDE + Slots.IP_VERSION, version);
        mark(layer, 4 == version ? Slots.bit(Slots.IPV4) : 6 == version ? Slots.bit(Slots.IPV6) : 0);
    }

    /**
     * Set the protocol above IP and the kind that goes with it.
     *
     * @param layer    0 for the outer packet.
     * @param protocol 0..255.
     */
    public void putL4Protocol(final int layer, final int protocol)
    {
        put(layer * Slots.LAYER_STRIDE + Slots.L4_PROTOCOL, protocol);
        mark(layer, kindOfProtocol(protocol));
    }

    /**
     * Kind bit of a protocol above IP.
     *
     * @param protocol of which the low 8 bits count.
     * @return presence mask for the layer's word, 0 for a protocol without a kind.
     */
    public static long kindOfProtocol(final int protocol)
    {
        return KINDS[protocol & 0xFF];
    }

    /**
     * Say which bytes the record comes from. They are not copied. References by {@link #putText(int, int, int)} are
     * into the same array. Stays until it is said anew.
     *
     * @param newBuffer holding the datagram.
     * @param newOffset of the sample, with its data format and length, or of the data record.
     * @param newLength in bytes.
     */
    public void source(final byte[] newBuffer, final int newOffset, final int newLength)
    {
        if (buffer != newBuffer)
        {
            buffer = newBuffer;
        }
        offset = newOffset;
        length = newLength;
    }

    /** {@return array that the record comes from and that most text refers to; null where none was told} */
    public byte[] buffer()
    {
        return buffer;
    }

    /** {@return where the sample or data record begins in {@link #buffer}} */
    public int offset()
    {
        return offset;
    }

    /** {@return bytes of the sample or data record; 0 where it was not told} */
    public int length()
    {
        return length;
    }

    /**
     * Set a reference to text in {@link #buffer}.
     *
     * @param slot       of the field.
     * @param textOffset of the first byte.
     * @param textLength in bytes.
     */
    public void putText(final int slot, final int textOffset, final int textLength)
    {
        put(slot, (long)textOffset << 32 | textLength);
    }

    /**
     * Set a reference to text that is kept elsewhere than in the datagram, such as a name learned from options. The
     * array is not copied; it must not change while the record is used.
     *
     * @param slot       of the field.
     * @param text       array that holds the text.
     * @param textOffset of the first byte.
     * @param textLength in bytes.
     */
    public void putText(final int slot, final byte[] text, final int textOffset, final int textLength)
    {
        if (texts[slot] != text)
        {
            texts[slot] = text;
        }
        put(slot, ELSEWHERE | (long)textOffset << 32 | textLength);
    }

    /**
     * Set text by field.
     *
     * @param field of text.
     * @param text  to refer to, in the encoding of the field: mostly UTF-8.
     * @return this record.
     * @throws IllegalArgumentException if the field does not hold text.
     */
    public FlowRecord putText(final Field field, final byte[] text)
    {
        if (!field.isText())
        {
            throw new IllegalArgumentException(field + ": takes a number or an address, not text");
        }
        putText(slotOf(field), text, 0, text.length);
        return this;
    }

    /**
     * Array that holds the text of a slot.
     *
     * @param slot of the field.
     * @return {@link #buffer}, or the array that was given with the text; meaningful only where {@link #has(int)}.
     */
    public byte[] textBuffer(final int slot)
    {
        return values[slot] < 0 ? texts[slot] : buffer;
    }

    /**
     * Where the text of a slot begins.
     *
     * @param slot of the field.
     * @return offset in {@link #textBuffer}; meaningful only where {@link #has(int)}.
     */
    public int textOffset(final int slot)
    {
        return (int)(values[slot] >>> 32) & Integer.MAX_VALUE;
    }

    /**
     * Length of the text of a slot.
     *
     * @param slot of the field.
     * @return bytes, 0 or more; meaningful only where {@link #has(int)}.
     */
    public int textLength(final int slot)
    {
        return (int)values[slot];
    }

    /**
     * Set a value by field.
     *
     * @param field of one slot, not of text.
     * @param value to hold.
     * @return this record.
     * @throws IllegalArgumentException if the field takes two slots and is no element, or takes text.
     */
    public FlowRecord put(final Field field, final long value)
    {
        if (field.isElement() && !field.isText())
        {
            putAddress(slotOf(field), 0, value);
            return this;
        }
        if (1 != field.slots())
        {
            throw new IllegalArgumentException(field + ": takes an address of two slots, not a number");
        }
        if (field.isText())
        {
            throw new IllegalArgumentException(field + ": takes text, not a number");
        }
        if (Slots.META_WORD > Slots.word(field.slot()))
        {
            putPacketField(field.slot(), value);
        }
        else
        {
            put(field.slot(), value);
        }
        return this;
    }

    private void putPacketField(final int slot, final long value)
    {
        final int layer = Slots.word(slot);
        final int base = slot % Slots.LAYER_STRIDE;
        if (Slots.IP_VERSION == base)
        {
            putIpVersion(layer, (int)value);
        }
        else if (Slots.L4_PROTOCOL == base)
        {
            putL4Protocol(layer, (int)value);
        }
        else
        {
            put(slot, value);
        }
    }

    /**
     * Set an address by field.
     *
     * @param field of two slots.
     * @param high  64 bits.
     * @param low   64 bits; {@code 0xFFFF_xxxxxxxx} with a high of 0 for IPv4.
     * @return this record.
     * @throws IllegalArgumentException if the field takes one slot.
     */
    public FlowRecord putAddress(final Field field, final long high, final long low)
    {
        if (2 != field.slots())
        {
            throw new IllegalArgumentException(field + ": takes a number, not an address of two slots");
        }
        putAddress(slotOf(field), high, low);
        return this;
    }

    /**
     * Value of a slot, whether present or stale.
     *
     * @param slot of the field.
     * @return the value; meaningful only where {@link #has(int)}.
     */
    public long get(final int slot)
    {
        return values[slot];
    }

    /**
     * Value of a slot, or another value where it is absent.
     *
     * @param slot   of the field.
     * @param absent to return when the record lacks the field.
     * @return the value.
     */
    public long getOr(final int slot, final long absent)
    {
        return has(slot) ? values[slot] : absent;
    }

    /**
     * Whether a slot, or a kind, is present.
     *
     * @param slot of the field or kind.
     * @return true if it is.
     */
    public boolean has(final int slot)
    {
        return 0 != (present[slot >>> 6] & 1L << slot);
    }

    /**
     * Whether a field is present.
     *
     * @param field to look for.
     * @return true if it is.
     */
    public boolean has(final Field field)
    {
        final int slot = field.isElement() ? elements.slot(field) : field.slot();
        return slot >= 0 && has(slot);
    }

    /**
     * Presence bits of one word.
     *
     * @param word 0 to {@link Slots#WORDS} - 1.
     * @return bit n for slot n of the word.
     */
    public long present(final int word)
    {
        return present[word];
    }

    /** {@return N of "one in N", or 1 where the rate is not known} */
    public long samplingRateOrOne()
    {
        return has(Slots.SAMPLING_RATE) ? values[Slots.SAMPLING_RATE] : 1;
    }
}
