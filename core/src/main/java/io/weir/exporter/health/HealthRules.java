package io.weir.exporter.health;

import io.weir.time.TimeSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds what is wrong with an exporter, and says it. Immutable. */
final class HealthRules
{
    private static final int LEAST_SAMPLES = 100;
    private static final int SIGNIFICANT_DEVIATIONS = 6;
    private static final double PER_SAMPLE = 1_000;

    private final long noDataNs;
    private final double maxLossRatio;
    private final double maxRejectedRatio;
    private final double maxSamplingDeviation;
    private final Map<HealthReason, HealthState> severities;
    private final Map<String, Long> samplingRates;

    HealthRules(
        final Duration noDataAfter,
        final double maxLossRatio,
        final double maxRejectedRatio,
        final double maxSamplingDeviation,
        final Map<HealthReason, HealthState> severities,
        final Map<String, Long> samplingRates)
    {
        noDataNs = noDataAfter.toNanos();
        this.maxLossRatio = maxLossRatio;
        this.maxRejectedRatio = maxRejectedRatio;
        this.maxSamplingDeviation = maxSamplingDeviation;
        this.severities = new EnumMap<>(HealthReason.class);
        this.severities.putAll(severities);
        this.samplingRates = Map.copyOf(samplingRates);
    }

    /* Problems of an exporter that was never seen since a time. */
    List<HealthProblem> unseen(final long sinceNs, final long nowNs)
    {
        return nowNs - sinceNs < noDataNs ? List.of() : List.of(problem(HealthReason.NEVER_SEEN,
            "No data found since the start at " + text(sinceNs) + ", now " + text(nowNs)));
    }

    List<HealthProblem> problems(final String address, final Track track, final long droppedRecently, final long nowNs)
    {
        final List<HealthProblem> problems = new ArrayList<>();
        final Sums sums = track.sums;
        final boolean silent = nowNs - sums.lastSeenNs >= noDataNs;
        if (silent)
        {
            problems.add(problem(HealthReason.NO_DATA, "No data found for the last " + duration(noDataNs) + " at " +
                text(nowNs) + ", last known data is at " + text(sums.lastSeenNs)));
        }
        if (track.recent(Sums.UNKNOWN_TEMPLATE_SETS) > 0)
        {
            problems.add(problem(HealthReason.TEMPLATE_MISSING,
                track.recent(Sums.UNKNOWN_TEMPLATE_SETS) + " data sets came without a known template"));
        }
        addLoss(track, problems);
        addRejected(track, problems);
        if (track.recent(Sums.CLOCK_SKEW) > 0)
        {
            problems.add(problem(HealthReason.CLOCK_SKEW, "The clock is " + Math.abs(sums.clockOffsetMs) + " ms " +
                (sums.clockOffsetMs < 0 ? "behind" : "ahead")));
        }
        addSampling(address, track, problems);
        if (null != sums.translatedSource)
        {
            problems.add(problem(HealthReason.SOURCE_TRANSLATED, "Datagrams come from " + sums.translatedSource));
        }
        if (track.recent(Sums.REFUSED) > 0)
        {
            problems.add(problem(HealthReason.OVERLOAD,
                track.recent(Sums.REFUSED) + " datagrams were refused for their rate or a full queue"));
        }
        else if (droppedRecently > 0 && !silent)
        {
            problems.add(problem(HealthReason.OVERLOAD, "The kernel dropped " + droppedRecently +
                " datagrams of any exporters: the receiver does not keep up"));
        }
        return problems;
    }

    private void addLoss(final Track track, final List<HealthProblem> problems)
    {
        final long lost = track.recent(Sums.LOST);
        final double ratio = (double)lost / (lost + track.recent(Sums.UNITS));
        if (lost > 0 && ratio > maxLossRatio)
        {
            final String message = percent(ratio) + " lost by sequence number: " + lost + " of " +
                (lost + track.recent(Sums.UNITS));
            final boolean isReliable = 0 == track.sums.values[Sums.SEQUENCE_CONTRADICTIONS];
            problems.add(problem(HealthReason.DATA_LOST, isReliable ? message :
                message + ", unreliable: its sequence numbers do not count what it sends"));
        }
    }

    private void addRejected(final Track track, final List<HealthProblem> problems)
    {
        final long rejected = track.recent(Sums.REJECTED) - track.recent(Sums.REFUSED);
        final long datagrams = track.recent(Sums.DATAGRAMS);
        if (rejected > 0 && (rejected > maxRejectedRatio * datagrams || track.recent(Sums.INTERNAL) > 0))
        {
            final String message = rejected + " of " + datagrams + " datagrams were rejected";
            final HealthProblem problem = problem(HealthReason.DATAGRAMS_REJECTED, message);
            problems.add(0 == track.recent(Sums.DECODED) && HealthState.DEGRADED == problem.state() ?
                new HealthProblem(HealthReason.DATAGRAMS_REJECTED, HealthState.UNHEALTHY, message) : problem);
        }
    }

    private void addSampling(final String address, final Track track, final List<HealthProblem> problems)
    {
        if (track.recent(Sums.SAMPLING_UNKNOWN) > 0)
        {
            problems.add(problem(HealthReason.SAMPLING_UNKNOWN, track.recent(Sums.SAMPLING_UNKNOWN) +
                " records without a sampling rate count as not sampled"));
        }
        final long told = track.sums.samplingRate;
        final long expected = samplingRates.getOrDefault(address, told);
        if (0 != told && told != expected)
        {
            problems.add(problem(HealthReason.SAMPLING_MISMATCH,
                "Samples one in " + told + ", expected is one in " + expected));
        }
        else if (isUnlikely(track))
        {
            final double effective = told * (1 + excess(track) / chosen(track));
            problems.add(problem(HealthReason.SAMPLING_MISMATCH, "Samples one in " + Math.round(effective) +
                " by its sample pools, tells one in " + told));
        }
    }

    /*
     * Each sample of an agent that tells the truth stands for a number of packets that is geometrically distributed, so
     * that the excess of n samples has the standard deviation of a random walk. One that is lost or late was chosen all
     * the same.
     */
    private boolean isUnlikely(final Track track)
    {
        final double chosen = chosen(track);
        return chosen >= LEAST_SAMPLES && Math.abs(excess(track)) >
            Math.max(maxSamplingDeviation * chosen, SIGNIFICANT_DEVIATIONS * Math.sqrt(chosen));
    }

    private static double chosen(final Track track)
    {
        return track.recent(Sums.SAMPLES_CHOSEN);
    }

    private static double excess(final Track track)
    {
        return track.recent(Sums.SAMPLE_POOL_EXCESS) / PER_SAMPLE;
    }

    private HealthProblem problem(final HealthReason reason, final String message)
    {
        return new HealthProblem(reason, severities.getOrDefault(reason, reason.severity()), message);
    }

    private static String percent(final double ratio)
    {
        return String.format(Locale.ROOT, "%.1f %%", 100 * ratio);
    }

    private static String text(final long epochNs)
    {
        return Instant.ofEpochSecond(epochNs / TimeSource.NS_PER_S).toString();
    }

    private static String duration(final long ns)
    {
        final long seconds = Math.max(1, ns / TimeSource.NS_PER_S);
        if (0 != seconds % 60)
        {
            return 1 == seconds ? "second" : seconds + " seconds";
        }
        return 60 == seconds ? "minute" : seconds / 60 + " minutes";
    }
}
