package io.weir.codec.netflow;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/** Turns a flow record round: what was at the source is at the destination. Stateless. */
final class Biflow
{
    /** Pairs of slots, in the order of their words. */
    private static final int[] PAIRS = {
        Slots.MAC_SOURCE, Slots.MAC_DESTINATION,
        Slots.IP_SOURCE, Slots.IP_DESTINATION,
        Slots.IP_SOURCE + 1, Slots.IP_DESTINATION + 1,
        Slots.L4_SOURCE_PORT, Slots.L4_DESTINATION_PORT,
        Slots.INPUT_IFINDEX, Slots.OUTPUT_IFINDEX,
        Slots.SOURCE_MASK_BITS, Slots.DESTINATION_MASK_BITS,
        Slots.BGP_SOURCE_AS, Slots.BGP_DESTINATION_AS,
        Slots.VLAN_SOURCE, Slots.VLAN_DESTINATION,
        Slots.PRIORITY_SOURCE, Slots.PRIORITY_DESTINATION,
        Slots.VRF, Slots.VRF_EGRESS,
        Slots.BGP_SOURCE_PEER_AS, Slots.BGP_DESTINATION_PEER_AS,
        Slots.USER_SOURCE, Slots.USER_DESTINATION,
        Slots.NAT_SOURCE, Slots.NAT_DESTINATION,
        Slots.NAT_SOURCE + 1, Slots.NAT_DESTINATION + 1,
        Slots.NAT_SOURCE_PORT, Slots.NAT_DESTINATION_PORT
    };

    private Biflow()
    {
    }

    /* Presence of every word has been read before the record is cleared, and is marked anew. */
    static void turn(final FlowRecord record, final long[] present)
    {
        for (int word = 0; word < Slots.WORDS; word++)
        {
            present[word] = record.present(word);
        }
        for (int i = 0; i < PAIRS.length; i += 2)
        {
            swap(record, present, PAIRS[i], PAIRS[i + 1]);
        }
        // Names follow the numbers, which have just been swapped: they are put anew.
        present[Slots.META_WORD] &= ~RecordNames.SLOTS | Slots.bit(Slots.APPLICATION);
        record.clear();
        for (int word = 0; word < Slots.WORDS; word++)
        {
            record.mark(word, present[word]);
        }
    }

    /* Presence in the word of the record as a whole, wanted or not, of numbers that have names. */
    static long turned(final long metaMask)
    {
        return turned(turned(metaMask, Slots.INPUT_IFINDEX, Slots.OUTPUT_IFINDEX), Slots.VRF, Slots.VRF_EGRESS);
    }

    private static long turned(final long mask, final int first, final int second)
    {
        final long differ = (mask >>> first ^ mask >>> second) & 1;
        return mask ^ (differ << first | differ << second);
    }

    private static void swap(final FlowRecord record, final long[] present, final int first, final int second)
    {
        final int word = Slots.word(first);
        present[word] = turned(present[word], first, second);
        final long value = record.get(first);
        record.putUnmarked(first, record.get(second));
        record.putUnmarked(second, value);
    }
}
