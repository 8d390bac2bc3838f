package io.weir.exporter;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Bounds on what exporters may take of a collector's memory and time. Immutable. What a bound refuses is counted.
 *
 * <p>An exporter is a pair of source and agent address; it is verified once a datagram of it was decoded.
 */
public final class ExporterLimits
{
    /** Default bound on exporters of which nothing was decoded yet. */
    public static final int DEFAULT_MAX_UNVERIFIED = 1024;
    /** Default of the datagrams a second from all unverified exporters together. */
    public static final long DEFAULT_UNVERIFIED_PER_SECOND = 1_000;
    /** Default time after which an exporter of which nothing was decoded is forgotten. */
    public static final Duration DEFAULT_UNVERIFIED_EXPIRY = Duration.ofSeconds(60);
    /** Default time after which a silent exporter is forgotten. */
    public static final Duration DEFAULT_IDLE_EXPIRY = Duration.ofMinutes(30);
    /** Default difference between an exporter's clock and ours from which on it is counted. */
    public static final Duration DEFAULT_MAX_CLOCK_SKEW = Duration.ofSeconds(300);

    private static final int MAX_EXPORTERS = 1 << 20;
    private static final long MAX_RATE = 1_000_000_000L;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    final int maxExporters;
    final int maxUnverified;
    final int maxDomains;
    final int maxDomainsInAll;
    final long ratePerSecond;
    final long rateBurst;
    final long unverifiedPerSecond;
    final long unverifiedExpiryNs;
    final long idleExpiryNs;
    final long maxClockSkewMs;

    private ExporterLimits(final Builder builder)
    {
        maxExporters = (int)inRange("maxExporters", builder.maxExporters, 1, MAX_EXPORTERS);
        maxUnverified = (int)inRange("maxUnverified", builder.maxUnverified, 1, MAX_EXPORTERS);
        maxDomains = (int)inRange("maxDomains", builder.maxDomains, 1, 1 << 16);
        maxDomainsInAll = (int)inRange("maxDomainsInAll", builder.maxDomainsInAll, 1, 1 << 22);
        ratePerSecond = inRange("rateLimit", builder.ratePerSecond, 0, MAX_RATE);
        rateBurst = inRange("rateLimit burst", builder.rateBurst, 0 == ratePerSecond ? 0 : 1, MAX_RATE);
        unverifiedPerSecond = inRange("unverifiedRateLimit", builder.unverifiedPerSecond, 0, MAX_RATE);
        unverifiedExpiryNs = time("unverifiedExpiry", builder.unverifiedExpiry).toNanos();
        idleExpiryNs = time("idleExpiry", builder.idleExpiry).toNanos();
        maxClockSkewMs = time("maxClockSkew", builder.maxClockSkew).toMillis();
    }

    /** {@return a builder of the defaults} */
    public static Builder builder()
    {
        return new Builder();
    }

    /* The bounds given, and nothing that depends on what was decoded or on time. */
    static ExporterLimits of(final int maxExporters, final int maxDomains, final int maxDomainsInAll)
    {
        return builder().maxExporters(maxExporters).maxUnverified(Math.max(1, Math.min(maxExporters, MAX_EXPORTERS)))
            .maxDomains(maxDomains).maxDomainsInAll(maxDomainsInAll).unverifiedRateLimit(0)
            .unverifiedExpiry(Duration.ZERO).idleExpiry(Duration.ZERO).build();
    }

    boolean hasExpiry()
    {
        return unverifiedExpiryNs > 0 || idleExpiryNs > 0;
    }

