package io.weir.codec.sflow;

import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Counter;
import io.weir.record.CounterSchema.Kind;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A counter structure of fixed layout: reads its body into a {@link CounterRecord} as its {@link CounterSchema} says.
 * One class reads them all, because a counter structure is nothing but a list of numbers. Immutable.
 *
 * <p>A body that is longer than the structure is read as far as it is known. In a body that ends early the counters
 * that are missing are absent. Counters and gauges of all ones are absent too: the agent says that it has none.
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
    public static final CounterStructure GENERIC_INTERFACE = new CounterStructure(new Layout()
        .add(Kind.CODE, 4, "ifIndex", "ifType")
        .add(Kind.GAUGE, 8, "ifSpeed")
        .add(Kind.CODE, 4, "ifDirection", "ifStatus")
        .add(Kind.COUNTER, 8, "ifInOctets")
        .add(Kind.COUNTER, 4, "ifInUcastPkts", "ifInMulticastPkts", "ifInBroadcastPkts", "ifInDiscards", "ifInErrors",
            "ifInUnknownProtos")
        .add(Kind.COUNTER, 8, "ifOutOctets")
        .add(Kind.COUNTER, 4, "ifOutUcastPkts", "ifOutMulticastPkts", "ifOutBroadcastPkts", "ifOutDiscards",
            "ifOutErrors")
        .add(Kind.CODE, 4, "ifPromiscuousMode")
        .schema(0, 1, "if_counters"));

    /** Ethernet interface counters, struct {@code ethernet_counters}: thirteen 32-bit counters of RFC 2358. */
    public static final CounterStructure ETHERNET_INTERFACE = new CounterStructure(new Layout()
        .add(Kind.COUNTER, 4, "dot3StatsAlignmentErrors", "dot3StatsFCSErrors", "dot3StatsSingleCollisionFrames",
            "dot3StatsMultipleCollisionFrames", "dot3StatsSQETestErrors", "dot3StatsDeferredTransmissions",
            "dot3StatsLateCollisions", "dot3StatsExcessiveCollisions", "dot3StatsInternalMacTransmitErrors",
            "dot3StatsCarrierSenseErrors", "dot3StatsFrameTooLongs", "dot3StatsInternalMacReceiveErrors",
            "dot3StatsSymbolErrors")
        .schema(0, 2, "ethernet_counters"));

    private static final int ALIGNMENT_MASK = 3;
    private static final long ALL_ONES_32 = 0xFFFF_FFFFL;
    private static final long ALL_ONES_64 = -1;

    private final CounterSchema schema;
    private final byte[] widths;
    private final boolean[] mayBeUnavailable;

    private CounterStructure(final CounterSchema schema)
    {
        this.schema = schema;
        this.widths = new byte[schema.counters().size()];
        this.mayBeUnavailable = new boolean[widths.length];
        for (int i = 0; i < widths.length; i++)
        {
            widths[i] = (byte)schema.counters().get(i).bytes();
            mayBeUnavailable[i] = Kind.CODE != schema.counters().get(i).kind();
        }
    }

    /**
     * Structure of a data format.
     *
     * @param dataFormat of a counter record, as on the wire.
     * @return the structure, or null when it is not known.
     */
    public static CounterStructure of(final int dataFormat)
    {
        switch (dataFormat)
        {
            case 1:
                return GENERIC_INTERFACE;
            case 2:
                return ETHERNET_INTERFACE;
            default:
                return null;
        }
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

    /**
     * Read the body of a record.
     *
     * @param buffer holding the record.
     * @param offset of the body, after its data format and length.
     * @param length in bytes of the body, already known to lie within the sample.
     * @param into   to fill.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body holds no counter or is not made of
     *     32-bit words; the record is then untouched.
     */
    public DecodeStatus read(final byte[] buffer, final int offset, final int length, final CounterRecord into)
    {
        if (length < widths[0] || 0 != (length & ALIGNMENT_MASK))
        {
            return DecodeStatus.LENGTH;
        }
        into.begin(schema);
        final int end = offset + length;
        int at = offset;
        for (int i = 0; i < widths.length && at + widths[i] <= end; i++)
        {
            final boolean wide = 8 == widths[i];
            final long value = wide ? Wire.u64(buffer, at) : Wire.u32(buffer, at);
            if (!mayBeUnavailable[i] || value != (wide ? ALL_ONES_64 : ALL_ONES_32))
            {
                into.put(i, value);
            }
            at += widths[i];
        }
        return DecodeStatus.OK;
    }

    private static final class Layout
    {
        private final List<Counter> counters = new ArrayList<>();

        Layout add(final Kind kind, final int bytes, final String... names)
        {
            for (final String name : names)
            {
                counters.add(new Counter(name, kind, bytes));
            }
            return this;
        }

        CounterSchema schema(final int enterprise, final int format, final String name)
        {
            return new CounterSchema(enterprise, format, name, counters);
        }
    }
}
