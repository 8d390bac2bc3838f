package io.weir.codec.netflow;

/** Goes through the operations of a program for every record. Not thread safe. */
final class ProgramInterpreter extends SetDecoder
{
    private final Program program;

    ProgramInterpreter(final Program program)
    {
        this.program = program;
    }

    @Override
    Program program()
    {
        return program;
    }

    @Override
    void decode(final RecordDecoder records, final byte[] buffer, final int offset, final int count)
    {
        int at = offset;
        for (int i = 0; i < count; i++)
        {
            final int length = records.decode(program, buffer, at, buffer.length);
            records.handOn(program, buffer, at, length);
            at += length;
        }
    }
}
