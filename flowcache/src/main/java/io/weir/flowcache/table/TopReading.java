package io.weir.flowcache.table;

import java.util.Arrays;

/** A copy of a table's candidates for its largest flows. For one reader. */
public final class TopReading
{
    private long[] refs = new long[0];
    private Segment[] segments = new Segment[0];
    private int count;
    private double proven;
    private boolean rates;
    private long landmarkNs;
    private long tauNs;

    /** An empty reading. */
    public TopReading()
    {
    }

    void copy(final TopGate gate, final Segment[] byId)
    {
        count = Math.min(Math.max(0, gate.count), gate.refs.length);
        if (refs.length < count)
        {
            refs = new long[gate.refs.length];
            segments = new Segment[gate.refs.length];
        }
        System.arraycopy(gate.refs, 0, refs, 0, count);
        for (int i = 0; i < count; i++)
        {
            final int id = (int)(refs[i] >>> Segment.SHIFT);
            segments[i] = id < byId.length ? byId[id] : null;
        }
        Arrays.fill(segments, count, segments.length, null);
        proven = gate.proven;
        rates = gate.rates;
        landmarkNs = gate.landmarkNs;
    }

    void tauNs(final long newTauNs)
    {
        tauNs = newTauNs;
    }

    /** {@return number of candidates} */
    public int count()
    {
        return count;
    }

    /**
     * Read a candidate.
     *
     * @param candidate 0 to {@link #count} - 1.
     * @param view      to read into.
     * @return false when its slot has been emptied.
     */
    public boolean read(final int candidate, final SlotView view)
    {
        final Segment segment = segments[candidate];
        return null != segment && view.read(segment, (int)refs[candidate] & segment.mask);
    }

    /**
     * The most that a flow has which is no candidate.
     *
     * @param timeNs when.
     * @return per second; below 0 when all flows are candidates.
     */
    public double boundAt(final long timeNs)
    {
        if (proven == Double.NEGATIVE_INFINITY)
        {
            return -1;
        }
        return rates ? proven : proven * Math.exp(-(timeNs - landmarkNs) / (double)tauNs) / (tauNs / 1e9);
    }
}
