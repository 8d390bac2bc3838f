package io.weir.capture;

/** What a capture file is, told by its first bytes. */
public enum CaptureFormat
{
    /** A pcap file, in either byte order, with stamps in microseconds or nanoseconds. */
    PCAP,
    /** A pcapng file. */
    PCAPNG,
    /** A file of IPFIX messages back to back (RFC 5655). */
    IPFIX,
    /** The payload of one datagram. */
    DATAGRAM
}
