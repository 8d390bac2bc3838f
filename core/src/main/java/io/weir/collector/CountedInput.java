package io.weir.collector;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that a reader takes from a file, for progress. Not thread safe. */
final class CountedInput extends FilterInputStream
{
    private long count;

    CountedInput(final InputStream in)
    {
        super(in);
    }

    @Override
    public int read() throws IOException
    {
        final int value = super.read();
        if (value >= 0)
        {
            count++;
        }
        return value;
    }

    @Override
    public int read(final byte[] buffer, final int offset, final int length) throws IOException
    {
        final int read = super.read(buffer, offset, length);
        if (read > 0)
        {
            count += read;
        }
        return read;
    }

    @Override
    public long skip(final long length) throws IOException
    {
        final long skipped = super.skip(length);
        count += skipped;
        return skipped;
    }

    long count()
    {
        return count;
    }
}
