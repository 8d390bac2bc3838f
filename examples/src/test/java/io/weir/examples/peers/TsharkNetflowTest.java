package io.weir.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.DataRecordView;
import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.netflow.element.Element;
import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.codec.netflow.template.TemplateFormat;
import io.weir.examples.peers.Comparison.Known;
import io.weir.examples.peers.Exporters.Sent;
import io.weir.examples.peers.SflowFields.Located;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * NetFlow and IPFIX of all captures, field by field beside tshark: where each record and each field lies, its bytes as
 * a value, and what weir makes of it in its flow record.
 */
@Tag("peers")
class TsharkNetflowTest
{
    private static final int MOST_DATAGRAMS = 40;
    private static final int V5_HEADER_LENGTH = 24;
    private static final int V5_RECORD_LENGTH = 48;
    private static final int V5 = 5;
    private static final int MIN_SCENARIOS = 110;
    private static final int MIN_VALUES = 250_000;
    private static final int UNKNOWN = -1;
    /** Enterprise of the elements that count the other direction of a flow, RFC 5103. */
    private static final long REVERSE = 29_305;
    private static final int TCP = 6;
    private static final Set<Integer> WITH_PORTS = Set.of(TCP, 17, 33, 132, 136);
    /** Times, which are compared by meaning; lengths before texts; parts of an element. */
    private static final Set<String> NO_VALUES =
        Set.of("time", "string_len", "appl_id.", "forwarding_status", "icmp_ipv6_", "mpls_", "juniper.resiliency");
    /** Fields that tshark shows as bytes, whatever they are. */
    private static final Set<String> BYTES = Set.of("enterprise_private_entry", "unknown_field_type", "padding");
    /** Fields of elements that tshark has no name for, and of enterprises. */
    private static final Set<String> BY_NUMBER =
        Set.of("cflow.enterprise_private_entry", "cflow.unknown_field_type", "cflow.padding", "cflow.pie.");
    private static final String INIT_TIME = "cflow.sys_init_time";
    private static final Map<String, Meaning> MEANINGS = meanings();
    private static final List<Known> KNOWN = List.of(
        new Known("length of a record with fields of variable length: tshark counts the fixed ones; weir is right",
            difference -> "record length".equals(difference.field()) &&
                Integer.parseInt(difference.theirs()) < Integer.parseInt(difference.ours())),
        new Known("tshark stops after as many sets as the header counts, and some exporters count less; weir is right",
            difference -> "records".equals(difference.field()) &&
                difference.scenario().matches("graylog/netflow-v9-1|graylog/netflow9|logstash/nf9_invalid01")),
        new Known("fields of length 65535 in version 9 are of variable length at H3C, which tshark does not know",
            difference -> difference.scenario().startsWith("logstash/nf9_h3c")),
        new Known("a version 5 datagram whose count does not fit is rejected whole; tshark shows what is there",
            difference -> difference.scenario().startsWith("logstash/nf5_invalid") &&
                "records".equals(difference.field())),
        new Known("a flow cannot end after its export: weir leaves such stamps out; tshark shows them as they are",
            difference -> difference.field().endsWith("after its export") && "null".equals(difference.ours())),
        new Known("the zero counters of a firewall's event are left out of the flow record: it is an event, not a flow",
            difference -> difference.field().matches("cflow.(octets|packets) of the flow") &&
                "0".equals(difference.theirs()) && "null".equals(difference.ours())),
        new Known("tshark cuts the application id off the front of Cisco's HTTP host, which is part of the element",
            difference -> "cflow.pie.cisco.application_http_host".equals(difference.field())));

