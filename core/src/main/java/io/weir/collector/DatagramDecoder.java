package io.weir.collector;

import io.weir.wire.DecodeStatus;

/** Turns datagrams into records. One per worker, not thread safe, keeps its views. */
public interface DatagramDecoder
{
    /**
     * Decode one datagram. Any byte sequence is legal: bad input gives a status, never an exception, and nothing
     * outside the given range is read. Allocates nothing in steady state.
     *
     * <p>Faults of a part are counted at the context's exporter and decoding goes on where it can; the returned status
     * is that of the datagram: {@link DecodeStatus#OK} when it was decoded, whole or in part, or why it was rejected.
     *
     * @param buffer  holding the datagram.
     * @param offset  of its first byte.
     * @param length  in bytes, 0 or more.
     * @param context of the datagram.
     * @param handler to call with each record, in wire order.
     * @return the outcome.
     */
    DecodeStatus decode(byte[] buffer, int offset, int length, DatagramContext context, RecordHandler handler);
}
