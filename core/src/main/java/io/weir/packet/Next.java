package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/**
 * What follows a layer that was read: which header, and which bytes. It waits in the slot of a kind, which has no value
 * of its own: of the layer's record, so that reading needs no state, and off the path of a packet without a tunnel.
 * Stateless.
 */
final class Next
{
    /** Mask bit of a layer that has something after it. */
    static final long MORE = 1L << Slots.TUNNEL;

    /* Packets: the first header of another layer. */
    static final int ETHERNET = 1;
    static final int IP = 2;
    static final int MPLS = 3;
    static final int PPP = 4;
    static final int ERSPAN = 5;
    static final int FRAME_RELAY = 6;
    static final int WLAN = 7;
    static final int WLAN_AGGREGATE = 8;

    /* Headers of tunnels, which belong to the layer that carries them. */
    static final int FIRST_TUNNEL = 16;
    static final int GRE = 16;
    static final int VXLAN = 17;
    static final int VXLAN_GPE = 18;
    static final int GENEVE = 19;
    static final int GTP = 20;
    static final int L2TP = 21;
    static final int L2TP_OVER_IP = 22;
    static final int TEREDO = 23;
    static final int ETHERIP = 24;

    /* Messages that are the end of a packet. */
    static final int FIRST_MESSAGE = 32;
    static final int DNS = 32;
    static final int IB_BTH = 33;

    private static final int KIND_SHIFT = 48;
    private static final int LENGTH_SHIFT = 32;
    private static final long CUT = 1L << 47;
    private static final int LENGTH_MASK = 0x7FFF;

    private Next()
    {
    }

    /* shortKind is what a layer is that ends too early: only captured bytes that end make the next one a cut one. */
    static long put(
        final FlowRecord record,
        final int base,
        final int kind,
        final int at,
        final int end,
        final long shortKind)
    {
        final long cut = 1L << Slots.CUT == shortKind ? CUT : 0;
        record.putUnmarked(base + Slots.TUNNEL, (long)kind << KIND_SHIFT | cut |
            (long)Math.max(0, end - at) << LENGTH_SHIFT | at);
        return MORE;
    }

    /* As put, for what is of no use without a byte of it. */
    static long packet(
        final FlowRecord record,
        final int base,
        final int kind,
        final int at,
        final int end,
        final long shortKind)
    {
        return at < end ? put(record, base, kind, at, end, shortKind) : endKind(shortKind);
    }

    /* A packet that ends before a tunnel's header does is none of that tunnel, whatever its port: not malformed. */
    static long endKind(final long shortKind)
    {
        return shortKind & 1L << Slots.CUT;
    }

    static int kind(final long next)
    {
        return (int)(next >>> KIND_SHIFT);
    }

    static int at(final long next)
    {
        return (int)next;
    }

    static int end(final long next)
    {
        return (int)next + ((int)(next >>> LENGTH_SHIFT) & LENGTH_MASK);
    }

    static long shortKind(final long next)
    {
        return 0 != (next & CUT) ? 1L << Slots.CUT : 1L << Slots.MALFORMED;
    }
}
