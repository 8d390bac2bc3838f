package io.weir.codec.sflow;

import io.weir.codec.sflow.FlowStructure.Kind;
import io.weir.record.Slots;

/**
 * What samples of sFlow versions 2 and 4 are made of, by type. Switch, router, IPv4 and IPv6 data and all counters are
 * those of version 5. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3176">RFC 3176, section 5</a>
 */
final class SflowV4Structures
{
    private static final int EXTENDED_GATEWAY = 3;
    /* What is laid out in another way than in version 5 bears the number of its successor. */
    private static final int GATEWAY_FORMAT = 1003;
    private static final int USER_FORMAT = 1004;
    private static final int URL_FORMAT = 1005;
    private static final FlowStructure[] PACKET = packets();
    private static final FlowStructure[] EXTENDED = extended();
    private static final FlowStructure GATEWAY_2 = new FlowStructures.Layout()
        .number("as", Slots.BGP_AS).number("src_as", Slots.BGP_SOURCE_AS)
        .number("src_peer_as", Slots.BGP_SOURCE_PEER_AS).path(Kind.WORDS)
        .structure(GATEWAY_FORMAT, "extended_gateway");
    private static final CounterStructure[] COUNTERS = {
        null, null, CounterStructures.of(2), CounterStructures.of(3), null, CounterStructures.of(4), null,
        CounterStructures.of(5) };

    private SflowV4Structures()
    {
    }

    private static FlowStructure[] packets()
    {
        return new FlowStructure[] {
            null,
            new FlowStructures.Layout().numbers("header_protocol", "frame_length").add(Kind.OPAQUE, "header")
                .structure(SflowFormat.SAMPLED_HEADER, "sampled_header"),
            FlowStructures.of(SflowFormat.SAMPLED_IPV4),
            FlowStructures.of(SflowFormat.SAMPLED_IPV6),
        };
    }

    private static FlowStructure[] extended()
    {
        return new FlowStructure[] {
            null,
            FlowStructures.of(SflowFormat.EXTENDED_SWITCH),
            FlowStructures.of(SflowFormat.EXTENDED_ROUTER),
            new FlowStructures.Layout()
                .number("as", Slots.BGP_AS).number("src_as", Slots.BGP_SOURCE_AS)
                .number("src_peer_as", Slots.BGP_SOURCE_PEER_AS).path(Kind.AS_PATH)
                .add(Kind.WORDS, "communities", Slots.BGP_COMMUNITIES).number("localpref", Slots.BGP_LOCAL_PREF)
                .structure(GATEWAY_FORMAT, "extended_gateway"),
            new FlowStructures.Layout()
                .add(Kind.TEXT, "src_user", Slots.USER_SOURCE).add(Kind.TEXT, "dst_user", Slots.USER_DESTINATION)
                .structure(USER_FORMAT, "extended_user"),
            new FlowStructures.Layout().numbers("direction").add(Kind.TEXT, "url", Slots.URL)
                .structure(URL_FORMAT, "extended_url"),
        };
    }

    private static FlowStructure of(final FlowStructure[] table, final int type)
    {
        return type > 0 && type < table.length ? table[type] : null;
    }

    static FlowStructure packet(final int type)
    {
        return of(PACKET, type);
    }

    static FlowStructure extended(final int version, final int type)
    {
        return SflowV4DatagramView.VERSION_2 == version && EXTENDED_GATEWAY == type ? GATEWAY_2 : of(EXTENDED, type);
    }

    /* What comes beside if_counters, and for a VLAN in their place; null for nothing. */
    static CounterStructure counters(final int type)
    {
        return type > 0 && type < COUNTERS.length ? COUNTERS[type] : null;
    }
}
