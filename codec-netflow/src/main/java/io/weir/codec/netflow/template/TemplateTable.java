package io.weir.codec.netflow.template;

import io.weir.wire.DecodeStatus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The templates of one exporter and domain, data and options templates in one space of ids. Thread safe: finding is
 * lock-free and does not allocate, nor does the refresh of a template that is known; installing takes a lock.
 *
 * <p>Every template is entered under the port that it came from and as the latest of its address, as far as the scope
 * needs it. Entries are found by open addressing within {@value #MAX_PROBES} probes; an entry, once stored by release,
 * keeps its place, and its template is replaced by a volatile store, with null when it is withdrawn. A template that
 * was not repeated for its lifetime is not found any more, and goes with the next sweep, or when room is needed.
 */
public final class TemplateTable
{
    private static final int MAX_PROBES = 64;
    private static final int FIRST_LENGTH = 4;
    private static final int MAX_LENGTH = 1 << 20;
    private static final int PORT_SHIFT = 16;
    private static final int ANY_PORT = 0x1_0000;
    private static final long SWEEP_INTERVAL_NS = 10_000_000_000L;
    private static final long REFUSAL_INTERVAL_NS = 1_000_000_000L;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(Entry[].class);

    /** What became of a template. */
    public enum Outcome
    {
        /** It was known. */
        REPEATED,
        /** It is new. */
        LEARNED,
        /** It took the place of another. */
        CHANGED,
        /** There is no room for it. */
        REFUSED
    }

    private final TemplateStore store;
    private final TemplateSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Entry[] table = new Entry[FIRST_LENGTH];
    private List<TemplateEvent> events = List.of();
    private int size;
    private int counted;
    private long sweptNs;
    private volatile boolean isClosed;
    private volatile long refusedNs = Long.MIN_VALUE / 2;

    TemplateTable(final TemplateStore store, final TemplateSource source)
    {
        this.store = store;
        this.source = source;
    }

    /** {@return whose templates they are} */
    public TemplateSource source()
    {
        return source;
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
     * @return what became of it.
     */
    public Outcome install(final TemplateView view, final int port, final long nowNs)
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
            return Outcome.REPEATED;
        }
        final Outcome outcome;
        final List<TemplateEvent> told;
        lock.lock();
        try
        {
            outcome = installLocked(view, sessionKey, addressKey, nowNs);
            told = takeEvents();
        }
        finally
        {
            lock.unlock();
        }
        if (Outcome.REFUSED != outcome)
        {
            store.onChange();
        }
        store.tell(told);
        return outcome;
    }

    /**
     * Tell the listener that a template was refused, at most once a second.
     *
     * @param reason why.
     * @param port   that the datagram came from.
     * @param id     of the template.
     * @param nowNs  receive time of the datagram, epoch nanoseconds.
     */
    public void onRefused(final DecodeStatus reason, final int port, final int id, final long nowNs)
    {
        if (null != store.listener() && Math.abs(nowNs - refusedNs) >= REFUSAL_INTERVAL_NS)
        {
            refusedNs = nowNs;
            store.listener().onTemplate(
                new TemplateEvent(TemplateEvent.Kind.REFUSED, source, port, id, null, reason, nowNs));
        }
    }

    /**
     * Take a template back, as exporters may over a stream.
     *
     * @param port  that it came from.
     * @param id    of the template.
     * @param nowNs receive time, epoch nanoseconds.
     * @return whether there was such a template.
     */
    public boolean withdraw(final int port, final int id, final long nowNs)
    {
        final List<TemplateEvent> told;
        final boolean isKnown;
        lock.lock();
        try
        {
            isKnown = withdrawLocked(probe(table, key(portInScope(port), id)), nowNs);
            told = takeEvents();
        }
        finally
        {
            lock.unlock();
        }
        store.onChange();
        store.tell(told);
        return isKnown;
    }

    /**
     * Take all templates back, or all options templates.
     *
     * @param port    that they came from.
     * @param options whether those of options.
     * @param nowNs   receive time, epoch nanoseconds.
     */
    public void withdrawAll(final int port, final boolean options, final long nowNs)
    {
        final List<TemplateEvent> told;
        lock.lock();
        try
        {
            for (final Entry entry : table)
            {
                if (null != entry && null != entry.template && portInScope(port) == entry.key >>> PORT_SHIFT &&
                    options == entry.template.format().isOptions())
                {
                    withdrawLocked(entry, nowNs);
                }
            }
            told = takeEvents();
        }
        finally
        {
            lock.unlock();
        }
        store.onChange();
        store.tell(told);
    }

    private int portInScope(final int port)
    {
        return TemplateScope.ADDRESS == store.scope() ? ANY_PORT : port;
    }

    private boolean withdrawLocked(final Entry entry, final long nowNs)
    {
        final Template template = null == entry ? null : entry.template;
        if (null == template)
        {
            return false;
        }
        entry.template = null;
        counted--;
        store.release(1);
        final Entry ofAddress = probe(table, key(ANY_PORT, template.id()));
        if (null != ofAddress && template == ofAddress.template)
        {
            ofAddress.template = null;
        }
        note(TemplateEvent.Kind.WITHDRAWN, entry.key, template, nowNs);
        return true;
    }

    /**
     * Forget all templates: the exporter has restarted and may use their ids for others.
     *
     * @param nowNs receive time, epoch nanoseconds.
     */
    public void clear(final long nowNs)
    {
        final List<TemplateEvent> told;
        lock.lock();
        try
        {
            clearLocked(nowNs);
            told = takeEvents();
        }
        finally
        {
            lock.unlock();
        }
        store.onChange();
        store.tell(told);
    }

    private void clearLocked(final long nowNs)
    {
        for (final Entry entry : table)
        {
            if (null != entry && null != entry.template && entry.isCounted(store.scope()))
            {
                note(TemplateEvent.Kind.EXPIRED, entry.key, entry.template, nowNs);
            }
        }
        store.onExpired(counted);
        store.release(counted);
        counted = 0;
        size = 0;
        table = new Entry[FIRST_LENGTH];
    }

    /** The exporter is forgotten. Its templates go with the next sweep, and new ones are refused. Does not wait. */
    public void close()
    {
        isClosed = true;
    }

    boolean isClosed()
    {
        return isClosed;
    }

    /* Remove what is too old; what to tell of it. */
    List<TemplateEvent> sweep(final long nowNs)
    {
        if (!lock.tryLock())
        {
            return List.of();
        }
        try
        {
            if (isClosed)
            {
                clearLocked(nowNs);
            }
            else if (hasOld(nowNs))
            {
                removeOld(nowNs);
                store.onChange();
            }
            return takeEvents();
        }
        finally
        {
            lock.unlock();
        }
    }

    private boolean hasOld(final long nowNs)
    {
        for (final Entry entry : table)
        {
            if (null != entry && (null == entry.template || entry.isOver(nowNs, store.lifetimeNs())))
            {
                return true;
            }
        }
        return false;
    }

    void addTo(final List<TemplateSnapshot.Saved> saved)
    {
        lock.lock();
        try
        {
            for (final Entry entry : table)
            {
                if (null != entry && null != entry.template && entry.isCounted(store.scope()))
                {
                    saved.add(new TemplateSnapshot.Saved(
                        source, (int)(entry.key >>> PORT_SHIFT), entry.seenNs, entry.template));
                }
            }
        }
        finally
        {
            lock.unlock();
        }
    }

    private void note(final TemplateEvent.Kind kind, final long key, final Template template, final long nowNs)
    {
        if (null != store.listener())
        {
            events = events.isEmpty() ? new ArrayList<>() : events;
            events.add(new TemplateEvent(
                kind, source, (int)(key >>> PORT_SHIFT), template.id(), template, DecodeStatus.OK, nowNs));
        }
    }

    private List<TemplateEvent> takeEvents()
    {
        final List<TemplateEvent> taken = events;
        events = List.of();
        return taken;
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
        final Template template = null == entry ? null : entry.template;
        return null != template && view.isSame(template);
    }

    private Outcome installLocked(
        final TemplateView view,
        final long sessionKey,
        final long addressKey,
        final long nowNs)
    {
        final Entry known = probe(table, sessionKey);
        final Template old = null == known ? null : known.template;
        if (isClosed || null == old && !makeRoom(nowNs))
        {
            return Outcome.REFUSED;
        }
        final boolean isSame = null != old && view.isSame(old);
        final Template template = isSame ? old : view.toTemplate();
        if (!put(sessionKey, template, nowNs))
        {
            store.release(null == old ? 1 : 0);
            return Outcome.REFUSED;
        }
        counted += null == old ? 1 : 0;
        if (!isSame)
        {
            note(null == old ? TemplateEvent.Kind.LEARNED : TemplateEvent.Kind.CHANGED, sessionKey, template, nowNs);
        }
        if (!put(addressKey, template, nowNs))
        {
            return Outcome.REFUSED;
        }
        return isSame ? Outcome.REPEATED : null == old ? Outcome.LEARNED : Outcome.CHANGED;
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
            if (null == entry)
            {
                continue;
            }
            final Template template = entry.template;
            if (null != template && !entry.isOver(nowNs, store.lifetimeNs()))
            {
                insert(kept, entry);
                keptSize++;
            }
            else if (null != template && entry.isCounted(store.scope()))
            {
                removed++;
                note(TemplateEvent.Kind.EXPIRED, entry.key, template, nowNs);
            }
        }
        if (keptSize < size)
        {
            store.onExpired(removed);
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
