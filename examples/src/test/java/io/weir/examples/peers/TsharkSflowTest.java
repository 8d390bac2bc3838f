package io.weir.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.sflow.SflowDecoder;
import io.weir.examples.peers.Comparison.Known;
import io.weir.examples.peers.Exporters.Sent;
import io.weir.examples.peers.SflowFields.Located;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.IpText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * sFlow of all captures, field by field beside tshark: every field of every sample and structure that tshark knows, by
 * place, name and value, and every header of the sampled packets.
 */
@Tag("peers")
class TsharkSflowTest
{
    private static final int MOST_DATAGRAMS = 150;
    private static final int MIN_SCENARIOS = 35;
    private static final long MIN_VALUES = 50_000;
    /** Numbers and lengths that frame what follows, which every value behind them depends on. */
    private static final Set<String> FRAMING = Set.of(
        "sflow.enterprise", "sflow_245.sampletype", "sflow_5.sample_length", "sflow_245.flow_record_format",
        "sflow_5.flow_data_length", "sflow.flow_sample.flow_record", "sflow_245.header.sampled_header_length",
        "sflow_245.header", "sflow_245.counters_record_format", "sflow.counters_record_data_length",
        "sflow_5.counters_data_length", "sflow.counters_sample.counters_records", "sflow_245.version",
        "sflow_245.agenttype", "sflow_245.numsamples");
    /** Bits of a field that is compared whole, and padding. */
    private static final Set<String> PARTS = Set.of(
        "tcp_flag.", "ipv4_precedence_type", "ipv4_cost", "ipv4_delay", "ipv4_reliability", "ipv4_throughput",
        "lag_port.padding", "admin_state", "oper_state", "as_type");
    private static final Set<String> PACKED = Set.of("source", "input", "output", "if_counters.ifStatus");
    private static final Map<String, Meaning> HEADERS = headers();
    private static final Map<String, Meaning> INNER_TAG = Map.of(
        "vlan.id", new Meaning(Slots.VLAN_INNER, false),
        "vlan.priority", new Meaning(Slots.VLAN_INNER_PRIORITY, false));
    private static final List<Known> KNOWN = List.of(
        new Known("tshark 4.0 does not know samples of discarded packets, nor what is in them",
            difference -> difference.scenario().startsWith("cistern-sflow/event_discarded") ||
                difference.scenario().startsWith("goflow2/sflow_TestSFlowDecodeDrop")),
        new Known("tshark loses its place behind host_adapters, which it does not know; weir is right",
            difference -> "cistern-sflow/host_sample".equals(difference.scenario()) &&
                difference.field().matches("sflow_245.dot3Stats.*|sflow.enterprise.length.*")));

