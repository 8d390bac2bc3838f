package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema.Counter;
import io.weir.record.CounterSchema.Kind;
import io.weir.wire.Wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Puts the values of counter structures into JSON, each in the form of its kind. Stateless. */
final class CounterFields
{
    private static final int WORD = 4;
    private static final int PADDED_MAC = 8;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private CounterFields()
    {
    }

    /**
     * Put one value.
     *
     * @param counters to put it into.
     * @param record   to read.
     * @param index    of the value, which is present.
     */
    static void put(final ObjectNode counters, final CounterRecord record, final int index)
    {
        final Counter counter = record.schema().counters().get(index);
        final String name = counter.name();
        switch (counter.kind())
        {
            case SIGNED:
                counters.put(name, (int)record.value(index));
                break;
            case PERCENT:
                counters.put(name, BigDecimal.valueOf((int)record.value(index), 2).stripTrailingZeros());
                break;
            case FLOAT:
                putNumber(counters, name, Float.toString(Float.intBitsToFloat((int)record.value(index))));
                break;
            case DOUBLE:
                putNumber(counters, name, Double.toString(record.number(index)));
                break;
            case MAC:
                counters.put(name, mac(record.value(index)));
                break;
            case TEXT:
                counters.put(name, text(record.buffer(), record.referenceOffset(index),
                    record.referenceLength(index)));
                break;
            case BYTES:
                counters.put(name, HEX.formatHex(record.buffer(), record.referenceOffset(index),
                    record.referenceOffset(index) + record.referenceLength(index)));
                break;
            case WORDS:
            case MACS:
                putList(counters.putArray(name), record, index);
                break;
            default:
                RecordFields.putUnsigned(counters, name, record.value(index));
                break;
        }
    }

    /**
     * Put a floating point number.
     *
     * @param counters to put it into.
     * @param name     of the member.
     * @param text     of the number, in the form of {@link Double#toString}.
     */
    static void putNumber(final ObjectNode counters, final String name, final String text)
    {
        try
        {
            counters.put(name, new BigDecimal(text));
        }
        catch (final NumberFormatException e)
        {
            // Not a number, or infinite: JSON has no word for it.
            counters.put(name, text);
        }
    }

    private static void putList(final ArrayNode list, final CounterRecord record, final int index)
    {
        final boolean macs = Kind.MACS == record.schema().counters().get(index).kind();
        final int unit = macs ? PADDED_MAC : WORD;
        final int end = record.referenceOffset(index) + record.referenceLength(index);
        for (int at = record.referenceOffset(index); at + unit <= end; at += unit)
        {
            if (macs)
            {
                list.add(mac(Wire.u48(record.buffer(), at)));
            }
            else
            {
                list.add(Wire.u32(record.buffer(), at));
            }
        }
    }

    /**
     * Text of a MAC address.
     *
     * @param mac 48 bits.
     * @return 12 upper-case hexadecimal digits.
     */
    static String mac(final long mac)
    {
        return String.format(Locale.ROOT, "%012X", mac);
    }

    /**
     * Text of a datagram. What is not UTF-8 becomes U+FFFD; the JSON writer escapes control characters.
     *
     * @param bytes  holding the text.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return the text.
     */
    static String text(final byte[] bytes, final int offset, final int length)
    {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
