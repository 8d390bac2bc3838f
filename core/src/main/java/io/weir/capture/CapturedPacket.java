package io.weir.capture;

/** One packet of a file, as its container describes it; reused. Its bytes are in the buffer of the input. */
final class CapturedPacket
{
    /** Not a packet: the bytes are a payload, as in files without link, IP and UDP headers. */
    static final int PAYLOAD = -1;

    int offset;
    int captured;
    long original;
    int linkType;
    int interfaceId;
    long timeNs;
}
