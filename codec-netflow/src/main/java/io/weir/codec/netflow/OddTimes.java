package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

/**
 * Finds start and end of a record where they are not both told in the same usual way: by one of them and a duration, in
 * different forms, or by the start of the system. Not thread safe.
 */
final class OddTimes
{
    static final long ABSENT = Long.MIN_VALUE;

    private static final long NTP_TO_EPOCH_SECONDS = 2_208_988_800L;
    private static final long NTP_ERA_MS = 4_294_967_296_000L;
    private static final long MIN_PLAUSIBLE_EPOCH_MS = 1_000_000_000_000L;
    private static final long MAX_FROM_EXPORT_MS = 366L * 24 * 3_600 * 1_000;

    /** Epoch milliseconds, or {@link #ABSENT}. */
    long startMs;
    /** Epoch milliseconds, or {@link #ABSENT}. */
    long endMs;
    boolean isUnknown;
    int implausible;

    private long[] scratch;
    private MessageTimes times;
    private NetflowDomain domain;

    void find(
        final Program program,
        final long[] newScratch,
        final MessageTimes newTimes,
        final NetflowDomain newDomain)
    {
        scratch = newScratch;
        times = newTimes;
        domain = newDomain;
        implausible = 0;
        final long end = endMs(program);
        final long start = startMs(program, end);
        final long duration = program.hasScratch(ElementTarget.DURATION_MS) ?
            scratch[ElementTarget.DURATION_MS - SCRATCH] : -1;
        startMs = ABSENT != start || ABSENT == end || duration < 0 ? start : end - duration;
        endMs = ABSENT != end || ABSENT == start || duration < 0 ? end : start + duration;
        isUnknown = ABSENT == startMs || ABSENT == endMs;
        if (!isUnknown && startMs > endMs)
        {
            implausible++;
            isUnknown = true;
            startMs = ABSENT;
            endMs = ABSENT;
        }
    }

    private long endMs(final Program program)
    {
        if (program.hasScratch(ElementTarget.END_MS))
        {
            final long ms = scratch[ElementTarget.END_MS - SCRATCH];
            return ms <= 0 ? ABSENT : ms;
        }
        return program.hasScratch(ElementTarget.LAST_UPTIME) ?
            fromUptime(program, (int)scratch[ElementTarget.LAST_UPTIME - SCRATCH]) : ABSENT;
    }

    private long startMs(final Program program, final long endMs)
    {
        if (program.hasScratch(ElementTarget.START_MS))
        {
            final long ms = scratch[ElementTarget.START_MS - SCRATCH];
            return ms <= 0 ? ABSENT : ms;
        }
        if (!program.hasScratch(ElementTarget.FIRST_UPTIME))
        {
            return ABSENT;
        }
        final int first = (int)scratch[ElementTarget.FIRST_UPTIME - SCRATCH];
        if (ABSENT != endMs && program.hasScratch(ElementTarget.LAST_UPTIME) &&
            !program.hasScratch(ElementTarget.END_MS))
        {
            return endMs - ((int)scratch[ElementTarget.LAST_UPTIME - SCRATCH] - first);
        }
        return fromUptime(program, first);
    }

    /* Epoch milliseconds of a sysUptime: by the header's, or by the start of the system, or not at all. */
    private long fromUptime(final Program program, final int stamp)
    {
        long uptimeMs = times.uptimeMs;
        if (MessageTimes.NO_UPTIME == uptimeMs)
        {
            final long inRecord = program.hasScratch(ElementTarget.SYSTEM_INIT_MS) ?
                scratch[ElementTarget.SYSTEM_INIT_MS - SCRATCH] : 0;
            final long systemInitMs = 0 == inRecord ? domain.systemInitMs() : inRecord;
            if (0 == systemInitMs)
            {
                return ABSENT;
            }
            uptimeMs = times.exportMs - systemInitMs;
        }
        final int age = (int)uptimeMs - stamp;
        if (age < 0)
        {
            implausible++;
            return age < -NetflowV5Decoder.MAX_AHEAD_MS ? ABSENT : times.exportMs - age;
        }
        return times.exportMs - age;
    }

    /*
     * Some exporters send nanoseconds or microseconds of the Unix epoch, which would be before 1970: they are told by
     * being near the export time. Otherwise it is the era of NTP that begins in 2036.
     */
    static long ntpToEpochMs(final long ntp, final long exportMs)
    {
        if (0 == ntp)
        {
            return 0;
        }
        final long epochMs =
            ((ntp >>> 32) - NTP_TO_EPOCH_SECONDS) * 1_000 + ((ntp & 0xFFFF_FFFFL) * 1_000 >>> 32);
        if (epochMs >= 0)
        {
            return epochMs;
        }
        final long fromNanos = ntp / 1_000_000;
        final long fromMicros = ntp / 1_000;
        return isNear(fromNanos, exportMs) ? fromNanos :
            isNear(fromMicros, exportMs) ? fromMicros : epochMs + NTP_ERA_MS;
    }

    private static boolean isNear(final long epochMs, final long exportMs)
    {
        return epochMs >= MIN_PLAUSIBLE_EPOCH_MS && Math.abs(epochMs - exportMs) < MAX_FROM_EXPORT_MS;
    }
}
