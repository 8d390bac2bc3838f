package io.weir.exporter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tells loss, duplication, lateness and restarts apart from the sequence numbers of one stream.
 *
 * <p>One worker at a time is inside: it enters by a compare-and-set and leaves by a release store, which the next
 * worker's compare-and-set pairs with, so that a stream that moves from worker to worker takes its state along. Two
 * workers meet only when one stream comes over two sockets at the same moment. The one that comes second tries for
 * about a microsecond; if the first was interrupted inside, the second does not wait for it but takes its units from
 * the loss that the gap in the sequence is going to show. Nobody waits for a thread that does not run; the price is
 * that a datagram passed over so is not seen to be a duplicate, and then makes the loss too low by its units.
 *
 * <p>The sequence of an exporter that restarts begins a new {@link SequenceLife}. Datagrams of the life before that are
 * still under way are told by their uptime and accounted there, for as long as the reorder window, where there is
 * {@link SequenceRoom} for another life.
 */
final class SequenceTracker
{
    static final int WINDOW = SequenceLife.WINDOW;

    /** Datagrams in a row of which none follows the one before it: a run that no loss makes. */
    static final int CONTRADICTION = 256;

    private static final int TRIES = 64;
    private static final int LONGS_OF_LIFE = 16;
    private static final int FREE = 0;
    private static final int TAKEN = 1;
    private static final int CLOSED = 2;
    private static final VarHandle STATE;

    static
    {
        try
        {
            STATE = MethodHandles.lookup().findVarHandle(SequenceTracker.class, "state", int.class);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private int state;
    private SequenceLife current;
    private SequenceLife previous;
    private int following;
    /* Narrow, for a flood makes many of these: up to WINDOW, and up to CONTRADICTION. */
    private byte previousLeft;
    private short strays;
    private boolean isFollowingKnown;

    boolean onDatagram(final Exporter exporter, final long sequenceNumber, final int units, final long uptimeMs)
    {
        if (!enter())
        {
            exporter.add(ExporterCounter.LOST, -Math.max(0, units));
            return false;
        }
        try
        {
            return track(exporter, (int)sequenceNumber, units, uptimeMs);
        }
        finally
        {
            STATE.setRelease(this, FREE);
        }
    }

    private boolean enter()
    {
        for (int i = 0; i < TRIES; i++)
        {
            if (STATE.compareAndSet(this, FREE, TAKEN))
            {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private boolean track(final Exporter exporter, final int sequence, final int units, final long uptimeMs)
    {
        compare(exporter, sequence, units);
        if (null == current)
        {
            current = new SequenceLife();
            current.begin(exporter, sequence, units, uptimeMs);
        }
        else if (previousLeft > 0 && isOfPrevious(uptimeMs))
        {
            previousLeft--;
            previous.onDatagram(exporter, sequence, units, uptimeMs);
        }
        else
        {
            previousLeft -= previousLeft > 0 ? 1 : 0;
            if (current.onDatagram(exporter, sequence, units, uptimeMs))
            {
                restart(exporter, sequence, units, uptimeMs);
                return true;
            }
        }
        return false;
    }

    /* An exporter that counts something else than it should seems to lose, to be late and to restart for ever. */
    private void compare(final Exporter exporter, final int sequence, final int units)
    {
        strays = (short)(!isFollowingKnown || sequence == following ? 0 : strays + 1);
        following = sequence + units;
        isFollowingKnown = units >= 0;
        if (CONTRADICTION == strays)
        {
            exporter.add(ExporterCounter.SEQUENCE_CONTRADICTIONS, 1);
            strays = 0;
        }
    }

    private boolean isOfPrevious(final long uptimeMs)
    {
        return previous.uptimeDistance(uptimeMs) < current.uptimeDistance(uptimeMs);
    }

    private void restart(final Exporter exporter, final int sequence, final int units, final long uptimeMs)
    {
        exporter.add(ExporterCounter.RESTARTS, 1);
        if (null != previous || exporter.hasRoomFor(LONGS_OF_LIFE))
        {
            final SequenceLife next = null == previous ? new SequenceLife() : previous;
            previous = current;
            previousLeft = (byte)(uptimeMs >= 0 ? WINDOW : 0);
            current = next;
        }
        current.begin(exporter, sequence, units, uptimeMs);
    }

    /* Give all room back, for good; false when a worker is inside, and nothing was done. */
    boolean close(final SequenceRoom room)
    {
        if (!enter())
        {
            return false;
        }
        room.giveBack((null == current ? 0 : current.longsTaken()) +
            (null == previous ? 0 : previous.longsTaken() + LONGS_OF_LIFE));
        current = null;
        previous = null;
        previousLeft = 0;
        STATE.setRelease(this, CLOSED);
        return true;
    }
}
