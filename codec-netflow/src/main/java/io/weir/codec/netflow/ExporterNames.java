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
 * <p>Open addressing within {@value #MAX_PROBES} probes. An entry is stored once by release and keeps its place; its
 * name is replaced by a volatile store. The arrays are never changed, so that records may refer to them.
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
    private static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(Entry[].class);
    /* Of every domain without names: nothing is put into it, the first name makes a larger one. */
    private static final Entry[] NOTHING = new Entry[1];

    private final int maxNames;
    private final AtomicInteger namesInAll;
    private final int maxNamesInAll;
    private final long seed;
    private volatile Entry[] table = NOTHING;
    private int size;
    private boolean isClosed;

    ExporterNames(final int maxNames, final AtomicInteger namesInAll, final int maxNamesInAll, final long seed)
    {
        this.maxNames = maxNames;
        this.namesInAll = namesInAll;
        this.maxNamesInAll = maxNamesInAll;
        this.seed = seed;
    }

    /* A name, or null when none was told. */
    byte[] find(final int kind, final long id)
    {
        final Entry entry = probe(table, kind, id);
        return null == entry ? null : entry.name;
    }

    /* Name of an application, or its engine and selector; null when there is no room for those. */
    byte[] application(final long id)
    {
        final byte[] name = find(APPLICATION, id);
        if (null != name)
        {
            return name;
        }
        final byte[] number = find(APPLICATION_NUMBER, id);
        return null != number ? number : number(id);
    }

    private byte[] number(final long id)
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
        final byte[] known = find(kind, id);
        return 0 == length ||
            null != known && Arrays.equals(known, 0, known.length, from, offset, offset + length) ||
            put(kind, id, Arrays.copyOfRange(from, offset, offset + length));
    }

    private synchronized boolean put(final int kind, final long id, final byte[] name)
    {
        final Entry known = probe(table, kind, id);
        if (null != known)
        {
            known.name = name;
            return true;
        }
        if (isClosed || size >= maxNames)
        {
            return false;
        }
        if (namesInAll.incrementAndGet() > maxNamesInAll || !add(new Entry(kind, id, name)))
        {
            namesInAll.decrementAndGet();
            return false;
        }
        size++;
        return true;
    }

    private boolean add(final Entry entry)
    {
        if (2 * (size + 1) <= table.length && insert(table, entry))
        {
            return true;
        }
        for (int length = 2 * table.length; length <= 8 * maxNames; length *= 2)
        {
            final Entry[] larger = new Entry[length];
            boolean fits = insert(larger, entry);
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

    private boolean insert(final Entry[] into, final Entry entry)
    {
        final int home = hash(entry.kind, entry.id);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final int slot = home + i & into.length - 1;
            if (null == into[slot])
            {
                ENTRIES.setRelease(into, slot, entry);
                return true;
            }
        }
        return false;
    }

    private Entry probe(final Entry[] in, final int kind, final long id)
    {
        final int home = hash(kind, id);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final Entry entry = (Entry)ENTRIES.getAcquire(in, home + i & in.length - 1);
            if (null == entry || kind == entry.kind && id == entry.id)
            {
                return entry;
            }
        }
        return null;
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

    private static final class Entry
    {
        private final int kind;
        private final long id;
        private volatile byte[] name;

        Entry(final int kind, final long id, final byte[] name)
        {
            this.kind = kind;
            this.id = id;
            this.name = name;
        }
    }
}
