package io.weir.flowcache.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Candidates for the largest flows, and the gate that a flow must pass to become one.
 *
 * <p>Invariant: a flow that is no candidate scores no more than {@code proven}. The array holds several times as many
 * as are wanted; when it is full, those wanted stay and the gate rises to the least of them. So a score is computed
 * little more than once for an admission, however many flows rise in turn, and a query whose last row scores no less
 * than the gate is exact. When flows leave, or scores that do not decay together fall behind the gate, the gate for
 * admissions is lowered, and one pass of the table's clock hand later it is proven.
 *
 * <p>Scores are decayed sums relative to the current landmark: they rank as the rates do, at any time. In a table with
 * held rates they are the largest rate that the flow will have without an update.
 *
 * <p>Single writer; readers copy under a sequence.
 */
final class TopGate
{
    private static final int READ_TRIES = 64;
    private static final double HEADROOM = 0.9;
    private static final int ROOM = 4;
    private static final VarHandle VERSION;

    static
    {
        try
        {
            VERSION = MethodHandles.lookup().findVarHandle(TopGate.class, "version", int.class);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int keep;
    final long[] refs;

    double admit = Double.NEGATIVE_INFINITY;
    double proven = Double.NEGATIVE_INFINITY;
    int count;
    boolean rates;
    long landmarkNs;

    private final FlowTable table;
    private final double[] scores;
    private final double[] ranked;
    private int version;

    TopGate(final FlowTable table, final int keep)
    {
        this.table = table;
        this.keep = keep;
        refs = new long[ROOM * keep];
        scores = new double[ROOM * keep];
        ranked = new double[ROOM * keep];
    }

    static long ref(final Segment segment, final int index)
    {
        return (long)segment.id << Segment.SHIFT | index;
    }

    void beginChange()
    {
        VERSION.setOpaque(this, version + 1);
        VarHandle.storeStoreFence();
    }

    void endChange()
    {
        VERSION.setRelease(this, version + 1);
    }

    /* The landmark moved: sums shrink by a factor. */
    void onEpoch(final double factor, final long newLandmarkNs)
    {
        beginChange();
        if (!rates)
        {
            admit = admit > 0 ? admit * factor : admit;
            proven = proven > 0 ? proven * factor : proven;
        }
        landmarkNs = newLandmarkNs;
        endChange();
    }

    /* From now on scores are rates. */
    void toRates(final double ratePerSum)
    {
        beginChange();
        admit *= ratePerSum;
        proven *= ratePerSum;
        rates = true;
        endChange();
    }

    void admit(final Segment segment, final int index)
    {
        beginChange();
        table.flag(segment, index, SlotLayout.FLAG_TOP, true);
        refs[count++] = ref(segment, index);
        if (count == refs.length)
        {
            prune();
        }
        endChange();
    }

    private void prune()
    {
        final double least = select(keep);
        int equalLeft = keep;
        for (int i = 0; i < count; i++)
        {
            equalLeft -= scores[i] > least ? 1 : 0;
        }
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            final long ref = refs[i];
            final double score = scores[i];
            if (score > least || score == least && equalLeft-- > 0)
            {
                refs[kept++] = ref;
            }
            else
            {
                table.flag(table.segmentOf(ref), table.indexOf(ref), SlotLayout.FLAG_TOP, false);
            }
        }
        count = kept;
        admit = Math.max(admit, least);
        proven = Math.max(proven, admit);
    }

    /* Score of the candidate of a rank, from 1; leaves the scores of all. */
    private double select(final int rank)
    {
        for (int i = 0; i < count; i++)
        {
            scores[i] = table.score(refs[i]);
        }
        System.arraycopy(scores, 0, ranked, 0, count);
        return Select.largest(ranked, count, rank);
    }

    /* A slot is about to be emptied. */
    void remove(final Segment segment, final int index)
    {
        final long ref = ref(segment, index);
        for (int i = 0; i < count; i++)
        {
            if (ref == refs[i])
            {
                beginChange();
                refs[i] = refs[--count];
                endChange();
                return;
            }
        }
    }

    /* Forget the slots of a segment that is being replaced, within a change; their flags stay. */
    void forget(final Segment segment)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (segment.id != (int)(refs[i] >>> Segment.SHIFT))
            {
                refs[kept++] = refs[i];
            }
        }
        count = kept;
    }

    /* Add a slot that carries the flag already, within a change. */
    void restore(final Segment segment, final int index)
    {
        refs[count++] = ref(segment, index);
    }

    /* Whether so many candidates have left that others must be let in. */
    boolean isShort()
    {
        return count < keep && proven > Double.NEGATIVE_INFINITY;
    }

    /** Lower the gate for admissions, before a pass over all slots. */
    void lower()
    {
        beginChange();
        admit = count < keep ? Double.NEGATIVE_INFINITY : Math.min(admit, HEADROOM * select(keep));
        endChange();
    }

    /** The pass is done: whoever is above the gate is a candidate. */
    void prove()
    {
        beginChange();
        proven = admit;
        endChange();
    }

    /* Copy for a reader. Returns false if that failed within a bound of tries. */
    boolean read(final TopReading into)
    {
        for (int i = 0; i < READ_TRIES; i++)
        {
            final int before = (int)VERSION.getAcquire(this);
            if (0 == (before & 1))
            {
                into.copy(this, table.segmentsById());
                VarHandle.acquireFence();
                if (before == (int)VERSION.getOpaque(this))
                {
                    return true;
                }
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
