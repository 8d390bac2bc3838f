package io.weir.codec.netflow;

/** Decodes data sets of one program whose records are all of one length. Not thread safe. */
abstract class SetDecoder
{
    /** Receive time of the last datagram that it decoded a set of, epoch nanoseconds. */
    long usedNs;

    /** {@return what it decodes} */
    abstract Program program();

    /**
     * Decode records and hand them on.
     *
     * @param records that has begun the set.
     * @param buffer  holding it.
     * @param offset  of the first record.
     * @param count   of the records, all of which lie within the set.
     */
    abstract void decode(RecordDecoder records, byte[] buffer, int offset, int count);
}
