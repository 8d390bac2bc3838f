package io.weir.capture;

import java.io.IOException;

/** A capture file is broken: which file, at which byte, and how. What came before the fault was good and was given. */
public final class CaptureException extends IOException
{
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final boolean cut;

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
        this(file, offset, reason, cause, false);
    }

    private CaptureException(
        final String file, final long offset, final String reason, final Throwable cause, final boolean cut)
    {
        super(file + ": at offset " + offset + ": " + reason, cause);
        this.file = file;
        this.offset = offset;
        this.cut = cut;
    }

    /**
     * The end of a file comes too early.
     *
     * @param file   name of the file.
     * @param offset in the file of the record, block or message that is cut; in a compressed file, of its content.
     * @param reason in words.
     * @return the exception.
     */
    static CaptureException cut(final String file, final long offset, final String reason)
    {
        return new CaptureException(file, offset, reason, null, true);
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

    /** {@return true when the file only ends too early, as after a full disk or a killed capture} */
    public boolean isCut()
    {
        return cut;
    }
}
