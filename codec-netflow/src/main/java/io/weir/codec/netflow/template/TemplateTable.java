package io.weir.codec.netflow.template;

import io.weir.wire.DecodeStatus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The templates of one exporter and domain, data and options templates in one space of ids. Thread safe: finding is
 * lock-free and does not allocate, nor does the refresh of a template that is known; installing takes a lock.
 *
 * <p>Every template is entered under the port that it came from and as the latest of its address, as far as the scope
 * needs it. Entries are found by open addressing within {@value #MAX_PROBES} probes; an entry, once stored by release,
 * keeps its place, and its template is replaced by a volatile store. A template that was not repeated for its lifetime
 * is not found any more, and makes room when room is needed.
 */
public final class TemplateTable
{
    private static final int MAX_PROBES = 64;
    private static final int FIRST_LENGTH = 16;
    private static final int MAX_LENGTH = 1 << 20;
    private static final int PORT_SHIFT = 16;
    private static final int ANY_PORT = 0x1_0000;
    private static final long SWEEP_INTERVAL_NS = 10_000_000_000L;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(Entry[].class);

    private final TemplateStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Entry[] table = new Entry[FIRST_LENGTH];
    private int size;
    private int counted;
    private long sweptNs;

    TemplateTable(final TemplateStore store)
    {
        this.store = store;
    }

    /**
     * Find the template of a data set.
     *
     * @param port  that the datagram came from.
     * @param id    of the set.
     * @param nowNs receive time of the datagram, epoch nanoseconds.
     * @return the template, or null when there is none.
     */
    public Template find(final int port, final int id, final long nowNs)
    {
        final TemplateScope scope = store.scope();
        Template found = null;
        if (TemplateScope.ADDRESS != scope)
        {
            found = find(key(port, id), nowNs);
        }
        if (null == found && TemplateScope.SESSION != scope)
        {
            found = find(key(ANY_PORT, id), nowNs);
        }
        return found;
    }

    private Template find(final long key, final long nowNs)
    {
        final Entry entry = probe(table, key);
        return null == entry || entry.isOver(nowNs, store.lifetimeNs()) ? null : entry.template;
    }

    /**
     * Install or refresh a template.
     *
     * @param view  of the template, which {@link TemplateView#wrap} accepted and which is no withdrawal.
     * @param port  that the datagram came from.
     * @param nowNs receive time of the datagram, epoch nanoseconds.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#TEMPLATE_LIMIT} when there is no room for it.
     */
    public DecodeStatus install(final TemplateView view, final int port, final long nowNs)
    {
        final TemplateScope scope = store.scope();
        final long sessionKey = key(TemplateScope.ADDRESS == scope ? ANY_PORT : port, view.id());
        final long addressKey = key(TemplateScope.SESSION == scope ? port : ANY_PORT, view.id());
        final Entry session = probe(table, sessionKey);
        final Entry address = probe(table, addressKey);
        if (isSame(session, view) && isSame(address, view))
        {
            session.seenNs = nowNs;
            address.seenNs = nowNs;
            return DecodeStatus.OK;
        }
        lock.lock();
        try
        {
            return installLocked(view, sessionKey, addressKey, nowNs);
        }
        finally
        {
            lock.unlock();
        }
    }

    /** Forget all templates: the exporter has restarted and may use their ids for others. */
    public void clear()
    {
        lock.lock();
        try
        {
            store.release(counted);
            counted = 0;
            size = 0;
            table = new Entry[FIRST_LENGTH];
        }
        finally
        {
            lock.unlock();
        }
    }

    /** {@return number of templates, each counted once for every port that it came from} */
    public int size()
    {
        lock.lock();
        try
        {
            return counted;
        }
        finally
        {
            lock.unlock();
        }
    }

    private static boolean isSame(final Entry entry, final TemplateView view)
    {
        return null != entry && view.isSame(entry.template);
    }

    private DecodeStatus installLocked(
        final TemplateView view,
        final long sessionKey,
        final long addressKey,
        final long nowNs)
    {
        final Entry known = probe(table, sessionKey);
        if (null == known && !makeRoom(nowNs))
        {
            return DecodeStatus.TEMPLATE_LIMIT;
        }
        final Template template = null != known && view.isSame(known.template) ? known.template : view.toTemplate();
        if (!put(sessionKey, template, nowNs))
        {
            store.release(1);
            return DecodeStatus.TEMPLATE_LIMIT;
        }
        counted += null == known ? 1 : 0;
        return put(addressKey, template, nowNs) ? DecodeStatus.OK : DecodeStatus.TEMPLATE_LIMIT;
    }

    private boolean makeRoom(final long nowNs)
    {
        if (counted < store.maxTemplates() && store.claim())
        {
            return true;
        }
        if (nowNs - sweptNs < SWEEP_INTERVAL_NS)
        {
            return false;
        }
        sweptNs = nowNs;
        removeOld(nowNs);
        return counted < store.maxTemplates() && store.claim();
    }

    private void removeOld(final long nowNs)
    {
        final Entry[] present = table;
        final Entry[] kept = new Entry[present.length];
        int keptSize = 0;
        int removed = 0;
        for (final Entry entry : present)
        {
            if (null != entry && !entry.isOver(nowNs, store.lifetimeNs()))
            {
                insert(kept, entry);
                keptSize++;
            }
            else if (null != entry && entry.isCounted(store.scope()))
            {
                removed++;
            }
        }
        if (keptSize < size)
        {
            store.release(removed);
            counted -= removed;
            size = keptSize;
            table = kept;
        }
    }

    private boolean put(final long key, final Template template, final long nowNs)
    {
        final Entry present = probe(table, key);
        if (null != present)
        {
            present.template = template;
            present.seenNs = nowNs;
            return true;
        }
        final Entry entry = new Entry(key, template, nowNs);
        if (2 * (size + 1) > table.length || !insert(table, entry))
        {
            final Entry[] larger = larger(entry);
            if (null == larger)
            {
                return false;
            }
            table = larger;
        }
        size++;
        return true;
    }

    private Entry[] larger(final Entry newcomer)
    {
        final Entry[] present = table;
        for (int length = 2 * present.length; length <= MAX_LENGTH; length *= 2)
        {
            final Entry[] larger = new Entry[length];
            boolean fits = insert(larger, newcomer);
            for (int i = 0; i < present.length && fits; i++)
            {
                fits = null == present[i] || insert(larger, present[i]);
            }
            if (fits)
            {
                return larger;
            }
        }
        return null;
    }

    private boolean insert(final Entry[] into, final Entry entry)
    {
        final int mask = into.length - 1;
        final int home = hash(entry.key);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final int slot = home + i & mask;
            if (null == into[slot])
            {
                ENTRIES.setRelease(into, slot, entry);
                return true;
            }
        }
        return false;
    }

    private Entry probe(final Entry[] in, final long key)
    {
        final int mask = in.length - 1;
        final int home = hash(key);
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final Entry entry = (Entry)ENTRIES.getAcquire(in, home + i & mask);
            if (null == entry || entry.key == key)
            {
                return entry;
            }
        }
        return null;
    }

    private int hash(final long key)
    {
        final long product = (key ^ store.seed()) * GOLDEN;
        final long mixed = (product ^ product >>> 32) * (store.seed() | 1);
        return (int)(mixed >>> 32);
    }

    private static long key(final int port, final int id)
    {
        return (long)port << PORT_SHIFT | id;
    }

    private static final class Entry
    {
        private final long key;
        private volatile Template template;
        private volatile long seenNs;

        Entry(final long key, final Template template, final long seenNs)
        {
            this.key = key;
            this.template = template;
            this.seenNs = seenNs;
        }

        private boolean isOver(final long nowNs, final long lifetimeNs)
        {
            return nowNs - seenNs > lifetimeNs;
        }

        private boolean isCounted(final TemplateScope scope)
        {
            return TemplateScope.ADDRESS == scope || ANY_PORT != key >>> PORT_SHIFT;
        }
    }
}
