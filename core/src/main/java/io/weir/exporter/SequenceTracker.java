package io.weir.exporter;

/**
 * Tells loss, duplication, lateness and restarts apart from the sequence numbers of one stream.
 *
 * <p>Written by the worker that the stream is pinned to.
 */
final class SequenceTracker
{
    private long expected = -1;

    void onDatagram(final Exporter exporter, final long sequenceNumber, final int units, final long uptimeMs)
    {
        if (expected >= 0)
        {
            final int gap = (int)(sequenceNumber - expected);
            if (gap > 0)
            {
                exporter.add(ExporterCounter.LOST, gap);
            }
        }
        expected = sequenceNumber + units & 0xFFFF_FFFFL;
    }
}
