package io.weir.capture;

import java.io.IOException;

/** A capture file is broken: which file, at which byte, and how. What came before the fault was good and was given. */
public final class CaptureException extends IOException
{
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /**
     * A fault in a file.
     *
     * @param file   name of the file.
     * @param offset in the file of the record, block or message that is broken; in a compressed file, of its content.
     * @param reason in words.
     */
    public CaptureException(final String file, final long offset, final String reason)
    {
        this(file, offset, reason, null);
    }

    /**
     * A fault in a file, with the exception that told it.
     *
     * @param file   name of the file.
     * @param offset in the file of the record, block or message that is broken; in a compressed file, of its content.
     * @param reason in words.
     * @param cause  or null.
     */
    public CaptureException(final String file, final long offset, final String reason, final Throwable cause)
    {
        super(file + ": at offset " + offset + ": " + reason, cause);
        this.file = file;
        this.offset = offset;
    }

    /** {@return name of the file} */
    public String file()
    {
        return file;
    }

    /** {@return offset of what is broken; in a compressed file, in its content} */
    public long offset()
    {
        return offset;
    }
}
