package io.weir.metric;

import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema.Kind;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a data source last told in one structure. One writer at a time, which {@link MetricSource} sees to; any number
 * of readers.
 *
 * <p>A counter becomes a rate by the difference to the sample before. Which samples those are is told by sequence and
 * uptime: a sample seen twice, or late, changes nothing; one of an agent that began anew is only a base for the next. A
 * 32-bit counter that went back has wrapped, if by less than half its range; one of 64 bits has been reset.
 *
 * <p>Cells are guarded by a sequence lock: {@code version} is odd while they are written. The writer's release of the
 * even version pairs with the reader's acquire; a reader that sees a change reads again.
 */
final class MetricState
{
    /* Bytes of a text that are kept. */
    private static final int MAX_TEXT = 1024;
    private static final int MAX_BEHIND = 64;
    private static final long MAX_LATENESS_MS = 300_000;
    private static final long FRESH_UPTIME_MS = 60_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final double MS_PER_SECOND = 1e3;
    private static final VarHandle VERSION;

    static
    {
        try
        {
            VERSION = MethodHandles.lookup().findVarHandle(MetricState.class, "version", int.class);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    final MetricLayout layout;
    final int entry;
    /* Earlier occurrences of the structure in a sample, each with a state of its own. */
    final int repeats;
    private final AtomicLongArray cells;
    private final AtomicReferenceArray<String> texts;
    private final byte[][] rawTexts;
    private final long[] raw;
    private long rawPresent;
    private long sequence;
    private long uptimeMs;
    private long timeNs;
    private boolean begun;
    private Named named;
    private long sampleDatagram = -1;
    private long sampleSequence;
    private volatile long updatedNs;
    @SuppressWarnings("unused")
    private int version;

    MetricState(final MetricLayout layout, final int entry, final int repeats)
    {
        this.layout = layout;
        this.entry = entry;
        this.repeats = repeats;
        cells = new AtomicLongArray(layout.size());
        texts = new AtomicReferenceArray<>(layout.fields());
        rawTexts = new byte[layout.fields()][];
        raw = new long[layout.fields()];
        clear();
    }

    private void clear()
    {
        for (int i = 0; i < cells.length(); i++)
        {
            set(i, Double.NaN);
        }
    }

    /* True for the first occurrence of the structure in a sample, false when the sample was begun before. */
    boolean begin(final long datagram, final long sequenceOfSample)
    {
        if (datagram == sampleDatagram && sequenceOfSample == sampleSequence)
        {
            return false;
        }
        sampleDatagram = datagram;
        sampleSequence = sequenceOfSample;
        return true;
    }

    long updatedNs()
    {
        return updatedNs;
    }

    /* True when the sample was taken, false when it had been seen or came late. */
    boolean update(final CounterRecord record, final long nowNs)
    {
        final int ahead = (int)(record.sequence() - sequence);
        final long uptimeDelta = (int)(record.uptimeMs() - uptimeMs);
        if (begun && isOld(ahead, uptimeDelta, record.uptimeMs()))
        {
            return false;
        }
        final boolean follows = begun && uptimeDelta >= 0 && ahead >= 0;
        final double seconds = uptimeDelta > 0 ? uptimeDelta / MS_PER_SECOND : (nowNs - timeNs) / NS_PER_SECOND;
        VERSION.setOpaque(this, version + 1);
        VarHandle.storeStoreFence();
        for (int i = 0; i < layout.fields(); i++)
        {
            take(record, i, follows && seconds > 0 ? seconds : Double.NaN);
        }
        for (int i = layout.fields(); i < layout.size(); i++)
        {
            set(i, layout.derive(i, this));
        }
        begun = true;
        sequence = record.sequence();
        uptimeMs = record.uptimeMs();
        timeNs = nowNs;
        updatedNs = nowNs;
        VERSION.setRelease(this, version + 1);
        return true;
    }

    /* Seen before, or late; but an agent that is back at a low uptime has begun anew. */
    private static boolean isOld(final int ahead, final long uptimeDelta, final long uptime)
    {
        if (0 == uptimeDelta)
        {
            return ahead <= 0 && ahead > -MAX_BEHIND;
        }
        return uptimeDelta < 0 && uptimeDelta > -MAX_LATENESS_MS && ahead < 0 && ahead > -MAX_BEHIND &&
            uptime >= FRESH_UPTIME_MS;
    }

    private void take(final CounterRecord record, final int index, final double seconds)
    {
        final Kind kind = layout.kinds[index];
        final boolean there = record.has(index);
        if (kind.isReference() || Kind.MAC == kind)
        {
            takeText(record, index, kind, there);
        }
        else if (Kind.COUNTER != kind)
        {
            set(index, there ? record.number(index) : Double.NaN);
        }
        else
        {
            final boolean before = 0 != (rawPresent & 1L << index);
            set(index, there && before ? rate(index, record.value(index), seconds) : Double.NaN);
        }
        raw[index] = record.value(index);
        rawPresent = there ? rawPresent | 1L << index : rawPresent & ~(1L << index);
    }

    private double rate(final int index, final long now, final double seconds)
    {
        final long delta = layout.wide[index] ? now - raw[index] : now - raw[index] & 0xFFFF_FFFFL;
        final boolean reset = layout.wide[index] ?
            Long.compareUnsigned(now, raw[index]) < 0 : now < raw[index] && delta > Integer.MAX_VALUE;
        return reset || delta < 0 ? Double.NaN : delta / seconds;
    }

    private void takeText(final CounterRecord record, final int index, final Kind kind, final boolean there)
    {
        if (!there)
        {
            texts.setOpaque(index, null);
            rawTexts[index] = null;
        }
        else if (Kind.MAC == kind)
        {
            if (record.value(index) != raw[index] || null == texts.getOpaque(index))
            {
                texts.setOpaque(index, HexFormat.of().withUpperCase().toHexDigits(record.value(index), 12));
            }
        }
        else
        {
            final int from = record.referenceOffset(index);
            final int to = from + Math.min(MAX_TEXT, record.referenceLength(index));
            final byte[] known = rawTexts[index];
            if (null == known || !Arrays.equals(known, 0, known.length, record.buffer(), from, to))
            {
                rawTexts[index] = Arrays.copyOfRange(record.buffer(), from, to);
                texts.setOpaque(index, Kind.TEXT == kind ? new String(rawTexts[index], StandardCharsets.UTF_8) :
                    HexFormat.of().withUpperCase().formatHex(rawTexts[index]));
            }
        }
    }

    private void set(final int cell, final double value)
    {
        cells.setOpaque(cell, Double.doubleToRawLongBits(value));
    }

    /* Cell of a metric, -1 for none. The one found last is remembered: a row is asked for few. */
    int cellOf(final String metricName, final boolean isVirtual)
    {
        final Named last = named;
        if (null != last && last.name.equals(metricName))
        {
            return last.cell;
        }
        int cell = -1;
        for (int i = 0; i < layout.size() && cell < 0; i++)
        {
            cell = metricName.equals(layout.name(i, entry, repeats, isVirtual)) ? i : -1;
        }
        named = new Named(metricName, cell);
        return cell;
    }

    boolean has(final int cell)
    {
        return !Double.isNaN(value(cell));
    }

    double value(final int cell)
    {
        return Double.longBitsToDouble(cells.getOpaque(cell));
    }

    /* All values at one instant, null where there is none. */
    Object[] read()
    {
        final Object[] values = new Object[layout.size()];
        while (true)
        {
            final int before = (int)VERSION.getAcquire(this);
            for (int i = 0; i < values.length; i++)
            {
                final String text = i < layout.fields() ? texts.getOpaque(i) : null;
                values[i] = null != text ? text : has(i) ? layout.read(i, value(i)) : null;
            }
            VarHandle.loadLoadFence();
            if (0 == (before & 1) && before == (int)VERSION.getOpaque(this))
            {
                return values;
            }
            Thread.onSpinWait();
        }
    }

    /** A name and its cell. Immutable, so that it may be seen by any thread at any time. */
    private static final class Named
    {
        final String name;
        final int cell;

        Named(final String name, final int cell)
        {
            this.name = name;
            this.cell = cell;
        }
    }
}
