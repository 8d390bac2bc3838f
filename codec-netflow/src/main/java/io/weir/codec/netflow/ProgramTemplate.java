package io.weir.codec.netflow;

import java.lang.invoke.MethodHandles;

/**
 * A program as constants. This class is a template: for each program that is used much, its bytes are defined once more
 * as a hidden class, whose class data are the program. The compiler then sees constants where an interpreter sees data,
 * and leaves out what the program does not have: the records of a set are decoded in straight-line code. It gives what
 * {@link ProgramInterpreter} gives. Not thread safe.
 */
final class ProgramTemplate extends SetDecoder
{
    static final int MAX_OPERATIONS = 40;

    private static final Program PROGRAM = fromClassData();
    private static final int LENGTH = PROGRAM.layout().runLength()[0];
    private static final int OPERATIONS = PROGRAM.layout().operations().length;
    private static final long OPERATION_0 = operation(0);
    private static final long OPERATION_1 = operation(1);
    private static final long OPERATION_2 = operation(2);
    private static final long OPERATION_3 = operation(3);
    private static final long OPERATION_4 = operation(4);
    private static final long OPERATION_5 = operation(5);
    private static final long OPERATION_6 = operation(6);
    private static final long OPERATION_7 = operation(7);
    private static final long OPERATION_8 = operation(8);
    private static final long OPERATION_9 = operation(9);
    private static final long OPERATION_10 = operation(10);
    private static final long OPERATION_11 = operation(11);
    private static final long OPERATION_12 = operation(12);
    private static final long OPERATION_13 = operation(13);
    private static final long OPERATION_14 = operation(14);
    private static final long OPERATION_15 = operation(15);
    private static final long OPERATION_16 = operation(16);
    private static final long OPERATION_17 = operation(17);
    private static final long OPERATION_18 = operation(18);
    private static final long OPERATION_19 = operation(19);
    private static final long OPERATION_20 = operation(20);
    private static final long OPERATION_21 = operation(21);
    private static final long OPERATION_22 = operation(22);
    private static final long OPERATION_23 = operation(23);
    private static final long OPERATION_24 = operation(24);
    private static final long OPERATION_25 = operation(25);
    private static final long OPERATION_26 = operation(26);
    private static final long OPERATION_27 = operation(27);
    private static final long OPERATION_28 = operation(28);
    private static final long OPERATION_29 = operation(29);
    private static final long OPERATION_30 = operation(30);
    private static final long OPERATION_31 = operation(31);
    private static final long OPERATION_32 = operation(32);
    private static final long OPERATION_33 = operation(33);
    private static final long OPERATION_34 = operation(34);
    private static final long OPERATION_35 = operation(35);
    private static final long OPERATION_36 = operation(36);
    private static final long OPERATION_37 = operation(37);
    private static final long OPERATION_38 = operation(38);
    private static final long OPERATION_39 = operation(39);

    ProgramTemplate()
    {
    }

