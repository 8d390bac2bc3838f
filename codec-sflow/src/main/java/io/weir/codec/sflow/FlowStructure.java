package io.weir.codec.sflow;

import java.util.List;

/**
 * Layout of a structure that describes the packet of a flow sample: its fields in wire order, under the names of its
 * specification. A {@link FlowStructureView} reads a body by it. Immutable.
 *
 * @see <a href="https://sflow.org/developers/structures.php">sFlow structures, flow_data</a>
 */
public final class FlowStructure
{
    /** Most fields that a structure has. */
    public static final int MAX_FIELDS = 24;

    static final int NO_SLOT = -1;

    private final int dataFormat;
    private final String name;
    private final List<Field> fields;
    private final byte[] kinds;
    private final short[] slots;
    private final long wanted;
    private final boolean fills;

    /* A structure; derived are the bits of slots that are filled from its fields without being one of them. */
    FlowStructure(
        final int dataFormat, final String name, final List<Field> fields, final short[] slots, final long derived)
    {
        if (fields.isEmpty() || fields.size() > MAX_FIELDS)
        {
            throw new IllegalArgumentException(name + ": number of fields is out of range: fields=" + fields.size() +
                " range=1.." + MAX_FIELDS);
        }
        this.dataFormat = dataFormat;
        this.name = name;
        this.fields = List.copyOf(fields);
        this.slots = slots;
        kinds = new byte[fields.size()];
        long mask = derived;
        boolean any = false;
        for (int i = 0; i < kinds.length; i++)
        {
            kinds[i] = (byte)fields.get(i).kind().ordinal();
            any |= NO_SLOT != slots[i];
            mask |= NO_SLOT == slots[i] ? 0 : 1L << slots[i];
        }
        fills = any;
        wanted = mask;
    }

    /**
     * Structure of a data format.
     *
     * @param format of a flow record, as on the wire.
     * @return the structure, or null when it is not known.
     */
    public static FlowStructure of(final int format)
    {
        return FlowStructures.of(format);
    }

    /** {@return every structure that is known, by enterprise and format} */
    public static List<FlowStructure> all()
    {
        return FlowStructures.list();
    }

    /** {@return data format of the structure, as on the wire} */
    public int dataFormat()
    {
        return dataFormat;
    }

    /** {@return name of the structure, in its specification's words} */
    public String name()
    {
        return name;
    }

    /** {@return fields in wire order} */
    public List<Field> fields()
    {
        return fields;
    }

    int size()
    {
        return kinds.length;
    }

    int kind(final int index)
    {
        return kinds[index];
    }

    /* Slot of a flow record that a field fills, NO_SLOT for none. */
    int slot(final int index)
    {
        return slots[index];
    }

    /* Bits of all slots it fills, whatever their word: a cheap first look at whether any is wanted. */
    long wanted()
    {
        return wanted;
    }

    boolean fills()
    {
        return fills;
    }

    @Override
    public String toString()
    {
        return name;
    }

    /**
     * One field of a structure.
     *
     * @param name in the specification's words.
     * @param kind of value.
     */
    public record Field(String name, Kind kind)
    {
    }

    /** What a field is on the wire. */
    public enum Kind
    {
        /** 32 bits, unsigned. */
        NUMBER,
        /** 32 bits, signed. */
        SIGNED,
        /** 64 bits, unsigned. */
        HYPER,
        /** MAC address of 48 bits in 8 bytes. */
        MAC,
        /** IPv4 address of 4 bytes. */
        IPV4,
        /** IPv6 address, or another number, of 16 bytes. */
        IPV6,
        /** A type, then an address: 0 unknown, 1 IPv4 of 4 bytes, 2 IPv6 of 16 bytes. */
        ADDRESS,
        /** A length, then so many bytes of text, padded. */
        TEXT,
        /** A length, then so many bytes, padded. */
        OPAQUE,
        /** A number, then so many numbers of 32 bits. */
        WORDS,
        /** A number of segments, then for each its type, a number, and so many AS numbers. */
        AS_PATH,
        /**
         * A number of data units, then for each a number of flow records, and each of these as in a sample: a data
         * format, a length, a body.
         */
        PDUS
    }
}
