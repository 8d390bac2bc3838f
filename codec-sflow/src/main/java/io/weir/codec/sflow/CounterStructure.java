package io.weir.codec.sflow;

import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Kind;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.List;

/**
 * A counter structure: reads its body into a {@link CounterRecord} as its {@link CounterSchema} says. One class reads
 * them all, because a counter structure is nothing but a list of numbers and texts, at times with a list of the same at
 * its end. Immutable.
 *
 * <p>A body that is longer than the structure is read as far as it is known. In a body that ends early the counters
 * that are missing are absent. Counters and gauges of all ones are absent too, and empty texts: the agent says that it
 * has none.
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, counter_data</a>
 */
public final class CounterStructure
{
    /**
     * Generic interface counters, struct {@code if_counters}.
     *
     * <pre>
     * ifIndex | ifType | ifSpeed (64) | ifDirection | ifStatus | ifInOctets (64) | ifInUcastPkts |
     * ifInMulticastPkts | ifInBroadcastPkts | ifInDiscards | ifInErrors | ifInUnknownProtos | ifOutOctets (64) |
     * ifOutUcastPkts | ifOutMulticastPkts | ifOutBroadcastPkts | ifOutDiscards | ifOutErrors | ifPromiscuousMode
     * </pre>
     */
    public static final CounterStructure GENERIC_INTERFACE = new CounterLayout()
        .codes("ifIndex", "ifType")
        .wideGauges("ifSpeed")
        .codes("ifDirection", "ifStatus")
        .wideCounters("ifInOctets")
        .counters("ifInUcastPkts", "ifInMulticastPkts", "ifInBroadcastPkts", "ifInDiscards", "ifInErrors",
            "ifInUnknownProtos")
        .wideCounters("ifOutOctets")
        .counters("ifOutUcastPkts", "ifOutMulticastPkts", "ifOutBroadcastPkts", "ifOutDiscards", "ifOutErrors")
        .codes("ifPromiscuousMode")
        .structure(1, "if_counters");

    /** Ethernet interface counters, struct {@code ethernet_counters}: thirteen 32-bit counters of RFC 2358. */
    public static final CounterStructure ETHERNET_INTERFACE = new CounterLayout()
        .counters("dot3StatsAlignmentErrors", "dot3StatsFCSErrors", "dot3StatsSingleCollisionFrames",
            "dot3StatsMultipleCollisionFrames", "dot3StatsSQETestErrors", "dot3StatsDeferredTransmissions",
            "dot3StatsLateCollisions", "dot3StatsExcessiveCollisions", "dot3StatsInternalMacTransmitErrors",
            "dot3StatsCarrierSenseErrors", "dot3StatsFrameTooLongs", "dot3StatsInternalMacReceiveErrors",
            "dot3StatsSymbolErrors")
        .structure(2, "ethernet_counters");

    private static final int ALIGNMENT_MASK = 3;
    private static final int WORD = 4;
    private static final int MAC_LENGTH = 8;
    private static final int MAX_UNIT = 8;
    private static final long ALL_ONES_32 = 0xFFFF_FFFFL;
    private static final int TEXT = Kind.TEXT.ordinal();
    private static final int BYTES = Kind.BYTES.ordinal();
    private static final int MACS = Kind.MACS.ordinal();
    private static final Kind[] KINDS = Kind.values();

    private final CounterSchema schema;
    private final byte[] kinds;
    private final byte[] widths;
    private final CounterStructure entry;

    CounterStructure(final CounterSchema schema)
    {
        this.schema = schema;
        this.kinds = new byte[schema.counters().size()];
        this.widths = new byte[kinds.length];
        for (int i = 0; i < widths.length; i++)
        {
            kinds[i] = (byte)schema.counters().get(i).kind().ordinal();
            widths[i] = (byte)schema.counters().get(i).bytes();
        }
        this.entry = null == schema.entry() ? null : new CounterStructure(schema.entry());
    }

    /**
     * Structure of a data format.
     *
     * @param dataFormat of a counter record, as on the wire.
     * @return the structure, or null when it is not known.
     */
    public static CounterStructure of(final int dataFormat)
    {
        return CounterStructures.of(dataFormat);
    }

    /** {@return every structure that is known, by enterprise and format} */
    public static List<CounterStructure> all()
    {
        return CounterStructures.list();
    }

    /** {@return names, kinds and widths of the counters} */
    public CounterSchema schema()
    {
        return schema;
    }

    /** {@return data format of the structure, as on the wire} */
    public int dataFormat()
    {
        return SflowFormat.of(schema.enterprise(), schema.format());
    }

    /** {@return layout of an entry of the list at the end of the structure, null where there is no list} */
    public CounterStructure entry()
    {
        return entry;
    }

