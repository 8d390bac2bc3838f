package io.weir.collector;

/** Makes decoders for the workers of a collector, and tells its own datagrams by their first bytes. Thread safe. */
public interface DecoderProvider
{
    /** {@return short name of the protocol family, such as {@code sflow}} */
    String name();

    /**
     * Whether datagrams that begin so are for this decoder, supported or not.
     *
     * @param firstWord first 32 bits, big-endian; a datagram of two or three bytes is followed by zeros.
     * @return true to claim them.
     */
    boolean claims(int firstWord);

    /** {@return a decoder for one worker} */
    DatagramDecoder newDecoder();

    /**
     * A collector or replay that used it has ended; its workers decode nothing more. The time to save what was learned.
     * It may be used again by another. What it throws goes to the error handler.
     */
    default void onClose()
    {
    }
}