    private final List<Raw> raws = new ArrayList<>();
    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.builder()
        .holdBytes(0, 0)
        .listener((exporter, record) -> onRaw(record))
        .build());
    private final Map<String, Long> initMs = new HashMap<>();

    private final Comparison comparison = new Comparison(KNOWN);

    @TempDir
    private Path folder;
    private FieldNames names;

    private static Map<String, Meaning> meanings()
    {
        final Map<String, Meaning> meanings = new HashMap<>();
        address(meanings, Slots.IP_SOURCE, "srcaddr", "srcaddrv6");
        address(meanings, Slots.IP_DESTINATION, "dstaddr", "dstaddrv6");
        address(meanings, Slots.NEXT_HOP, "nexthop", "nexthopv6");
        number(meanings, Slots.L4_SOURCE_PORT, "srcport");
        number(meanings, Slots.L4_DESTINATION_PORT, "dstport");
        number(meanings, Slots.L4_PROTOCOL, "protocol");
        number(meanings, Slots.IP_TOS, "tos");
        number(meanings, Slots.TCP_FLAGS, "tcpflags");
        number(meanings, Slots.INPUT_IFINDEX, "inputint");
        number(meanings, Slots.OUTPUT_IFINDEX, "outputint");
        number(meanings, Slots.BGP_SOURCE_AS, "srcas");
        number(meanings, Slots.BGP_DESTINATION_AS, "dstas");
        number(meanings, Slots.SOURCE_MASK_BITS, "srcmask", "srcmaskv6");
        number(meanings, Slots.DESTINATION_MASK_BITS, "dstmask", "dstmaskv6");
        number(meanings, Slots.BYTES, "octets");
        number(meanings, Slots.FRAMES, "packets");
        number(meanings, Slots.IP6_FLOW_LABEL, "ipv6flowlabel");
        number(meanings, Slots.DIRECTION, "direction");
        number(meanings, Slots.IP_VERSION, "ip_version");
        number(meanings, Slots.MAC_SOURCE, "srcmac");
        number(meanings, Slots.MAC_DESTINATION, "dstmac");
        number(meanings, Slots.START_TIME, "timestart", "abstimestart");
        number(meanings, Slots.END_TIME, "timeend", "abstimeend");
        address(meanings, Slots.NAT_SOURCE, "post_natsource_ipv4_address");
        address(meanings, Slots.NAT_DESTINATION, "post_natdestination_ipv4_address");
        number(meanings, Slots.NAT_SOURCE_PORT, "post_naptsource_transport_port");
        number(meanings, Slots.NAT_DESTINATION_PORT, "post_naptdestination_transport_port");
        return meanings;
    }

    private static void number(final Map<String, Meaning> meanings, final int slot, final String... names)
    {
        for (final String name : names)
        {
            meanings.put("cflow." + name, new Meaning(slot, false));
        }
    }

    private static void address(final Map<String, Meaning> meanings, final int slot, final String... names)
    {
        for (final String name : names)
        {
            meanings.put("cflow." + name, new Meaning(slot, true));
        }
    }

    private void onRaw(final DataRecordView record)
    {
        final Map<Long, Located> fields = new HashMap<>();
        int first = -1;
        while (record.nextField())
        {
            first = first < 0 ? record.fieldOffset() : first;
            fields.put(Located.key(record.fieldOffset(), record.fieldLength()),
                new Located(name(record), record.fieldOffset(), record.fieldLength()));
        }
        raws.add(new Raw(kit.flows().size(), record.length(), record.template().scopeFieldCount() > 0, fields));
    }

    private static String name(final DataRecordView record)
    {
        if (REVERSE == record.enterprise())
        {
            return "reverse " + ElementRegistry.standard().find(0, record.elementId()).map(Element::name).orElseThrow();
        }
        final String number = record.enterprise() + "/" + record.elementId();
        return record.isScope() && TemplateFormat.V9_OPTIONS == record.template().format() ?
            "scope " + record.elementId() :
            ElementRegistry.standard().find(record.enterprise(), record.elementId()).map(Element::name).orElse(number);
    }

    @Test
    void shouldReadWhatTsharkReads() throws IOException, InterruptedException
    {
        final String tshark = Peer.require("tshark", "apt install tshark");
        names = FieldNames.of("tshark-netflow.tsv");
        final Path capture = folder.resolve("netflow.pcap");
        final List<Sent> sent = Exporters.write(Scenario.of(Set.of("nf5", "nf9", "ipfix"), MOST_DATAGRAMS), capture);
        final List<Dissection> packets = new ArrayList<>();
        Dissection.of(tshark, capture, folder, List.of("-d", "udp.port==" + Exporters.PORT + ",cflow"), packets::add);
        assertEquals(sent.size(), packets.size());

        for (int i = 0; i < sent.size(); i++)
        {
            compare(sent.get(i), packets.get(i));
        }

        System.out.println(comparison);
        assertTrue(comparison.isExplained(), comparison::toString);
        assertTrue(comparison.scenarios().size() >= MIN_SCENARIOS, comparison::toString);
        assertTrue(comparison.agreed() >= MIN_VALUES, comparison::toString);
    }

    private void compare(final Sent sent, final Dissection packet)
    {
        raws.clear();
        kit.clear();
        kit.from(0, sent.address(), sent.port()).at(sent.timeNs()).decode(sent.payload());
        for (final Dissection message : packet.named("cflow"))
        {
            final List<Dissection> records = message.all()
                .filter(field -> field.name().isEmpty() && field.show().matches("(Flow|pdu) \\d.*"))
                .toList();
            final Clock clock = Clock.of(message);
            if (V5 == Wire.u16(sent.payload(), 0))
            {
                compareFixed(sent, records, message.position(), clock);
            }
            else
            {
                compareTemplated(sent, records, message.position(), clock);
            }
        }
    }

    private void compareFixed(
        final Sent sent, final List<Dissection> records, final int start, final Clock clock)
    {
        comparison.add(sent.scenario(), "records", "" + records.size(), "" + kit.flows().size());
        for (int i = 0; i < Math.min(records.size(), kit.flows().size()); i++)
        {
            comparison.add(sent.scenario(), "record", "" + (records.get(i).position() - start),
                "" + (V5_HEADER_LENGTH + V5_RECORD_LENGTH * i));
            compareMeaning(sent, records.get(i), kit.flows().get(i), clock);
        }
    }

    private void compareTemplated(
        final Sent sent, final List<Dissection> records, final int start, final Clock clock)
    {
        comparison.add(sent.scenario(), "records", "" + records.size(), "" + raws.size());
        for (int i = 0; i < Math.min(records.size(), raws.size()); i++)
        {
            final Raw raw = raws.get(i);
            final Dissection record = records.get(i);
            comparison.add(sent.scenario(), "record length", "" + record.size(), "" + raw.length);
            for (final Dissection field : fields(record))
            {
                if (INIT_TIME.equals(field.name()))
                {
                    initMs.put(sent.scenario(), Values.epochMs(field.show()));
                }
                else if (isValue(field))
                {
                    compareBytes(sent, field, raw.fields.get(Located.key(field.position() - start, field.size())));
                }
            }
            final int end = i + 1 < raws.size() ? raws.get(i + 1).flow : kit.flows().size();
            if (!raw.options && end > raw.flow)
            {
                compareMeaning(sent, record, kit.flows().get(raw.flow), clock);
            }
        }
    }

    private void compareBytes(final Sent sent, final Dissection field, final Located located)
    {
        final boolean bytes = BYTES.stream().anyMatch(field.name()::contains);
        final String theirs = bytes ? field.show().replace(":", "") : Values.of(field.show());
        final String ours = null == located ? null : bytes ?
            HexFormat.of().formatHex(sent.payload(), located.offset(), located.offset() + located.length()) :
            Values.of(sent.payload(), located.offset(), located.length(), field.show());
        comparison.add(sent.scenario(), field.name(), theirs, ours);
        if (null != located && BY_NUMBER.stream().noneMatch(field.name()::startsWith))
        {
            comparison.add(sent.scenario(), field.name() + " by name", names.expected(field.name(), located.name()),
                located.name());
        }
    }

    private static boolean isValue(final Dissection field)
    {
        return field.size() > 0 && !field.show().isEmpty() && NO_VALUES.stream().noneMatch(field.name()::contains);
    }

    // Groups are taken apart; what tshark splits further, and lists, are left whole.
    private static List<Dissection> fields(final Dissection record)
    {
        final List<Dissection> fields = new ArrayList<>();
        for (final Dissection field : record.children())
        {
            final boolean group = field.name().isEmpty() || "cflow.timedelta".equals(field.name());
            fields.addAll(group ? field.children() : List.of(field));
        }
        return fields;
    }

    private void compareMeaning(
        final Sent sent, final Dissection record, final FlowRecord flow, final Clock clock)
    {
        // A record may hold a stamp or an address in two forms, of which one is zero, or the less exact one.
        final List<Dissection> fields = new ArrayList<>(fields(record));
        fields.sort(Comparator.comparing(field -> !field.name().contains(".abstime")));
        final int protocol = fields.stream().filter(field -> "cflow.protocol".equals(field.name())).findFirst()
            .map(field -> Integer.parseInt(field.show())).orElse(UNKNOWN);
        final Set<Integer> seen = new HashSet<>();
        for (final Dissection field : fields)
        {
            final Meaning meaning = MEANINGS.get(field.name());
            if (null == meaning || field.label().contains("(Reverse Type") || isUnset(field) ||
                !seen.add(meaning.slot))
            {
                continue;
            }
            final boolean none = TCP != protocol && Slots.TCP_FLAGS == meaning.slot ||
                !WITH_PORTS.contains(protocol) && Slots.L4_SOURCE_PORT == meaning.slot ||
                !WITH_PORTS.contains(protocol) && Slots.L4_DESTINATION_PORT == meaning.slot;
            if (meaning.isTime())
            {
                compareTime(sent, record, field, meaning.of(flow), clock);
            }
            else if (none && UNKNOWN != protocol)
            {
                comparison.add(sent.scenario(), field.name() + " of another protocol", "none",
                    null == meaning.of(flow) ? "none" : meaning.of(flow));
            }
            else
            {
                comparison.add(sent.scenario(), field.name() + " of the flow", theirs(field, meaning),
                    meaning.of(flow));
            }
        }
    }

    private static boolean isUnset(final Dissection field)
    {
        return "::".equals(field.show()) || "0.0.0.0".equals(field.show()) ||
            field.show().startsWith("Jan  1, 1970 00:00:00.0");
    }

    private void compareTime(
        final Sent sent, final Dissection record, final Dissection field, final String ours, final Clock clock)
    {
        final String name = field.name() + " of the flow";
        if (field.show().contains(","))
        {
            comparison.add(sent.scenario(), name, Long.toString(Values.epochMs(field.show())), ours);
            return;
        }
        final List<Dissection> inits = record.named(INIT_TIME);
        if (!inits.isEmpty())
        {
            initMs.put(sent.scenario(), Values.epochMs(inits.get(0).show()));
        }
        final long relativeMs = Values.ms(field.show());
        final Long bootMs = initMs.get(sent.scenario());
        final String theirs = clock.uptimeMs >= 0 ? Long.toString(clock.epochMs(relativeMs)) :
            null == bootMs ? "no boot" : Long.toString(bootMs + relativeMs);
        final boolean late = clock.uptimeMs >= 0 && clock.epochMs(relativeMs) > clock.exportMs;
        comparison.add(sent.scenario(), name + (late ? " after its export" : ""), theirs,
            null == ours && null == bootMs && clock.uptimeMs < 0 ? "no boot" : ours);
    }

    private static String theirs(final Dissection field, final Meaning meaning)
    {
        if (Slots.MAC_SOURCE == meaning.slot || Slots.MAC_DESTINATION == meaning.slot)
        {
            return Long.toString(Long.parseLong(field.show().replace(":", ""), 16));
        }
        return meaning.address ? Values.address(field.show()) : Values.of(field.show());
    }

    /**
     * Where weir found a record and its fields.
     *
     * @param flow    index of the flow record that is made of it.
     * @param length  of the record.
     * @param options whether it tells of the exporter, not of a flow.
     * @param fields  by place.
     */
    private record Raw(int flow, int length, boolean options, Map<Long, Located> fields)
    {
    }

    /**
     * A slot of the flow record that holds what a field of tshark says.
     *
     * @param slot    of the flow record.
     * @param address whether it is an address, in two slots.
     */
    private record Meaning(int slot, boolean address)
    {
        boolean isTime()
        {
            return Slots.START_TIME == slot || Slots.END_TIME == slot;
        }

        String of(final FlowRecord flow)
        {
            return !flow.has(slot) ? null : address ? IpText.of(flow.get(slot), flow.get(slot + 1)) :
                Long.toUnsignedString(flow.get(slot));
        }
    }

    /**
     * Clocks of a message's header, as tshark shows them.
     *
     * @param exportMs epoch milliseconds of the message.
     * @param uptimeMs of the exporter at that time, negative where the header does not tell.
     */
    private record Clock(long exportMs, long uptimeMs)
    {
        static Clock of(final Dissection message)
        {
            long exportMs = 0;
            long uptimeMs = UNKNOWN;
            for (final Dissection field : message.children())
            {
                if ("cflow.timestamp".equals(field.name()))
                {
                    exportMs = Values.epochMs(field.show());
                }
                if ("cflow.sysuptime".equals(field.name()))
                {
                    uptimeMs = Values.ms(field.show());
                }
            }
            return new Clock(exportMs, uptimeMs);
        }

        long epochMs(final long atMs)
        {
            return exportMs - (int)(uptimeMs - atMs);
        }
    }
}
