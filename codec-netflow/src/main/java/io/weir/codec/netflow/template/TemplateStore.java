package io.weir.codec.netflow.template;

import io.weir.collector.ErrorHandler;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The template tables of a collector, and what they have in common: scope, bounds, listener, storage. Thread safe.
 *
 * <p>Tables are swept in turn, a few at a time, by the workers as they decode: {@link #onTime}. Templates that were
 * restored from a storage wait in their table for the exporter to come.
 */
public final class TemplateStore
{
    /** Default bound on the templates of one exporter and domain. */
    public static final int DEFAULT_MAX_TEMPLATES = 1_024;
    /** Default bound on the templates of all exporters together. */
    public static final int DEFAULT_MAX_TEMPLATES_IN_ALL = 65_536;
    /** Default time after which a template is forgotten that the exporter did not repeat: three times half an hour. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(5_400);

    private final TemplateScope scope;
    private final int maxTemplates;
    private final int maxTemplatesInAll;
    private final long lifetimeNs;
    private final long seed = new SecureRandom().nextLong();
    private static final long SWEEP_INTERVAL_NS = 10_000_000L;
    private static final int TABLES_PER_SWEEP = 8;

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong expired = new AtomicLong();
    private final TemplateListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<TemplateTable> tables = new ArrayList<>();
    private final Map<TemplateSource, TemplateTable> restored = new HashMap<>();
    private volatile long sweptNs;
    private volatile TemplateSaver saver;
    private int hand;

    /**
     * An empty store without a listener.
     *
     * @param scope             of its templates.
     * @param maxTemplates      of one exporter and domain, at least 1.
     * @param maxTemplatesInAll of all exporters together, at least 1.
     * @param lifetime          of a template that is not repeated.
     * @throws IllegalArgumentException if a bound is out of range.
     */
    public TemplateStore(
        final TemplateScope scope,
        final int maxTemplates,
        final int maxTemplatesInAll,
        final Duration lifetime)
    {
        this(scope, maxTemplates, maxTemplatesInAll, lifetime, null);
    }

    /**
     * An empty store.
     *
     * @param scope             of its templates.
     * @param maxTemplates      of one exporter and domain, at least 1.
     * @param maxTemplatesInAll of all exporters together, at least 1.
     * @param lifetime          of a template that is not repeated.
     * @param listener          told what happens to templates; null for none.
     * @throws IllegalArgumentException if a bound is out of range.
     */
    public TemplateStore(
        final TemplateScope scope,
        final int maxTemplates,
        final int maxTemplatesInAll,
        final Duration lifetime,
        final TemplateListener listener)
    {
        if (maxTemplates < 1 || maxTemplatesInAll < 1 || lifetime.isNegative() || lifetime.isZero())
        {
            throw new IllegalArgumentException("templates: a bound is out of range: maxTemplates=" + maxTemplates +
                " maxTemplatesInAll=" + maxTemplatesInAll + " lifetime=" + lifetime);
        }
        this.scope = scope;
        this.maxTemplates = maxTemplates;
        this.maxTemplatesInAll = maxTemplatesInAll;
        this.lifetimeNs = lifetime.toNanos();
        this.listener = listener;
    }

    /** {@return a store with the default scope and bounds} */
    public static TemplateStore withDefaults()
    {
        return new TemplateStore(TemplateScope.SESSION_THEN_ADDRESS, DEFAULT_MAX_TEMPLATES,
            DEFAULT_MAX_TEMPLATES_IN_ALL, DEFAULT_LIFETIME);
    }

    /**
     * Load what is in a storage, and save to it from now on: a second after a change, every ten minutes, and when
     * {@link #save()} is called. Called once, before the first table is made.
     *
     * @param storage      to load from and to save to.
     * @param executor     that saves, so that workers do not wait.
     * @param errorHandler told what cannot be loaded or saved.
     */
    public void storage(final TemplateStorage storage, final Executor executor, final ErrorHandler errorHandler)
    {
        final TemplateSaver newSaver = new TemplateSaver(this, storage, executor, errorHandler);
        newSaver.load();
        saver = newSaver;
    }

    /** Save now, on this thread, where there is a storage. */
    public void save()
    {
        if (null != saver)
        {
            saver.save();
        }
    }

    /**
     * A table for one exporter and domain: with what was restored for it, or empty.
     *
     * @param source whose templates it holds.
     * @return the table.
     */
    public TemplateTable newTable(final TemplateSource source)
    {
        lock.lock();
        try
        {
            final TemplateTable waiting = restored.remove(source);
            if (null != waiting)
            {
                return waiting;
            }
            final TemplateTable table = new TemplateTable(this, source);
            tables.add(table);
            return table;
        }
        finally
        {
            lock.unlock();
        }
    }

    /**
     * Time has passed: look at a few tables for templates that are too old, and save what has changed, when it is time
     * for that. Does not wait and does not allocate while there is nothing to do.
     *
     * @param nowNs receive time of a datagram, epoch nanoseconds.
     */
    public void onTime(final long nowNs)
    {
        if (Math.abs(nowNs - sweptNs) < SWEEP_INTERVAL_NS || !lock.tryLock())
        {
            return;
        }
        List<TemplateEvent> events = List.of();
        try
        {
            sweptNs = nowNs;
            for (int i = 0; i < TABLES_PER_SWEEP && i < tables.size(); i++)
            {
                events = sweepNext(nowNs, events);
            }
        }
        finally
        {
            lock.unlock();
        }
        tell(events);
        if (null != saver)
        {
            saver.onTime(nowNs);
        }
    }

    private List<TemplateEvent> sweepNext(final long nowNs, final List<TemplateEvent> before)
    {
        hand = hand < tables.size() ? hand : 0;
        final TemplateTable table = tables.get(hand);
        final List<TemplateEvent> events = table.sweep(nowNs);
        final boolean isOver = 0 == table.size() &&
            (table.isClosed() || !restored.isEmpty() && restored.remove(table.source(), table));
        if (isOver)
        {
            final TemplateTable last = tables.remove(tables.size() - 1);
            if (last != table)
            {
                tables.set(hand, last);
            }
        }
        else
        {
            hand++;
        }
        if (before.isEmpty() || events.isEmpty())
        {
            return before.isEmpty() ? events : before;
        }
        before.addAll(events);
        return before;
    }

    void tell(final List<TemplateEvent> events)
    {
        for (int i = 0; i < events.size(); i++)
        {
            listener.onTemplate(events.get(i));
        }
    }

    void restore(final TemplateSource source, final int port, final long seenNs, final TemplateView template)
    {
        lock.lock();
        try
        {
            final TemplateTable table = restored.computeIfAbsent(source, key ->
            {
                final TemplateTable added = new TemplateTable(this, source);
                tables.add(added);
                return added;
            });
            table.install(template, port, seenNs);
        }
        finally
        {
            lock.unlock();
        }
    }

    /* All templates with the times at which they were seen, oldest first. */
    List<TemplateSnapshot.Saved> saved()
    {
        final List<TemplateSnapshot.Saved> saved = new ArrayList<>();
        lock.lock();
        try
        {
            tables.forEach(table -> table.addTo(saved));
        }
        finally
        {
            lock.unlock();
        }
        saved.sort(Comparator.comparingLong(TemplateSnapshot.Saved::seenNs));
        return saved;
    }

    /** {@return templates that were forgotten, because they were not repeated or their exporter is gone} */
    public long expiredCount()
    {
        return expired.get();
    }

    /** {@return how often templates were saved} */
    public long saveCount()
    {
        return null == saver ? 0 : saver.saves();
    }

    /** {@return how often templates could not be loaded or saved} */
    public long storageFailures()
    {
        return null == saver ? 0 : saver.failures();
    }

    /** {@return number of templates of all exporters together} */
    public int size()
    {
        return count.get();
    }

    TemplateScope scope()
    {
        return scope;
    }

    int maxTemplates()
    {
        return maxTemplates;
    }

    long lifetimeNs()
    {
        return lifetimeNs;
    }

    long seed()
    {
        return seed;
    }

    boolean claim()
    {
        if (count.incrementAndGet() <= maxTemplatesInAll)
        {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    TemplateListener listener()
    {
        return listener;
    }

    void onChange()
    {
        if (null != saver)
        {
            saver.onChange();
        }
    }

    void onExpired(final int templates)
    {
        expired.addAndGet(templates);
    }

    void release(final int templates)
    {
        count.addAndGet(-templates);
    }
}
