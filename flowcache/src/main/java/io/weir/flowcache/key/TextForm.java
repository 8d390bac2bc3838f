package io.weir.flowcache.key;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/** How the bytes that a text field refers to become text. */
enum TextForm
{
    /** They are the text. */
    PLAIN
    {
        @Override
        void read(final byte[] bytes, final int from, final int to, final KeyValue into)
        {
            into.text(bytes, from, to - from);
        }
    },
    /**
     * A name of DNS: labels after their lengths become {@code www.example.org}, in lower case, as names that differ in
     * case alone are the same. Bytes that are not printable, dots within a label and backslashes are escaped.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4343">RFC 4343, section 2.1</a>
     */
    DNS_NAME
    {
        @Override
        void read(final byte[] bytes, final int from, final int to, final KeyValue into)
        {
            int at = from;
            while (at < to)
            {
                final int end = Math.min(to, at + 1 + Wire.u8(bytes, at));
                if (at > from)
                {
                    into.append('.');
                }
                for (at++; at < end; at++)
                {
                    letter(bytes[at] & 0xFF, into);
                }
            }
            if (from == to)
            {
                into.append('.');
            }
        }

        private void letter(final int value, final KeyValue into)
        {
            if (value <= ' ' || value > '~')
            {
                into.append('\\');
                into.append('0' + value / 100);
                into.append('0' + value / 10 % 10);
                into.append('0' + value % 10);
                return;
            }
            if ('.' == value || '\\' == value)
            {
                into.append('\\');
            }
            into.append(value >= 'A' && value <= 'Z' ? value + 'a' - 'A' : value);
        }
    },
    /** A path of BGP: {@code 65001-65002}, a set as {@code {65003,65004}}. */
    AS_PATH
    {
        @Override
        void read(final byte[] bytes, final int from, final int to, final KeyValue into)
        {
            int at = from;
            while (at + SEGMENT <= to)
            {
                final boolean isSet = AS_SET == Wire.i32(bytes, at);
                final long count = Math.min(Wire.u32(bytes, at + WORD), (to - at - SEGMENT) / WORD);
                if (into.textLength() > 0 && count > 0)
                {
                    into.append('-');
                }
                if (isSet)
                {
                    into.append('{');
                }
                at += SEGMENT;
                for (int i = 0; i < count; i++, at += WORD)
                {
                    if (i > 0)
                    {
                        into.append(isSet ? ',' : '-');
                    }
                    into.appendNumber(Wire.u32(bytes, at));
                }
                if (isSet)
                {
                    into.append('}');
                }
            }
        }
    },
    /** Communities of BGP: {@code 65001:100,65001:200}. */
    COMMUNITIES
    {
        @Override
        void read(final byte[] bytes, final int from, final int to, final KeyValue into)
        {
            for (int at = from; at + WORD <= to; at += WORD)
            {
                if (at > from)
                {
                    into.append(',');
                }
                into.appendNumber(Wire.u16(bytes, at));
                into.append(':');
                into.appendNumber(Wire.u16(bytes, at + 2));
            }
        }
    };

    private static final int WORD = 4;
    private static final int SEGMENT = 2 * WORD;
    private static final int AS_SET = 1;

    static TextForm of(final int slot)
    {
        switch (slot)
        {
            case Slots.BGP_AS_PATH:
                return AS_PATH;
            case Slots.BGP_COMMUNITIES:
                return COMMUNITIES;
            default:
                return slot < Slots.META_WORD * Slots.WORD_SLOTS && Slots.DNS_QNAME == slot % Slots.LAYER_STRIDE ?
                    DNS_NAME : PLAIN;
        }
    }

    abstract void read(byte[] bytes, int from, int to, KeyValue into);

    void read(final FlowRecord record, final int slot, final KeyValue into)
    {
        final int from = record.textOffset(slot);
        read(record.textBuffer(slot), from, from + record.textLength(slot), into);
    }
}
