package io.weir.capture;

import java.io.IOException;

/** The packets of one kind of file. */
interface PacketSource
{
    /** Most bytes of a packet, as libpcap and Wireshark have it: more is taken for a broken length. */
    int MAX_CAPTURED = 262_144;

    /**
     * Read on to the next packet.
     *
     * @param packet to fill.
     * @return false at the end of the file.
     * @throws IOException when the file is broken or cannot be read.
     */
    boolean next(CapturedPacket packet) throws IOException;
}
