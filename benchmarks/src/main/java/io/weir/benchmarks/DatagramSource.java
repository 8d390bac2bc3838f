package io.weir.benchmarks;

/** Datagrams without end. Not thread safe. */
interface DatagramSource
{
    /** Move to the next datagram. */
    void next();

    /** {@return array that holds the datagram} */
    byte[] buffer();

    /** {@return index of its first byte} */
    int offset();

    /** {@return its length in bytes} */
    int length();

    /** {@return records in it, of those that are measured} */
    int records();

    /** {@return low 64 bits of the exporter's IPv4 address, mapped} */
    long sourceLow();

    /** {@return UDP port that the exporter sends from} */
    int sourcePort();

    /** {@return when it was received, epoch nanoseconds} */
    long timeNs();

    /** {@return number of datagrams before they repeat} */
    int size();

    /** {@return records in those} */
    long totalRecords();
}