    private final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());
    private final Comparison comparison = new Comparison(KNOWN);

    @TempDir
    private Path folder;

    private static Map<String, Meaning> headers()
    {
        final Map<String, Meaning> headers = new HashMap<>();
        headers.put("eth.src", new Meaning(Slots.MAC_SOURCE, false));
        headers.put("eth.dst", new Meaning(Slots.MAC_DESTINATION, false));
        headers.put("vlan.id", new Meaning(Slots.VLAN, false));
        headers.put("vlan.priority", new Meaning(Slots.VLAN_PRIORITY, false));
        headers.put("ip.src", new Meaning(Slots.IP_SOURCE, true));
        headers.put("ip.dst", new Meaning(Slots.IP_DESTINATION, true));
        headers.put("ip.proto", new Meaning(Slots.L4_PROTOCOL, false));
        headers.put("ip.ttl", new Meaning(Slots.IP_TTL, false));
        headers.put("ip.dsfield", new Meaning(Slots.IP_TOS, false));
        headers.put("ip.len", new Meaning(Slots.IP_BYTES, false));
        headers.put("ip.id", new Meaning(Slots.IP_IDENTIFICATION, false));
        headers.put("ip.frag_offset", new Meaning(Slots.IP_FRAGMENT_OFFSET, false));
        headers.put("ipv6.src", new Meaning(Slots.IP_SOURCE, true));
        headers.put("ipv6.dst", new Meaning(Slots.IP_DESTINATION, true));
        headers.put("ipv6.hlim", new Meaning(Slots.IP_TTL, false));
        headers.put("ipv6.tclass", new Meaning(Slots.IP_TOS, false));
        headers.put("ipv6.flow", new Meaning(Slots.IP6_FLOW_LABEL, false));
        headers.put("tcp.srcport", new Meaning(Slots.L4_SOURCE_PORT, false));
        headers.put("tcp.dstport", new Meaning(Slots.L4_DESTINATION_PORT, false));
        headers.put("tcp.seq_raw", new Meaning(Slots.TCP_SEQUENCE, false));
        headers.put("tcp.ack_raw", new Meaning(Slots.TCP_ACKNOWLEDGEMENT, false));
        headers.put("tcp.window_size_value", new Meaning(Slots.TCP_WINDOW, false));
        headers.put("tcp.flags", new Meaning(Slots.TCP_FLAGS, false));
        headers.put("udp.srcport", new Meaning(Slots.L4_SOURCE_PORT, false));
        headers.put("udp.dstport", new Meaning(Slots.L4_DESTINATION_PORT, false));
        headers.put("udp.length", new Meaning(Slots.UDP_BYTES, false));
        headers.put("icmp.type", new Meaning(Slots.ICMP_TYPE, false));
        headers.put("icmp.code", new Meaning(Slots.ICMP_CODE, false));
        headers.put("icmpv6.type", new Meaning(Slots.ICMP_TYPE, false));
        headers.put("icmpv6.code", new Meaning(Slots.ICMP_CODE, false));
        headers.put("arp.opcode", new Meaning(Slots.ARP_OPERATION, false));
        headers.put("vxlan.vni", new Meaning(Slots.VXLAN_VNI, false));
        return headers;
    }

    @Test
    void shouldReadWhatTsharkReads() throws IOException, InterruptedException
    {
        final String tshark = Peer.require("tshark", "apt install tshark");
        final FieldNames names = FieldNames.of("tshark-sflow.tsv");
        final Path capture = folder.resolve("sflow.pcap");
        final List<Sent> sent = Exporters.write(Scenario.of(Set.of("sflow5"), MOST_DATAGRAMS), capture);
        final List<Dissection> packets = new ArrayList<>();
        Dissection.of(tshark, capture, folder, List.of("-d", "udp.port==" + Exporters.PORT + ",sflow"), packets::add);
        assertEquals(sent.size(), packets.size());

        for (int i = 0; i < sent.size(); i++)
        {
            compare(sent.get(i), packets.get(i), names);
        }

        System.out.println(comparison);
        assertTrue(comparison.isExplained(), comparison::toString);
        assertTrue(comparison.scenarios().size() >= MIN_SCENARIOS, comparison::toString);
        assertTrue(comparison.agreed() >= MIN_VALUES, comparison::toString);
    }

    private void compare(final Sent sent, final Dissection packet, final FieldNames names)
    {
        final Map<Long, Located> ours = SflowFields.of(sent.payload());
        final List<Dissection> headers = new ArrayList<>();
        for (final Dissection datagram : packet.named("sflow"))
        {
            withoutPackets(datagram, headers).filter(TsharkSflowTest::isValue).forEach(field ->
            {
                final Located located = ours.get(Located.key(field.position() - datagram.position(), field.size()));
                final String name = null == located ? null : located.name();
                comparison.add(sent.scenario(), field.name() + " by name", names.expected(field.name(), name), name);
                comparison.add(sent.scenario(), field.name(), Values.of(field.show()), null == located ? null :
                    part(field.name(), located.name(),
                        Values.of(sent.payload(), located.offset(), located.length(), field.show())));
            });
        }
        kit.clear();
        kit.from(0, sent.address(), sent.port()).decode(sent.payload());
        final List<FlowRecord> records = Stream.concat(kit.flows().stream(), kit.discards().stream())
            .filter(record -> record.has(Slots.HEADER_PROTOCOL)).toList();
        comparison.add(sent.scenario(), "sampled headers", "" + headers.size(), "" + records.size());
        for (int i = 0; i < Math.min(headers.size(), records.size()); i++)
        {
            compareHeaders(sent.scenario(), headers.get(i), records.get(i));
        }
    }

    // Some words hold two values, which tshark shows one by one.
    private static String part(final String theirs, final String ours, final String value)
    {
        if (!PACKED.contains(ours))
        {
            return value;
        }
        final long word = Long.parseLong(value);
        return Long.toString(switch (theirs.substring(theirs.lastIndexOf('.') + 1))
        {
            case "source_id_class", "source_id_type" -> word >>> 24;
            case "index", "source_id_index" -> word & 0xFF_FFFF;
            case "output_interface_format", "input_interface_format" -> word >>> 30;
            case "output_interface_value", "input_interface_value" -> word & 0x3FFF_FFFF;
            case "ifadmin_status" -> word & 1;
            case "ifoper_status" -> word >>> 1 & 1;
            default -> word;
        });
    }

    // Everything but the dissected packets, which are put aside.
    private static Stream<Dissection> withoutPackets(final Dissection node, final List<Dissection> headers)
    {
        if ("sflow_245.header".equals(node.name()))
        {
            headers.add(node);
            return Stream.of();
        }
        return Stream.concat(Stream.of(node),
            node.children().stream().flatMap(child -> withoutPackets(child, headers)));
    }

    private static boolean isValue(final Dissection field)
    {
        return field.size() > 0 && !field.name().isEmpty() && field.name().startsWith("sflow") &&
            !"sflow".equals(field.name()) && !FRAMING.contains(field.name()) &&
            PARTS.stream().noneMatch(field.name()::contains);
    }

    private void compareHeaders(final String scenario, final Dissection header, final FlowRecord record)
    {
        final Map<String, Integer> layers = new HashMap<>();
        header.all().filter(field -> HEADERS.containsKey(field.name())).forEach(field ->
        {
            final int count = layers.merge(field.name(), 1, Integer::sum) - 1;
            final boolean innerTag = count > 0 && field.name().startsWith("vlan.");
            final int layer = innerTag ? 0 : count;
            final Meaning meaning = innerTag ? INNER_TAG.get(field.name()) : HEADERS.get(field.name());
            comparison.add(scenario, field.name() + " of layer " + layer, meaning.theirs(field),
                layer < Slots.LAYERS ? meaning.of(record, layer) : null);
        });
    }

    /**
     * A slot of the flow record that holds what a field of tshark says.
     *
     * @param slot    of the outermost layer.
     * @param address whether it is an address, in two slots.
     */
    private record Meaning(int slot, boolean address)
    {
        String theirs(final Dissection field)
        {
            return address ? Values.address(field.show()) :
                field.show().matches("([0-9a-f]{2}:){5}[0-9a-f]{2}") ?
                    Long.toString(Long.parseLong(field.show().replace(":", ""), 16)) : Values.of(field.show());
        }

        String of(final FlowRecord record, final int layer)
        {
            final int at = slot + layer * Slots.LAYER_STRIDE;
            return !record.has(at) ? null :
                address ? IpText.of(record.get(at), record.get(at + 1)) : Long.toUnsignedString(record.get(at));
        }
    }
}
