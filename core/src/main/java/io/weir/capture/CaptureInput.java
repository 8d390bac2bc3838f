package io.weir.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of a file seen through a reused window, decompressed on the way when it is gzip.
 *
 * <p>What lies before the position may be overwritten by {@link #require}, nothing else moves bytes. Reads are of
 * 64 KiB so that file, copy and packets stay in the processor's cache. Not thread safe.
 */
final class CaptureInput implements AutoCloseable
{
    /** Largest size of the window: the most that {@link #require} can be asked for. */
    static final int CAPACITY = 512 * 1024;

    private static final int FIRST_WINDOW = 8 * 1024;
    private static final int WINDOW = 128 * 1024;
    private static final int CHUNK = 64 * 1024;
    private static final int GZIP_MAGIC = 0x1F8B;

    private final String file;
    private byte[] buffer = new byte[FIRST_WINDOW];
    private final InputStream in;
    private int position;
    private int limit;
    private long base;

    CaptureInput(final String file, final InputStream in) throws IOException
    {
        this.file = file;
        final int head = in.readNBytes(buffer, 0, 2);
        if (2 == head && GZIP_MAGIC == ((buffer[0] & 0xFF) << 8 | buffer[1] & 0xFF))
        {
            this.in = gunzip(in);
        }
        else
        {
            this.in = in;
            limit = head;
        }
    }

    private InputStream gunzip(final InputStream compressed) throws IOException
    {
        final PushbackInputStream whole = new PushbackInputStream(compressed, 2);
        whole.unread(buffer, 0, 2);
        try
        {
            return new GZIPInputStream(whole, CHUNK);
        }
        catch (final EOFException e)
        {
            throw cut(0, "the gzip header is cut");
        }
        catch (final ZipException e)
        {
            throw new CaptureException(file, 0, "the gzip header is broken", e);
        }
    }

    byte[] buffer()
    {
        return buffer;
    }

    // Index in the buffer of the first byte that has not been passed.
    int position()
    {
        return position;
    }

    // Offset in the content of the same byte.
    long fileOffset()
    {
        return base + position;
    }

    // Bytes in the window from the position on.
    int available()
    {
        return limit - position;
    }

    /**
     * Have a number of bytes in the window.
     *
     * @param bytes wanted from the position on, at most {@link #CAPACITY}.
     * @return false when the content ends before; {@link #available()} is then what is left of it.
     */
    boolean require(final int bytes) throws IOException
    {
        return limit - position >= bytes || fill(bytes);
    }

    private boolean fill(final int bytes) throws IOException
    {
        final byte[] window = windowFor(bytes);
        System.arraycopy(buffer, position, window, 0, limit - position);
        buffer = window;
        base += position;
        limit -= position;
        position = 0;
        while (limit < bytes)
        {
            final int read = read(limit, Math.min(CHUNK, buffer.length - limit));
            if (read < 0)
            {
                return false;
            }
            limit += read;
        }
        return true;
    }

    // Small files, and files without large records, do with less than the largest window.
    private byte[] windowFor(final int bytes)
    {
        if (buffer.length >= bytes && (buffer.length > FIRST_WINDOW || limit < buffer.length))
        {
            return buffer;
        }
        return new byte[bytes > WINDOW ? CAPACITY : WINDOW];
    }

    private int read(final int at, final int length) throws IOException
    {
        try
        {
            return in.read(buffer, at, length);
        }
        catch (final EOFException e)
        {
            throw cut(base + at, "the gzip data are cut");
        }
        catch (final ZipException e)
        {
            throw new CaptureException(file, base + at, "the gzip data are broken: " + e.getMessage(), e);
        }
    }

    // Pass bytes that are in the window.
    void advance(final int bytes)
    {
        position += bytes;
    }

    /**
     * Pass bytes whether or not they are in the window.
     *
     * @param bytes 0 or more.
     * @return false when the content ends before.
     */
    boolean skip(final long bytes) throws IOException
    {
        long left = bytes;
        while (left > available())
        {
            left -= available();
            position = limit;
            if (!require(1))
            {
                return false;
            }
        }
        position += (int)left;
        return true;
    }

    // A fault in the file.
    CaptureException fault(final long offset, final String reason)
    {
        return new CaptureException(file, offset, reason);
    }

    // The file ends too early.
    CaptureException cut(final long offset, final String reason)
    {
        return CaptureException.cut(file, offset, reason);
    }

    @Override
    public void close() throws IOException
    {
        in.close();
    }
}
