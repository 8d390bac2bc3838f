package io.weir.flowcache;

import java.time.Duration;

/**
 * Which flow records a definition makes. Immutable.
 *
 * @param log             whether it makes any.
 * @param flowStart       whether the start of a flow is told, too.
 * @param activeTimeoutNs after which the record of a flow that goes on is cut, 1 s to 30 days.
 * @param cacheType       how long totals are gathered.
 */
public record FlowLogging(boolean log, boolean flowStart, long activeTimeoutNs, CacheType cacheType)
{
    /** No flow records. */
    public static final FlowLogging OFF =
        new FlowLogging(false, false, Duration.ofSeconds(60).toNanos(), CacheType.NORMAL);
    /** Shortest active timeout, in nanoseconds. */
    public static final long MIN_ACTIVE_TIMEOUT_NS = Duration.ofSeconds(1).toNanos();
    /** Longest active timeout, in nanoseconds. */
    public static final long MAX_ACTIVE_TIMEOUT_NS = Duration.ofDays(30).toNanos();
}
