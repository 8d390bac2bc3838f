package io.weir.collector;

/** Times that one worker measures of itself. */
final class WorkerTimes
{
    /** How long datagrams waited in their sockets. */
    final TimeCounts queueLag = new TimeCounts();
    /** How long they took. */
    final TimeCounts decodeTime = new TimeCounts();

    WorkerTimes()
    {
    }

    void record(final long lagNs, final long decodeNs)
    {
        queueLag.record(lagNs);
        decodeTime.record(decodeNs);
    }
}