    private static long inRange(final String name, final long value, final long min, final long max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(
                "exporters: " + name + " is out of range: " + name + "=" + value + " range=" + min + ".." + max);
        }
        return value;
    }

    private static Duration time(final String name, final Duration value)
    {
        if (value.isNegative() || value.compareTo(LONGEST) > 0)
        {
            throw new IllegalArgumentException(
                "exporters: " + name + " is out of range: " + name + "=" + value + " range=PT0S.." + LONGEST);
        }
        return value;
    }

    /** Settings of the bounds. Only stores: {@link #build()} validates. Not thread safe. */
    public static final class Builder
    {
        private int maxExporters = ExporterTable.DEFAULT_MAX_EXPORTERS;
        private int maxUnverified = DEFAULT_MAX_UNVERIFIED;
        private int maxDomains = ExporterTable.DEFAULT_MAX_DOMAINS;
        private int maxDomainsInAll = ExporterTable.DEFAULT_MAX_DOMAINS_IN_ALL;
        private long ratePerSecond;
        private long rateBurst;
        private long unverifiedPerSecond = DEFAULT_UNVERIFIED_PER_SECOND;
        private Duration unverifiedExpiry = DEFAULT_UNVERIFIED_EXPIRY;
        private Duration idleExpiry = DEFAULT_IDLE_EXPIRY;
        private Duration maxClockSkew = DEFAULT_MAX_CLOCK_SKEW;

        private Builder()
        {
        }

        /**
         * Bound the exporters: new ones beyond are refused as {@code EXPORTER_LIMIT}, known ones never evicted.
         *
         * @param exporters 1 to 1,048,576; default {@link ExporterTable#DEFAULT_MAX_EXPORTERS}.
         * @return this.
         */
        public Builder maxExporters(final int exporters)
        {
            maxExporters = exporters;
            return this;
        }

        /**
         * Bound the exporters of which nothing was decoded yet, so that a flood of spoofed ones does not take the room
         * of others: new ones beyond are refused as {@code EXPORTER_LIMIT}.
         *
         * @param exporters within the bound on exporters, 1 to 1,048,576; default {@link #DEFAULT_MAX_UNVERIFIED}.
         * @return this.
         */
        public Builder maxUnverified(final int exporters)
        {
            maxUnverified = exporters;
            return this;
        }

        /**
         * Bound the domains of one exporter: source ids, observation domains, engines or sub-agents. More are refused
         * as {@code DOMAIN_LIMIT}.
         *
         * @param domains 1 to 65,536; default {@link ExporterTable#DEFAULT_MAX_DOMAINS}.
         * @return this.
         */
        public Builder maxDomains(final int domains)
        {
            maxDomains = domains;
            return this;
        }

        /**
         * Bound the domains of all exporters together.
         *
         * @param domains 1 to 4,194,304; default {@link ExporterTable#DEFAULT_MAX_DOMAINS_IN_ALL}.
         * @return this.
         */
        public Builder maxDomainsInAll(final int domains)
        {
            maxDomainsInAll = domains;
            return this;
        }

        /**
         * Bound the datagrams of each exporter. More are refused as {@code RATE_LIMITED}, counted for it.
         *
         * @param perSecond datagrams a second, 1 to 10^9; 0 (default) for no bound.
         * @param burst     datagrams at once, 1 to 10^9.
         * @return this.
         */
        public Builder rateLimit(final long perSecond, final long burst)
        {
            ratePerSecond = perSecond;
            rateBurst = burst;
            return this;
        }

        /**
         * Bound the datagrams of all exporters together of which nothing was decoded yet. More are refused as
         * {@code RATE_LIMITED}.
         *
         * @param perSecond datagrams a second, and at once, 1 to 10^9; 0 for no bound; default
         *                  {@link #DEFAULT_UNVERIFIED_PER_SECOND}.
         * @return this.
         */
        public Builder unverifiedRateLimit(final long perSecond)
        {
            unverifiedPerSecond = perSecond;
            return this;
        }

        /**
         * Set how long an exporter is remembered of which nothing is decoded.
         *
         * @param time since its first datagram; zero for ever; default {@link #DEFAULT_UNVERIFIED_EXPIRY}.
         * @return this.
         */
        public Builder unverifiedExpiry(final Duration time)
        {
            unverifiedExpiry = requireNonNull(time, "unverifiedExpiry");
            return this;
        }

        /**
         * Set how long a silent exporter is remembered.
         *
         * @param time since its last datagram; zero for ever; default {@link #DEFAULT_IDLE_EXPIRY}.
         * @return this.
         */
        public Builder idleExpiry(final Duration time)
        {
            idleExpiry = requireNonNull(time, "idleExpiry");
            return this;
        }

        /**
         * Set from which difference on an exporter's clock is counted as skewed. Counted only: clocks of exporters
         * never distort a rate.
         *
         * @param difference either way; default {@link #DEFAULT_MAX_CLOCK_SKEW}.
         * @return this.
         */
        public Builder maxClockSkew(final Duration difference)
        {
            maxClockSkew = requireNonNull(difference, "maxClockSkew");
            return this;
        }

        /**
         * Check the settings.
         *
         * @return the bounds.
         * @throws IllegalArgumentException if a setting is out of range; the message names it, its value and its range.
         */
        public ExporterLimits build()
        {
            return new ExporterLimits(this);
        }
    }
}
