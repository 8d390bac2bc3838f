package io.weir.wire;

/**
 * Outcome of decoding a datagram or a part of one. Names are stable: they are metric labels and appear in JSON.
 *
 * <p>A status is one of three things, see {@link #kind()}: success, a reason to reject, or a note about something that
 * is skipped in the normal course and counted.
 */
public enum DecodeStatus
{
    /** Everything was read. */
    OK(Kind.SUCCESS),
    /** A datagram of no bytes. */
    EMPTY(Kind.REJECT),
    /** Fewer bytes than the header, or than a field that the header promises. */
    SHORT(Kind.REJECT),
    /** A datagram larger than the receiver's buffer: its tail is lost, so it is not parsed. */
    TRUNCATED(Kind.REJECT),
    /** A protocol or version that no decoder knows. */
    VERSION(Kind.REJECT),
    /** The source is outside the allowed networks. */
    NOT_ALLOWED(Kind.REJECT),
    /** The source is over its datagram rate. */
    RATE_LIMITED(Kind.REJECT),
    /** The exporter table is full. */
    EXPORTER_LIMIT(Kind.REJECT),
    /** The exporter has too many observation domains, engines or sub-agents. */
    DOMAIN_LIMIT(Kind.REJECT),
    /** The exporter has too many templates. */
    TEMPLATE_LIMIT(Kind.REJECT),
    /** A length that cannot be: shorter than the fixed part, or beyond what contains it. */
    LENGTH(Kind.REJECT),
    /** A count that the bytes cannot hold, or above the limit. */
    COUNT(Kind.REJECT),
    /** A set length below 4 or beyond the message. */
    SET_LENGTH(Kind.REJECT),
    /** An address type that is not defined. */
    ADDRESS_TYPE(Kind.REJECT),
    /** A sampled header longer than the record that holds it. */
    HEADER_LENGTH(Kind.REJECT),
    /** A template that cannot be used. */
    TEMPLATE(Kind.REJECT),
    /** A template whose records have no bytes. */
    TEMPLATE_ZERO(Kind.REJECT),
    /** A field whose length does not fit its type. */
    FIELD_LENGTH(Kind.REJECT),
    /** Data whose template is not known yet. */
    MISSING_TEMPLATE(Kind.NOTE),
    /** A structure, sample or set that is not known; skipped by its length. */
    UNKNOWN_TYPE(Kind.NOTE),
    /** Bytes after the end of what the header announces; ignored. */
    TRAILING(Kind.NOTE),
    /** A configured bound on work or size was reached. */
    LIMIT(Kind.REJECT),
    /** A queue was full. */
    QUEUE_FULL(Kind.REJECT),
    /** The receiver was closed before the datagram was handled. */
    CLOSED(Kind.REJECT),
    /** A defect: a decoder or handler threw. Must stay at zero. */
    INTERNAL(Kind.REJECT);

    /** Number of statuses: the size of an array of counters indexed by {@link #ordinal()}. */
    public static final int COUNT_OF = values().length;

    private static final DecodeStatus[] VALUES = values();

    private final Kind kind;

    DecodeStatus(final Kind kind)
    {
        this.kind = kind;
    }

    /** What a status means for the accounting of datagrams. */
    public enum Kind
    {
        /** Counted as decoded. */
        SUCCESS,
        /** Counted as rejected when it is the outcome of a datagram, as a fault when it is that of a part. */
        REJECT,
        /** Counted as a note; the datagram is decoded. */
        NOTE
    }

    /** {@return what this status means for the accounting} */
    public Kind kind()
    {
        return kind;
    }

    /**
     * Status by ordinal, without the copy that {@code values()} makes.
     *
     * @param ordinal 0 to {@link #COUNT_OF} - 1.
     * @return the status.
     */
    public static DecodeStatus of(final int ordinal)
    {
        return VALUES[ordinal];
    }
}
