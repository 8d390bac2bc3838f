package io.weir.codec.netflow.template;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the template tables of a collector have in common: scope, bounds, and the number of templates. Thread safe. */
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
    private final AtomicInteger count = new AtomicInteger();

    /**
     * An empty store.
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
        if (maxTemplates < 1 || maxTemplatesInAll < 1 || lifetime.isNegative() || lifetime.isZero())
        {
            throw new IllegalArgumentException("templates: a bound is out of range: maxTemplates=" + maxTemplates +
                " maxTemplatesInAll=" + maxTemplatesInAll + " lifetime=" + lifetime);
        }
        this.scope = scope;
        this.maxTemplates = maxTemplates;
        this.maxTemplatesInAll = maxTemplatesInAll;
        this.lifetimeNs = lifetime.toNanos();
    }

    /** {@return a store with the default scope and bounds} */
    public static TemplateStore withDefaults()
    {
        return new TemplateStore(TemplateScope.SESSION_THEN_ADDRESS, DEFAULT_MAX_TEMPLATES,
            DEFAULT_MAX_TEMPLATES_IN_ALL, DEFAULT_LIFETIME);
    }

    /** {@return an empty table for one exporter and domain} */
    public TemplateTable newTable()
    {
        return new TemplateTable(this);
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

    void release(final int templates)
    {
        count.addAndGet(-templates);
    }
}
