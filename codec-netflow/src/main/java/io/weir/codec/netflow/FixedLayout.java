package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateBuilder;
import io.weir.codec.netflow.template.TemplateFormat;

/**
 * Layouts of the records that versions 1, 6, 7 and 8 prescribe, written as templates. Immutable.
 *
 * <p>Fields for which there is no element of IANA's have one under the number {@link NetflowFixedView#ENTERPRISE}.
 *
 * @see <a href="https://www.cisco.com/c/en/us/td/docs/net_mgmt/netflow_collection_engine/3-6/user/guide/format.html">
 *     NetFlow export datagram format</a>
 */
final class FixedLayout
{
    static final FixedLayout VERSION1 = version1(1, 0);
    static final FixedLayout VERSION1_LONG = version1(2, 4);
    static final FixedLayout VERSION6 = version6();
    static final FixedLayout VERSION7 = version7();
    /** By method of aggregation; the first is empty. */
    static final FixedLayout[] VERSION8 = version8();

    private static final int BYTES = 1;
    private static final int PACKETS = 2;
    private static final int FLOWS = 3;
    private static final int PROTOCOL = 4;
    private static final int TOS = 5;
    private static final int TCP_FLAGS = 6;
    private static final int SOURCE_PORT = 7;
    private static final int SOURCE = 8;
    private static final int SOURCE_MASK = 9;
    private static final int INPUT = 10;
    private static final int DESTINATION_PORT = 11;
    private static final int DESTINATION = 12;
    private static final int DESTINATION_MASK = 13;
    private static final int OUTPUT = 14;
    private static final int NEXT_HOP = 15;
    private static final int SOURCE_AS = 16;
    private static final int DESTINATION_AS = 17;
    private static final int LAST = 21;
    private static final int FIRST = 22;
    private static final int SOURCE_PREFIX = 44;
    private static final int DESTINATION_PREFIX = 45;
    private static final int PADDING = 210;

    final Template template;
    final int maxRecords;

    private FixedLayout(final Template template, final int maxRecords)
    {
        this.template = template;
        this.maxRecords = maxRecords;
    }

    int recordLength()
    {
        return template.minRecordLength();
    }

    private static TemplateBuilder begin(final int version, final int variant)
    {
        return Template.builder(TemplateFormat.IPFIX_DATA, version << 8 | variant);
    }

    private static TemplateBuilder addresses(final TemplateBuilder layout)
    {
        return layout.field(SOURCE, 4).field(DESTINATION, 4).field(NEXT_HOP, 4).field(INPUT, 2).field(OUTPUT, 2)
            .field(PACKETS, 4).field(BYTES, 4).field(FIRST, 4).field(LAST, 4).field(SOURCE_PORT, 2)
            .field(DESTINATION_PORT, 2);
    }

    /* Some exporters send four bytes more. */
    private static FixedLayout version1(final int variant, final int more)
    {
        final TemplateBuilder layout = addresses(begin(1, variant)).field(PADDING, 2).field(PROTOCOL, 1).field(TOS, 1)
            .field(TCP_FLAGS, 1);
        return new FixedLayout(own(own(own(layout, NetflowFixedView.RETRANSMISSIONS, 1),
            NetflowFixedView.RETRANSMISSION_SECONDS, 1), NetflowFixedView.MISSEQUENCED, 1)
            .field(PADDING, 4 + more).build(), 24);
    }

    private static TemplateBuilder own(final TemplateBuilder layout, final int id, final int length)
    {
        return layout.field(NetflowFixedView.ENTERPRISE, id, length);
    }

    private static TemplateBuilder routes(final TemplateBuilder layout)
    {
        return layout.field(TCP_FLAGS, 1).field(PROTOCOL, 1).field(TOS, 1).field(SOURCE_AS, 2)
            .field(DESTINATION_AS, 2).field(SOURCE_MASK, 1).field(DESTINATION_MASK, 1);
    }

    private static FixedLayout version6()
    {
        final TemplateBuilder layout = routes(addresses(begin(6, 0)).field(PADDING, 1));
        return new FixedLayout(own(own(own(layout, NetflowFixedView.INPUT_ENCAPSULATION, 1),
            NetflowFixedView.OUTPUT_ENCAPSULATION, 1), NetflowFixedView.PEER_NEXT_HOP, 4).build(), 27);
    }

