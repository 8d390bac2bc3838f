package io.weir.exporter;

import java.util.Arrays;

/**
 * The sequence of one stream between two restarts of its exporter. Not thread safe.
 *
 * <p>Numbers count units: datagrams, or the flows in them; a datagram that begins at n and holds u units is followed
 * by one that begins at n + u, modulo 2^32. What is known at any time:
 * <ul>
 * <li>{@code next}, behind the highest unit seen. A datagram that begins there is in order, one that begins up to
 * 2^16 ahead leaves a gap, which is counted as lost.</li>
 * <li>The gaps that opened within the last {@value #WINDOW} arrivals. A datagram that fits into one came late: its
 * units are taken back from the loss. A gap closes, and its loss is final, when it is older.</li>
 * <li>Where the last {@value #WINDOW} arrivals began, and their uptime. A datagram that equals one of them is a
 * duplicate. Datagrams of no units that follow each other begin alike and are kept as one.</li>
 * <li>A second opinion: a run of datagrams that follow each other but do not fit the rest. Two of them after a jump of
 * more than 2^16, so that one forged number does no harm, or a window full of them nearer by, mean that the exporter
 * began a new sequence.</li>
 * </ul>
 * Four arrivals are remembered at once; for the rest of them, and for gaps, the memory is bounded over all exporters.
 * Where it is spent, what would need more is forgotten, and counted.
 *
 * <p>A datagram whose units are not known leaves {@code next} unsure: what is missing before the next is not a loss.
 * The exporter has also begun anew when its uptime has gone back: by more than a second in a datagram that is ahead;
 * further in one that is behind, because that may merely be late.
 */
final class SequenceLife
{
    static final int WINDOW = 64;
    static final int MAX_JUMP = 1 << 16;

    private static final int FIRST_ROOM = 4;
    private static final int ARRAY_HEADERS = 4;
    private static final long[] NOTHING = new long[0];
    private static final int[] NEVER = new int[0];
    private static final int UPTIME_JITTER_MS = 1_000;
    private static final int FRESH_UPTIME_MS = 60_000;
    private static final int MAX_LATENESS_MS = 300_000;
    private static final int RUN_AFTER_A_JUMP = 2;

    private long[] recent = new long[FIRST_ROOM];
    private int remembered;
    private int arrivals;
    private int next;
    private int uptime;
    private boolean unsure;

    private long[] gaps = NOTHING;
    private int[] births = NEVER;
    private int gapCount;

    private int runLength;
    private int runNext;
    private int runLost;
    private int runImplausible;

    void begin(final Exporter exporter, final int sequence, final int units, final long uptimeMs)
    {
        remembered = 0;
        arrivals = 0;
        gapCount = 0;
        runLength = 0;
        runImplausible = 0;
        moveTo(sequence, units);
        uptime = (int)uptimeMs;
        remember(exporter, sequence, uptimeMs);
    }

    /* Account for a datagram; true when it begins a new life, for which it is not accounted yet. */
    boolean onDatagram(final Exporter exporter, final int sequence, final int units, final long uptimeMs)
    {
        final int ahead = sequence - next;
        final boolean restarted;
        if (ahead >= 0 && ahead <= MAX_JUMP)
        {
            restarted = uptimeMs >= 0 && uptime - (int)uptimeMs > UPTIME_JITTER_MS;
            if (!restarted)
            {
                advance(exporter, sequence, units, ahead, uptimeMs);
            }
        }
        else if (isRecent(sequence, uptimeMs))
        {
            exporter.add(ExporterCounter.DUPLICATE, 1);
            restarted = false;
        }
        else if (fill(exporter, sequence, units))
        {
            exporter.add(ExporterCounter.OUT_OF_ORDER, 1);
            exporter.add(ExporterCounter.LOST, -units);
            restarted = false;
        }
        else
        {
            restarted = hasGoneBack(uptimeMs) || hasBegunAnew(exporter, sequence, units, ahead);
        }
        remember(exporter, sequence, uptimeMs);
        return restarted;
    }

    /* How far an uptime is from this life's last one, 0 to 2^31. */
    long uptimeDistance(final long uptimeMs)
    {
        return Math.abs((long)((int)uptimeMs - uptime));
    }

    private void advance(
        final Exporter exporter,
        final int sequence,
        final int units,
        final int ahead,
        final long uptimeMs)
    {
        if (ahead > 0 && !unsure)
        {
            exporter.add(ExporterCounter.LOST, ahead);
            openGap(exporter, next, sequence);
        }
        moveTo(sequence, units);
        uptime = (int)uptimeMs;
        if (runLength > 0)
        {
            endRun(exporter);
        }
    }

    private void moveTo(final int sequence, final int units)
    {
        next = sequence + Math.max(0, units);
        unsure = units < 0;
    }

