package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.record.FieldSet;
import io.weir.record.HiddenClass;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of one decoder. Not thread safe.
 *
 * <p>A template is compiled when the first of its records comes, again when other fields are wanted, and its program
 * stays until another takes its place. A program that has decoded many records is made a class, see
 * {@link ProgramTemplate}, which it shares with programs of templates that look the same, such as those of other
 * routers of one make. Classes are bounded in number, and one that is in use is never given up for another: whoever
 * sends many templates makes neither more classes than that, nor the classes of others go.
 */
final class ProgramCache
{
    /** Records that a program decodes before it is made a class. */
    static final int RECORDS_BEFORE_CLASS = 10_000;
    /** Bound on the classes. */
    static final int MAX_CLASSES = 32;
    /** Time after which a class may be given up that is not used. */
    static final long IDLE_NS = 60_000_000_000L;

    private static final int CACHED_PROGRAMS = 1_024;
    private static final int MAX_PROBES = 8;

    private final NetflowSettings settings;
    private final Entry[] entries = new Entry[CACHED_PROGRAMS];
    private final List<SetDecoder> classes = new ArrayList<>();
    private int turn;

    ProgramCache(final NetflowSettings settings)
    {
        this.settings = settings;
    }

    /** A program, and what decodes sets of it. */
    static final class Entry
    {
        final Program program;
        private SetDecoder decoder;
        private int recordsLeft;

        private Entry(final Program program, final int recordsLeft)
        {
            this.program = program;
            this.recordsLeft = recordsLeft;
            decoder = new ProgramInterpreter(program);
        }
    }

    /* The program of a template. */
    Entry find(final Template template, final FieldSet wanted, final boolean rateByInterface)
    {
        final int home = System.identityHashCode(template);
        int place = home + (turn++ & MAX_PROBES - 1) & CACHED_PROGRAMS - 1;
        for (int i = 0; i < MAX_PROBES; i++)
        {
            final int slot = home + i & CACHED_PROGRAMS - 1;
            final Entry cached = entries[slot];
            if (null == cached || template == cached.program.template())
            {
                if (null != cached && cached.program.isFor(wanted, rateByInterface))
                {
                    return cached;
                }
                place = slot;
                break;
            }
        }
        entries[place] = new Entry(ProgramCompiler.compile(template, wanted, rateByInterface, settings),
            settings.recordsBeforeClass());
        return entries[place];
    }

    /* What decodes a set of so many records, all of one length. */
    SetDecoder decoder(final Entry entry, final int count, final long nowNs)
    {
        if (entry.recordsLeft > 0)
        {
            entry.recordsLeft -= count;
            if (entry.recordsLeft <= 0)
            {
                useMuch(entry, nowNs);
            }
        }
        entry.decoder.usedNs = nowNs;
        return entry.decoder;
    }

    /* Number of classes. */
    int classes()
    {
        return classes.size();
    }

    private void useMuch(final Entry entry, final long nowNs)
    {
        if (!fits(entry.program.layout()))
        {
            return;
        }
        for (final SetDecoder present : classes)
        {
            if (isSame(entry.program, present.program()))
            {
                entry.decoder = present;
                return;
            }
        }
        if (classes.size() < MAX_CLASSES || giveUpIdle(nowNs))
        {
            final SetDecoder made =
                (SetDecoder)HiddenClass.of(MethodHandles.lookup(), ProgramTemplate.class, entry.program);
            if (null != made)
            {
                classes.add(made);
                entry.decoder = made;
            }
        }
        else
        {
            entry.recordsLeft = settings.recordsBeforeClass();
        }
    }

    private static boolean fits(final Program.Layout layout)
    {
        return 1 == layout.runs() && layout.operations().length <= ProgramTemplate.MAX_OPERATIONS;
    }

    private static boolean isSame(final Program program, final Program other)
    {
        return program.isFor(other.wanted(), other.rateByInterface()) &&
            program.template().hasSameFields(other.template());
    }

    /* Give up the class that was not used for longest, unless it was used of late; whether there is room now. */
    private boolean giveUpIdle(final long nowNs)
    {
        SetDecoder oldest = classes.get(0);
        for (final SetDecoder present : classes)
        {
            oldest = present.usedNs < oldest.usedNs ? present : oldest;
        }
        if (nowNs - oldest.usedNs < IDLE_NS)
        {
            return false;
        }
        classes.remove(oldest);
        for (int i = 0; i < entries.length; i++)
        {
            if (null != entries[i] && oldest == entries[i].decoder)
            {
                entries[i] = null;
            }
        }
        return true;
    }
}