    private static Program fromClassData()
    {
        try
        {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Program.class);
        }
        catch (final IllegalAccessException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static long operation(final int index)
    {
        return index < OPERATIONS ? PROGRAM.layout().operations()[index] : 0;
    }

    @Override
    Program program()
    {
        return PROGRAM;
    }

    @Override
    void decode(final RecordDecoder records, final byte[] buffer, final int offset, final int count)
    {
        int at = offset;
        for (int i = 0; i < count; i++)
        {
            records.prepare(PROGRAM);
            operations0(records, buffer, at);
            operations10(records, buffer, at);
            operations20(records, buffer, at);
            operations30(records, buffer, at);
            records.complete(PROGRAM);
            records.handOn(PROGRAM, buffer, at, LENGTH);
            at += LENGTH;
        }
    }

    private static void operations0(final RecordDecoder records, final byte[] buffer, final int at)
    {
        if (OPERATIONS > 0)
        {
            records.execute(OPERATION_0, buffer, at);
        }
        if (OPERATIONS > 1)
        {
            records.execute(OPERATION_1, buffer, at);
        }
        if (OPERATIONS > 2)
        {
            records.execute(OPERATION_2, buffer, at);
        }
        if (OPERATIONS > 3)
        {
            records.execute(OPERATION_3, buffer, at);
        }
        if (OPERATIONS > 4)
        {
            records.execute(OPERATION_4, buffer, at);
        }
        if (OPERATIONS > 5)
        {
            records.execute(OPERATION_5, buffer, at);
        }
        if (OPERATIONS > 6)
        {
            records.execute(OPERATION_6, buffer, at);
        }
        if (OPERATIONS > 7)
        {
            records.execute(OPERATION_7, buffer, at);
        }
        if (OPERATIONS > 8)
        {
            records.execute(OPERATION_8, buffer, at);
        }
        if (OPERATIONS > 9)
        {
            records.execute(OPERATION_9, buffer, at);
        }
    }

    private static void operations10(final RecordDecoder records, final byte[] buffer, final int at)
    {
        if (OPERATIONS > 10)
        {
            records.execute(OPERATION_10, buffer, at);
        }
        if (OPERATIONS > 11)
        {
            records.execute(OPERATION_11, buffer, at);
        }
        if (OPERATIONS > 12)
        {
            records.execute(OPERATION_12, buffer, at);
        }
        if (OPERATIONS > 13)
        {
            records.execute(OPERATION_13, buffer, at);
        }
        if (OPERATIONS > 14)
        {
            records.execute(OPERATION_14, buffer, at);
        }
        if (OPERATIONS > 15)
        {
            records.execute(OPERATION_15, buffer, at);
        }
        if (OPERATIONS > 16)
        {
            records.execute(OPERATION_16, buffer, at);
        }
        if (OPERATIONS > 17)
        {
            records.execute(OPERATION_17, buffer, at);
        }
        if (OPERATIONS > 18)
        {
            records.execute(OPERATION_18, buffer, at);
        }
        if (OPERATIONS > 19)
        {
            records.execute(OPERATION_19, buffer, at);
        }
    }

    private static void operations20(final RecordDecoder records, final byte[] buffer, final int at)
    {
        if (OPERATIONS > 20)
        {
            records.execute(OPERATION_20, buffer, at);
        }
        if (OPERATIONS > 21)
        {
            records.execute(OPERATION_21, buffer, at);
        }
        if (OPERATIONS > 22)
        {
            records.execute(OPERATION_22, buffer, at);
        }
        if (OPERATIONS > 23)
        {
            records.execute(OPERATION_23, buffer, at);
        }
        if (OPERATIONS > 24)
        {
            records.execute(OPERATION_24, buffer, at);
        }
        if (OPERATIONS > 25)
        {
            records.execute(OPERATION_25, buffer, at);
        }
        if (OPERATIONS > 26)
        {
            records.execute(OPERATION_26, buffer, at);
        }
        if (OPERATIONS > 27)
        {
            records.execute(OPERATION_27, buffer, at);
        }
        if (OPERATIONS > 28)
        {
            records.execute(OPERATION_28, buffer, at);
        }
        if (OPERATIONS > 29)
        {
            records.execute(OPERATION_29, buffer, at);
        }
    }

    private static void operations30(final RecordDecoder records, final byte[] buffer, final int at)
    {
        if (OPERATIONS > 30)
        {
            records.execute(OPERATION_30, buffer, at);
        }
        if (OPERATIONS > 31)
        {
            records.execute(OPERATION_31, buffer, at);
        }
        if (OPERATIONS > 32)
        {
            records.execute(OPERATION_32, buffer, at);
        }
        if (OPERATIONS > 33)
        {
            records.execute(OPERATION_33, buffer, at);
        }
        if (OPERATIONS > 34)
        {
            records.execute(OPERATION_34, buffer, at);
        }
        if (OPERATIONS > 35)
        {
            records.execute(OPERATION_35, buffer, at);
        }
        if (OPERATIONS > 36)
        {
            records.execute(OPERATION_36, buffer, at);
        }
        if (OPERATIONS > 37)
        {
            records.execute(OPERATION_37, buffer, at);
        }
        if (OPERATIONS > 38)
        {
            records.execute(OPERATION_38, buffer, at);
        }
        if (OPERATIONS > 39)
        {
            records.execute(OPERATION_39, buffer, at);
        }
    }
}
