package io.weir.collector;

import io.weir.exporter.ExporterSnapshot;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a replay did. Immutable.
 *
 * @param counters    of the datagrams by outcome.
 * @param exporters   as they stand at the end, in no particular order.
 * @param datagrams   read from the files.
 * @param firstTimeNs capture time of the first datagram, epoch nanoseconds.
 * @param lastTimeNs  capture time at which the clock stopped, epoch nanoseconds.
 * @param timesBack   datagrams stamped before one that was read earlier; they count at the time of that one.
 * @param complete    false when {@link Replay#stop()} or an interrupt ended the replay early.
 * @param faults      of broken files, in order, at most one each; what came before a fault was used.
 */
public record ReplayResult(
    CountersSnapshot counters,
    List<ExporterSnapshot> exporters,
    long datagrams,
    long firstTimeNs,
    long lastTimeNs,
    long timesBack,
    boolean complete,
    List<IOException> faults)
{
    /**
     * A result with lists that cannot change.
     *
     * @param counters    of the datagrams by outcome.
     * @param exporters   as they stand at the end.
     * @param datagrams   read from the files.
     * @param firstTimeNs capture time of the first datagram, epoch nanoseconds.
     * @param lastTimeNs  capture time at which the clock stopped, epoch nanoseconds.
     * @param timesBack   datagrams stamped before one that was read earlier.
     * @param complete    false when the replay was ended early.
     * @param faults      of broken files.
     */
    public ReplayResult
    {
        exporters = List.copyOf(exporters);
        faults = List.copyOf(faults);
    }

    /** {@return the first fault of a broken file, empty when every file was whole} */
    public Optional<IOException> fault()
    {
        return faults.stream().findFirst();
    }
}