    private static FixedLayout version7()
    {
        final TemplateBuilder layout = routes(own(addresses(begin(7, 0)), NetflowFixedView.VALID_FIELDS, 1));
        return new FixedLayout(own(own(layout, NetflowFixedView.VALID_FIELDS_MORE, 2),
            NetflowFixedView.ROUTER, 4).build(), 28);
    }

    private static TemplateBuilder counters(final TemplateBuilder layout)
    {
        return layout.field(PACKETS, 4).field(BYTES, 4).field(FIRST, 4).field(LAST, 4);
    }

    private static TemplateBuilder aggregate(final int method)
    {
        return counters(begin(8, method).field(FLOWS, 4));
    }

    private static TemplateBuilder systems(final TemplateBuilder layout)
    {
        return layout.field(SOURCE_AS, 2).field(DESTINATION_AS, 2).field(INPUT, 2).field(OUTPUT, 2);
    }

    private static TemplateBuilder ports(final TemplateBuilder layout)
    {
        return layout.field(SOURCE_PORT, 2).field(DESTINATION_PORT, 2);
    }

    private static TemplateBuilder sourcePrefix(final TemplateBuilder layout, final int tos)
    {
        return layout.field(SOURCE_PREFIX, 4).field(SOURCE_MASK, 1).field(tos, 1).field(SOURCE_AS, 2).field(INPUT, 2)
            .field(PADDING, 2);
    }

    private static TemplateBuilder destinationPrefix(final TemplateBuilder layout, final int tos)
    {
        return layout.field(DESTINATION_PREFIX, 4).field(DESTINATION_MASK, 1).field(tos, 1).field(DESTINATION_AS, 2)
            .field(OUTPUT, 2).field(PADDING, 2);
    }

    private static TemplateBuilder prefixes(final TemplateBuilder layout)
    {
        return layout.field(SOURCE_PREFIX, 4).field(DESTINATION_PREFIX, 4).field(DESTINATION_MASK, 1)
            .field(SOURCE_MASK, 1);
    }

    private static TemplateBuilder router(final TemplateBuilder layout)
    {
        return own(own(layout, NetflowFixedView.EXTRA_PACKETS, 4), NetflowFixedView.ROUTER, 4);
    }

    private static FixedLayout[] version8()
    {
        final TemplateBuilder[] layouts = {
            null,
            systems(aggregate(1)),
            ports(aggregate(2).field(PROTOCOL, 1).field(PADDING, 3)),
            sourcePrefix(aggregate(3), PADDING),
            destinationPrefix(aggregate(4), PADDING),
            systems(prefixes(aggregate(5)).field(PADDING, 2)),
            router(own(counters(begin(8, 6).field(DESTINATION, 4)).field(OUTPUT, 2).field(TOS, 1),
                NetflowFixedView.MARKED_TOS, 1)),
            router(own(counters(begin(8, 7).field(DESTINATION, 4).field(SOURCE, 4)).field(OUTPUT, 2).field(INPUT, 2)
                .field(TOS, 1), NetflowFixedView.MARKED_TOS, 1).field(PADDING, 2)),
            router(own(counters(begin(8, 8).field(DESTINATION, 4).field(SOURCE, 4).field(DESTINATION_PORT, 2)
                .field(SOURCE_PORT, 2)).field(OUTPUT, 2).field(INPUT, 2).field(TOS, 1).field(PROTOCOL, 1),
                NetflowFixedView.MARKED_TOS, 1).field(PADDING, 1)),
            systems(aggregate(9)).field(TOS, 1).field(PADDING, 3),
            ports(aggregate(10).field(PROTOCOL, 1).field(TOS, 1).field(PADDING, 2)).field(INPUT, 2).field(OUTPUT, 2),
            sourcePrefix(aggregate(11), TOS),
            destinationPrefix(aggregate(12), TOS),
            systems(prefixes(aggregate(13)).field(TOS, 1).field(PADDING, 1)),
            ports(prefixes(aggregate(14)).field(TOS, 1).field(PROTOCOL, 1)).field(INPUT, 2).field(OUTPUT, 2)
        };
        final FixedLayout[] all = new FixedLayout[layouts.length];
        for (int method = 1; method < layouts.length; method++)
        {
            final Template template = layouts[method].build();
            all[method] = new FixedLayout(template, maxRecords(template.minRecordLength()));
        }
        return all;
    }

    private static int maxRecords(final int recordLength)
    {
        switch (recordLength)
        {
            case 28:
                return 51;
            case 32:
                return 44;
            case 40:
                return 35;
            default:
                return 32;
        }
    }
}
