package io.weir.flowcache.key;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/** A map of labels, made ready for the values of one key. Immutable; a lookup does not allocate. */
final class LabelValues
{
    private final long[] highs;
    private final long[] lows;
    private final byte[][] texts;
    private final Label[] labels;

    private LabelValues(final int size)
    {
        int slots = 4;
        while (slots < 2 * size)
        {
            slots *= 2;
        }
        highs = new long[slots];
        lows = new long[slots];
        texts = new byte[slots][];
        labels = new Label[slots];
    }

    /* IllegalArgumentException, which tells the name of the key, when a text of the map is not a value of it. */
    static LabelValues of(final LabelMap map, final Key key, final Function<String, Label> labelOf)
    {
        final LabelValues values = new LabelValues(map.labels().size());
        for (final Map.Entry<String, String> entry : map.labels().entrySet())
        {
            final Label label = labelOf.apply(entry.getValue());
            if (KeyType.TEXT == key.type())
            {
                final byte[] text = entry.getKey().getBytes(StandardCharsets.UTF_8);
                values.put(0, hash(text, 0, text.length), text, label);
            }
            else
            {
                final long[] bits = key.parse(entry.getKey());
                values.put(bits[0], bits[1], null, label);
            }
        }
        return values;
    }

    private void put(final long high, final long low, final byte[] text, final Label label)
    {
        int at = home(high, low);
        while (null != labels[at])
        {
            at = at + 1 & labels.length - 1;
        }
        highs[at] = high;
        lows[at] = low;
        texts[at] = text;
        labels[at] = label;
    }

    private int home(final long high, final long low)
    {
        final long mixed = (high * 31 + low) * 0x9E37_79B9_7F4A_7C15L;
        return (int)(mixed >>> 32) & labels.length - 1;
    }

    private static long hash(final byte[] bytes, final int offset, final int length)
    {
        long hash = length;
        for (int i = 0; i < length; i++)
        {
            hash = hash * 0x0100_0000_01B3L + (bytes[offset + i] & 0xFF);
        }
        return hash;
    }

    /* Labels by place, null where there is none. */
    Label[] labels()
    {
        return labels;
    }

    /* Place of a value, without a label where the map does not have it. */
    int find(final long high, final long low)
    {
        int at = home(high, low);
        while (null != labels[at] && (low != lows[at] || high != highs[at]))
        {
            at = at + 1 & labels.length - 1;
        }
        return at;
    }

    /* Place of a text. */
    int find(final KeyValue text)
    {
        final long hash = hash(text.textBuffer(), text.textOffset(), text.textLength());
        int at = home(0, hash);
        while (null != labels[at] && (hash != lows[at] || !text.isText(texts[at])))
        {
            at = at + 1 & labels.length - 1;
        }
        return at;
    }
}
