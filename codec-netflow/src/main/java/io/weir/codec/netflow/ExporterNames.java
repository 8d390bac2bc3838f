package io.weir.codec.netflow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Names that an exporter told for its numbers, of one domain: of interfaces, VRFs and applications; and for
 * applications without a name, their number as text. Bounded here and over all domains. Thread safe: finding is
 * lock-free and does not allocate; nor does a name that is told again.
 *
 * <p>A number is first looked for where it says itself, which suits numbers that count from 1 as those of interfaces
 * do, then by double hashing within {@value #MAX_PROBES} probes, from a place that nobody can guess. A name is stored
 * by release and keeps its place, which a new name of the same number takes. Names are never changed, so that records
 * may refer to their bytes.
 */
final class ExporterNames
{
    /** Most bytes of a name; what is longer is cut. */
    static final int MAX_NAME_LENGTH = 256;
    static final int INTERFACE = 1;
    static final int VRF = 2;
    static final int APPLICATION = 3;

    private static final int APPLICATION_NUMBER = 4;
    private static final int MAX_PROBES = 64;
    private static final int SELECTOR_BITS = 56;
    private static final int ENTERPRISE_SELECTORS = 20;
    private static final int ENTERPRISE_SHIFT = 24;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle NAMES = MethodHandles.arrayElementVarHandle(Name[].class);
    /* Of every domain without names: nothing is put into it, the first name makes a larger one. */
    private static final Name[] NOTHING = new Name[1];

    private final int maxNames;
    private final AtomicInteger namesInAll;
    private final int maxNamesInAll;
    private final long seed;
    private volatile Name[] table = NOTHING;
    private int size;
    private boolean isClosed;

    ExporterNames(final int maxNames, final AtomicInteger namesInAll, final int maxNamesInAll, final long seed)
    {
        this.maxNames = maxNames;
        this.namesInAll = namesInAll;
        this.maxNamesInAll = maxNamesInAll;
        this.seed = seed;
    }

    /* Whether none was told. */
    boolean isEmpty()
    {
        return NOTHING == table;
    }

    /* A name, or null when none was told. */
    Name find(final int kind, final long id)
    {
        return probe(table, kind, id);
    }

    /* Name of an application, or its engine and selector; null when there is no room for those. */
    Name application(final long id)
    {
        final Name name = find(APPLICATION, id);
        if (null != name)
        {
            return name;
        }
        final Name number = find(APPLICATION_NUMBER, id);
        return null != number ? number : number(id);
    }

    private Name number(final long id)
    {
        final long engine = id >>> SELECTOR_BITS;
        final long selector = id & (1L << SELECTOR_BITS) - 1;
        final String text = ENTERPRISE_SELECTORS == engine && selector >>> ENTERPRISE_SHIFT > 0 ?
            engine + ":" + (selector >>> ENTERPRISE_SHIFT) + "/" + (selector & (1L << ENTERPRISE_SHIFT) - 1) :
            engine + ":" + selector;
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return learn(APPLICATION_NUMBER, id, bytes, 0, bytes.length) ? find(APPLICATION_NUMBER, id) : null;
    }

    /* Id of an application by the bytes on the wire: engine and selector, however long; -1 when it is none. */
    static long applicationId(final byte[] buffer, final int offset, final int length)
    {
        return length < 1 || length > Long.BYTES ? -1 :
            (buffer[offset] & 0xFFL) << SELECTOR_BITS | DataRecordView.number(buffer, offset + 1, length - 1);
    }

    /* Learn a name; whether it is known now. Zeros and blanks at its end do not count, and no name is no news. */
    boolean learn(final int kind, final long id, final byte[] from, final int offset, final int available)
    {
        int length = Math.min(available, MAX_NAME_LENGTH);
        while (length > 0 && (0 == from[offset + length - 1] || ' ' == from[offset + length - 1]))
        {
            length--;
        }
        final Name known = find(kind, id);
        return 0 == length ||
            null != known && Arrays.equals(known.text, 0, known.length, from, offset, offset + length) ||
            put(new Name(kind, id, Arrays.copyOfRange(from, offset, offset + length)));
    }

    private synchronized boolean put(final Name name)
    {
        if (null != find(name.kind, name.id))
        {
            return insert(table, name);
        }
        if (isClosed || size >= maxNames)
        {
            return false;
        }
        if (namesInAll.incrementAndGet() > maxNamesInAll || !add(name))
        {
            namesInAll.decrementAndGet();
            return false;
        }
        size++;
        return true;
    }

    private boolean add(final Name name)
    {
        if (2 * (size + 1) <= table.length && insert(table, name))
        {
            return true;
        }
        for (int length = 2 * table.length; length <= 8 * maxNames; length *= 2)
        {
            final Name[] larger = new Name[length];
            boolean fits = insert(larger, name);
            for (int i = 0; i < table.length && fits; i++)
            {
                fits = null == table[i] || insert(larger, table[i]);
            }
            if (fits)
            {
                table = larger;
                return true;
            }
        }
        return false;
    }

    private boolean insert(final Name[] into, final Name name)
    {
        if (store(into, (int)name.id, name))
        {
            return true;
        }
        final int home = hash(name.kind, name.id);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            if (store(into, home + i * step(home), name))
            {
                return true;
            }
        }
        return false;
    }

    /* Store a name in a place that is free, or its own; whether it was. */
    private static boolean store(final Name[] into, final int place, final Name name)
    {
        final int slot = place & into.length - 1;
        if (null == into[slot] || into[slot].is(name.kind, name.id))
        {
            NAMES.setRelease(into, slot, name);
            return true;
        }
        return false;
    }

    private Name probe(final Name[] in, final int kind, final long id)
    {
        final Name first = (Name)NAMES.getAcquire(in, (int)id & in.length - 1);
        if (null == first || first.is(kind, id))
        {
            return first;
        }
        final int home = hash(kind, id);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final Name name = (Name)NAMES.getAcquire(in, home + i * step(home) & in.length - 1);
            if (null == name || name.is(kind, id))
            {
                return name;
            }
        }
        return null;
    }

    private static int step(final int home)
    {
        return home >>> 16 | 1;
    }

    private int hash(final int kind, final long id)
    {
        final long product = (id ^ seed + kind) * GOLDEN;
        final long mixed = (product ^ product >>> 32) * (seed | 1);
        return (int)(mixed >>> 32);
    }

    /* The exporter has restarted, and may use its numbers for others. */
    synchronized void clear()
    {
        namesInAll.addAndGet(-size);
        size = 0;
        table = NOTHING;
    }

    /* The exporter is forgotten: give the room back and keep nothing more. */
    synchronized void close()
    {
        isClosed = true;
        clear();
    }

    synchronized int size()
    {
        return size;
    }

    /** A name and what has it. Immutable. */
    static final class Name
    {
        final byte[] text;
        /** Of the text: here, so that who puts it into a record need not touch the array. */
        final int length;
        private final int kind;
        private final long id;

        private Name(final int kind, final long id, final byte[] text)
        {
            this.kind = kind;
            this.id = id;
            this.text = text;
            length = text.length;
        }

        private boolean is(final int otherKind, final long otherId)
        {
            return kind == otherKind && id == otherId;
        }
    }
}