    /**
     * Read the body of a record, up to the list at its end if there is one.
     *
     * @param buffer holding the record.
     * @param offset of the body, after its data format and length.
     * @param length in bytes of the body, already known to lie within the sample.
     * @param into   to fill; what it holds after another status than OK is of no use.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#LENGTH} when the body holds no counter, is not made of
     *     32-bit words, or a text is longer than it; {@link DecodeStatus#COUNT} when a list is longer than it.
     */
    public DecodeStatus read(final byte[] buffer, final int offset, final int length, final CounterRecord into)
    {
        if (length < (0 == widths.length ? WORD : widths[0]) || 0 != (length & ALIGNMENT_MASK))
        {
            return DecodeStatus.LENGTH;
        }
        into.source(buffer);
        into.begin(schema);
        final int end = offset + length;
        final int at = fill(buffer, offset, end, into);
        if (at < 0)
        {
            return -1 == at ? DecodeStatus.LENGTH : DecodeStatus.COUNT;
        }
        return null != entry && end - at >= WORD &&
            Wire.u32(buffer, at) * entry.schema.length() > end - at - WORD ? DecodeStatus.COUNT : DecodeStatus.OK;
    }

    /**
     * Where the list at the end of a structure begins, for a body that {@link #read} found to be sound.
     *
     * @param buffer holding the record.
     * @param offset of the body.
     * @param length in bytes of the body.
     * @return offset of the number of entries; the end of the body where there is no list, or it is cut off.
     */
    public int listOffset(final byte[] buffer, final int offset, final int length)
    {
        final int end = offset + length;
        int at = offset;
        for (int i = 0; i < widths.length && at < end; i++)
        {
            final int width = width(i, buffer, at, end);
            at = width < 0 ? end : at + width;
        }
        return null == entry || end - at < WORD ? end : at;
    }

    /**
     * Read an entry of the list at the end of a structure. Called on {@link #entry()}.
     *
     * @param buffer holding the record.
     * @param offset of the entry: after the number of entries, or where the last entry ended.
     * @param end    of the body.
     * @param index  of the entry, from 0.
     * @param into   to fill.
     * @return offset after the entry; below 0 when the body ends before it, or a list in it is longer than the body.
     */
    public int readEntry(
        final byte[] buffer, final int offset, final int end, final int index, final CounterRecord into)
    {
        if (end - offset < schema.length())
        {
            return -1;
        }
        into.begin(schema, index);
        return fill(buffer, offset, end, into);
    }

    /* The offset after the last field that is there; -1 for a text, -2 for a list that runs past the end. */
    private int fill(final byte[] buffer, final int offset, final int end, final CounterRecord into)
    {
        int at = offset;
        for (int i = 0; i < widths.length && at < end; i++)
        {
            final int width = width(i, buffer, at, end);
            if (width < 0)
            {
                return width;
            }
            if (width > end - at)
            {
                return end;
            }
            put(i, buffer, at, width, into);
            at += width;
        }
        return at;
    }

    private void put(final int index, final byte[] buffer, final int at, final int width, final CounterRecord into)
    {
        switch (KINDS[kinds[index]])
        {
            case COUNTER:
            case GAUGE:
                final long value = MAX_UNIT == width ? Wire.u64(buffer, at) : Wire.u32(buffer, at);
                if (value != (MAX_UNIT == width ? -1 : ALL_ONES_32))
                {
                    into.put(index, value);
                }
                break;
            case CODE:
                into.put(index, MAX_UNIT == width ? Wire.u64(buffer, at) : Wire.u32(buffer, at));
                break;
            case SIGNED:
                final int signed = Wire.i32(buffer, at);
                if (-1 != signed && Integer.MAX_VALUE != signed && -Integer.MAX_VALUE != signed)
                {
                    into.put(index, signed);
                }
                break;
            case PERCENT:
                if (-1 != Wire.i32(buffer, at))
                {
                    into.put(index, Wire.i32(buffer, at));
                }
                break;
            case FLOAT:
                if (Float.intBitsToFloat(Wire.i32(buffer, at)) >= 0)
                {
                    into.put(index, Wire.u32(buffer, at));
                }
                break;
            case MAC:
                into.put(index, Wire.u48(buffer, at));
                break;
            case BYTES:
                into.putReference(index, at, width);
                break;
            default:
                putVariable(index, buffer, at, into);
                break;
        }
    }

    private void putVariable(final int index, final byte[] buffer, final int at, final CounterRecord into)
    {
        final int count = Wire.i32(buffer, at);
        if (count > 0)
        {
            into.putReference(index, at + WORD, count * unit(kinds[index]));
        }
    }

    /* Bytes of a field on the wire, with padding; -1 for a text, -2 for a list that runs past the end. */
    private int width(final int index, final byte[] buffer, final int at, final int end)
    {
        final byte kind = kinds[index];
        if (kind < TEXT || BYTES == kind || end - at < WORD)
        {
            return widths[index];
        }
        final long bytes = Wire.u32(buffer, at) * unit(kind);
        if (bytes > end - at - WORD)
        {
            return TEXT == kind ? -1 : -2;
        }
        return WORD + (int)SflowFormat.padded(bytes);
    }

    private static int unit(final byte kind)
    {
        return TEXT == kind ? 1 : MACS == kind ? MAC_LENGTH : WORD;
    }
}
