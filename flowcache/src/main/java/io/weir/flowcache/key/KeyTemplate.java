package io.weir.flowcache.key;

import io.weir.record.FlowRecord;

import java.lang.invoke.MethodHandles;

/**
 * The steps of a key program as constants. This class is a template: for each program its bytes are defined once more
 * as a hidden class, whose class data are the steps. The compiler then sees constants where an interpreter sees data,
 * and leaves out what a program does not have. It gives what the interpreter of {@link KeyProgram} gives, several times
 * as fast. Stateless.
 */
final class KeyTemplate extends KeyExtractor
{
    static final int MAX_STEPS = 12;
    static final int MAX_WORDS = 6;

    private static final long[] DATA = data();
    private static final int WORDS = (int)DATA[0];
    private static final long SOURCE = DATA[1];
    private static final long STEP_0 = step(0);
    private static final long STEP_1 = step(1);
    private static final long STEP_2 = step(2);
    private static final long STEP_3 = step(3);
    private static final long STEP_4 = step(4);
    private static final long STEP_5 = step(5);
    private static final long STEP_6 = step(6);
    private static final long STEP_7 = step(7);
    private static final long STEP_8 = step(8);
    private static final long STEP_9 = step(9);
    private static final long STEP_10 = step(10);
    private static final long STEP_11 = step(11);

    KeyTemplate()
    {
    }

    private static long[] data()
    {
        try
        {
            return MethodHandles.classData(MethodHandles.lookup(), "_", long[].class);
        }
        catch (final IllegalAccessException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static long step(final int index)
    {
        return DATA.length > 2 + index ? DATA[2 + index] : KeyProgram.NO_STEP;
    }

    @Override
    void extract(final FlowRecord record, final int sourceId, final long[] into, final int offset)
    {
        if (WORDS > 0)
        {
            into[offset + 0] = word0(record, sourceId);
        }
        if (WORDS > 1)
        {
            into[offset + 1] = word1(record, sourceId);
        }
        if (WORDS > 2)
        {
            into[offset + 2] = word2(record, sourceId);
        }
        if (WORDS > 3)
        {
            into[offset + 3] = word3(record, sourceId);
        }
        if (WORDS > 4)
        {
            into[offset + 4] = word4(record, sourceId);
        }
        if (WORDS > 5)
        {
            into[offset + 5] = word5(record, sourceId);
        }
    }

    private static long word0(final FlowRecord record, final long source)
    {
        return source(source, 0) |
            part(record, STEP_0, 0) |
            part(record, STEP_1, 0) |
            part(record, STEP_2, 0) |
            part(record, STEP_3, 0) |
            part(record, STEP_4, 0) |
            part(record, STEP_5, 0) |
            part(record, STEP_6, 0) |
            part(record, STEP_7, 0) |
            part(record, STEP_8, 0) |
            part(record, STEP_9, 0) |
            part(record, STEP_10, 0) |
            part(record, STEP_11, 0);
    }

    private static long word1(final FlowRecord record, final long source)
    {
        return source(source, 1) |
            part(record, STEP_0, 1) |
            part(record, STEP_1, 1) |
            part(record, STEP_2, 1) |
            part(record, STEP_3, 1) |
            part(record, STEP_4, 1) |
            part(record, STEP_5, 1) |
            part(record, STEP_6, 1) |
            part(record, STEP_7, 1) |
            part(record, STEP_8, 1) |
            part(record, STEP_9, 1) |
            part(record, STEP_10, 1) |
            part(record, STEP_11, 1);
    }

    private static long word2(final FlowRecord record, final long source)
    {
        return source(source, 2) |
            part(record, STEP_0, 2) |
            part(record, STEP_1, 2) |
            part(record, STEP_2, 2) |
            part(record, STEP_3, 2) |
            part(record, STEP_4, 2) |
            part(record, STEP_5, 2) |
            part(record, STEP_6, 2) |
            part(record, STEP_7, 2) |
            part(record, STEP_8, 2) |
            part(record, STEP_9, 2) |
            part(record, STEP_10, 2) |
            part(record, STEP_11, 2);
    }

    private static long word3(final FlowRecord record, final long source)
    {
        return source(source, 3) |
            part(record, STEP_0, 3) |
            part(record, STEP_1, 3) |
            part(record, STEP_2, 3) |
            part(record, STEP_3, 3) |
            part(record, STEP_4, 3) |
            part(record, STEP_5, 3) |
            part(record, STEP_6, 3) |
            part(record, STEP_7, 3) |
            part(record, STEP_8, 3) |
            part(record, STEP_9, 3) |
            part(record, STEP_10, 3) |
            part(record, STEP_11, 3);
    }

    private static long word4(final FlowRecord record, final long source)
    {
        return source(source, 4) |
            part(record, STEP_0, 4) |
            part(record, STEP_1, 4) |
            part(record, STEP_2, 4) |
            part(record, STEP_3, 4) |
            part(record, STEP_4, 4) |
            part(record, STEP_5, 4) |
            part(record, STEP_6, 4) |
            part(record, STEP_7, 4) |
            part(record, STEP_8, 4) |
            part(record, STEP_9, 4) |
            part(record, STEP_10, 4) |
            part(record, STEP_11, 4);
    }

    private static long word5(final FlowRecord record, final long source)
    {
        return source(source, 5) |
            part(record, STEP_0, 5) |
            part(record, STEP_1, 5) |
            part(record, STEP_2, 5) |
            part(record, STEP_3, 5) |
            part(record, STEP_4, 5) |
            part(record, STEP_5, 5) |
            part(record, STEP_6, 5) |
            part(record, STEP_7, 5) |
            part(record, STEP_8, 5) |
            part(record, STEP_9, 5) |
            part(record, STEP_10, 5) |
            part(record, STEP_11, 5);
    }

    private static long source(final long source, final int word)
    {
        return KeyProgram.wordOf(SOURCE) == word ? source << KeyProgram.positionOf(SOURCE) : 0;
    }

    private static long part(final FlowRecord record, final long step, final int word)
    {
        return KeyProgram.wordOf(step) == word ? KeyProgram.run(step, record) : 0;
    }
}
