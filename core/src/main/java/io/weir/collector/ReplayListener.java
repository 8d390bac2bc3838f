package io.weir.collector;

import java.nio.file.Path;

/** Told how far a replay has come, on the thread that runs it, a few times a second. What it throws ends the replay. */
@FunctionalInterface
public interface ReplayListener
{
    /**
     * The replay has come so far.
     *
     * @param file      being read.
     * @param datagrams read so far, of all files.
     * @param timeNs    capture time, epoch nanoseconds.
     * @param fraction  of the bytes of all files that is read, 0..1.
     */
    void onProgress(Path file, long datagrams, long timeNs, double fraction);
}