    private void remember(final Exporter exporter, final int sequence, final long uptimeMs)
    {
        final long start = pack(sequence, (int)uptimeMs);
        if (0 == remembered || start != recent[remembered - 1 & recent.length - 1])
        {
            if (recent.length < WINDOW && remembered >= recent.length)
            {
                widen(exporter);
            }
            recent[remembered & recent.length - 1] = start;
            remembered = remembered + 1 == 2 * WINDOW ? WINDOW : remembered + 1;
        }
        arrivals++;
    }

    private void widen(final Exporter exporter)
    {
        if (exporter.hasRoomFor(WINDOW - FIRST_ROOM))
        {
            final long[] wider = new long[WINDOW];
            for (int i = 0; i < FIRST_ROOM; i++)
            {
                wider[i] = recent[remembered + i & FIRST_ROOM - 1];
            }
            recent = wider;
            remembered = FIRST_ROOM;
        }
    }

    private boolean isRecent(final int sequence, final long uptimeMs)
    {
        final long wanted = pack(sequence, (int)uptimeMs);
        for (int i = Math.min(remembered, recent.length) - 1; i >= 0; i--)
        {
            if (wanted == recent[i])
            {
                return true;
            }
        }
        return false;
    }

    private boolean hasGoneBack(final long uptimeMs)
    {
        final int back = uptime - (int)uptimeMs;
        return uptimeMs >= 0 && back > UPTIME_JITTER_MS && (uptimeMs < FRESH_UPTIME_MS || back > MAX_LATENESS_MS);
    }

    private boolean hasBegunAnew(final Exporter exporter, final int sequence, final int units, final int ahead)
    {
        final boolean jumped = ahead > MAX_JUMP || ahead < -MAX_JUMP;
        final int skipped = sequence - runNext;
        if (runLength > 0 && skipped >= 0 && skipped <= MAX_JUMP)
        {
            runLost += skipped;
        }
        else
        {
            endRun(exporter);
        }
        runLength++;
        runNext = sequence + Math.max(0, units);
        if (runLength < (jumped ? RUN_AFTER_A_JUMP : WINDOW))
        {
            runImplausible += jumped ? 1 : 0;
            exporter.add(ExporterCounter.OUT_OF_ORDER, jumped ? 0 : 1);
            return false;
        }
        exporter.add(ExporterCounter.LOST, runLost);
        return true;
    }

    private void endRun(final Exporter exporter)
    {
        exporter.add(ExporterCounter.IMPLAUSIBLE, runImplausible);
        runLength = 0;
        runLost = 0;
        runImplausible = 0;
    }

    private void openGap(final Exporter exporter, final int from, final int to)
    {
        closeOldGaps();
        addGap(exporter, from, to, arrivals);
    }

    /* Every gap is the work of one arrival, by a jump or by splitting one, so that no more than a window stay open. */
    private void closeOldGaps()
    {
        int kept = 0;
        for (int i = 0; i < gapCount; i++)
        {
            if (arrivals - births[i] <= WINDOW)
            {
                gaps[kept] = gaps[i];
                births[kept] = births[i];
                kept++;
            }
        }
        gapCount = kept;
    }

    private boolean fill(final Exporter exporter, final int sequence, final int units)
    {
        closeOldGaps();
        for (int i = gapCount - 1; i >= 0 && units > 0; i--)
        {
            final int from = (int)(gaps[i] >>> 32);
            final int to = (int)gaps[i];
            final int before = sequence - from;
            final int after = to - (sequence + units);
            if (before >= 0 && after >= 0)
            {
                shrink(exporter, i, before > 0, after > 0, sequence, units);
                return true;
            }
        }
        return false;
    }

    private void shrink(
        final Exporter exporter,
        final int index,
        final boolean isLeftBefore,
        final boolean isLeftAfter,
        final int sequence,
        final int units)
    {
        final int from = (int)(gaps[index] >>> 32);
        final int to = (int)gaps[index];
        final int birth = births[index];
        gapCount--;
        gaps[index] = gaps[gapCount];
        births[index] = births[gapCount];
        if (isLeftBefore)
        {
            addGap(exporter, from, sequence, birth);
        }
        if (isLeftAfter)
        {
            addGap(exporter, sequence + units, to, birth);
        }
    }

    private void addGap(final Exporter exporter, final int from, final int to, final int birth)
    {
        if (gapCount == gaps.length)
        {
            final int room = Math.max(FIRST_ROOM, 2 * gapCount);
            if (!exporter.hasRoomFor(gapLongs(room) - gapLongs(gapCount)))
            {
                return;
            }
            gaps = Arrays.copyOf(gaps, room);
            births = Arrays.copyOf(births, room);
        }
        gaps[gapCount] = pack(from, to);
        births[gapCount] = birth;
        gapCount++;
    }

    private static int gapLongs(final int room)
    {
        return 0 == room ? 0 : ARRAY_HEADERS + room + room / 2;
    }

    /* Room taken of that for all exporters, in longs. */
    int longsTaken()
    {
        return recent.length - FIRST_ROOM + gapLongs(gaps.length);
    }

    private static long pack(final int high, final int low)
    {
        return (long)high << 32 | low & 0xFFFF_FFFFL;
    }
}
