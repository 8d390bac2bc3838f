package io.weir.examples.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.examples.peers.Comparison.Difference;
import io.weir.examples.peers.Comparison.Known;
import io.weir.examples.peers.Exporters.Sent;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.IpText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Flows of the NetFlow and IPFIX captures beside nfdump: addresses, ports, protocol, bytes, packets, start and end. */
@Tag("peers")
class NfdumpTest
{
    private static final int MOST_DATAGRAMS = 40;
    private static final int MIN_SCENARIOS = 100;
    private static final int MIN_VALUES = 60_000;
    private static final Set<Long> WITH_PORTS = Set.of(6L, 17L, 33L, 132L, 136L);
    private static final String NONE = "none";
    private static final List<Known> KNOWN = List.of(
        new Known("stamps in seconds, micro- and nanoseconds, which nfdump does not know",
            difference -> isTime(difference) && NONE.equals(difference.theirs()) && difference.scenario().matches(
                "logstash/(nf9_unknown_ie150_151|ipfix_(procera|netscaler_varlen|viptela))|akvorado/ipfix_rfc5103.*")),
        new Known("start and end at the very start of the exporter, which nfdump takes for no stamps",
            difference -> isTime(difference) && NONE.equals(difference.theirs()) &&
                difference.scenario().startsWith("graylog/nprobe-netflow9")),
        new Known("two forms of one address, of which nfdump takes the one that is zero",
            difference -> difference.field().endsWith(" address") &&
                difference.theirs().matches("none|0\\.0\\.0\\.\\d") &&
                difference.scenario().matches("logstash/ipfix_procera|akvorado/ipfix_physicalinterfaces")),
        new Known("start and end relative to the start of the exporter, which nfdump swaps in IPFIX",
            difference -> isTime(difference) && "logstash/ipfix_softflowd".equals(difference.scenario())),
        new Known("microseconds before the export, which nfdump takes for milliseconds since 1970",
            difference -> isTime(difference) && "pktvisor/ipfix".equals(difference.scenario())),
        new Known("total and delta counters in one record, of which nfdump takes the total",
            difference -> difference.field().matches("bytes|packets") &&
                "pktvisor/ipfix".equals(difference.scenario())),
        new Known("a flow cannot end after its export: weir leaves such stamps out",
            difference -> isTime(difference) && NONE.equals(difference.ours()) &&
                difference.scenario().matches("logstash/nf9_fortigate_521|streamsets/netflow-v9-packet-7_flows")),
        new Known("sections of sampled packets, which nfdump does not decode",
            difference -> difference.theirs().matches("none|0") &&
                difference.scenario().matches("akvorado/ipfix_(datalink|srv6|juniper_cpid|evpn_eompls)")),
        new Known("the end of a flow repeats what its updates have counted: nfdump shows it again",
            difference -> "bytes of the event DELETE".equals(difference.field()) && "0".equals(difference.ours()) &&
                difference.scenario().matches(".*cisco[_-]asa.*")),
        new Known("a message that is shorter than its datagram is rejected whole",
            difference -> "flows".equals(difference.field()) &&
                "vflow/ipfix_init_multiMessage".equals(difference.scenario())));

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.builder().holdBytes(0, 0).build());
    private final Comparison comparison = new Comparison(KNOWN);

    @TempDir
    private Path folder;

    private static boolean isTime(final Difference difference)
    {
        return difference.field().matches("start|end");
    }

    @Test
    void shouldFindTheFlowsThatNfdumpFinds() throws IOException, InterruptedException
    {
        final String nfcapd = Peer.require("nfcapd", "apt install nfdump");
        final String nfdump = Peer.require("nfdump", "apt install nfdump");
        final List<Sent> sent = Exporters.of(Scenario.of(Set.of("nf5", "nf9", "ipfix"), MOST_DATAGRAMS));
        final Map<Long, JsonNode> theirs = Nfcapd.receive(nfcapd, nfdump, sent, folder);
        final Map<Long, String> scenarios = new LinkedHashMap<>();
        final Map<Long, List<FlowRecord>> ours = new LinkedHashMap<>();
        for (final Sent datagram : sent)
        {
            kit.clear();
            kit.from(0, datagram.address(), datagram.port()).at(datagram.timeNs()).decode(datagram.payload());
            scenarios.put(datagram.address(), datagram.scenario());
            ours.computeIfAbsent(datagram.address(), address -> new ArrayList<>()).addAll(kit.flows());
        }

        scenarios.forEach((address, scenario) -> compare(scenario, theirs.get(address), ours.get(address)));

        System.out.println(comparison);
        assertTrue(comparison.isExplained(), comparison::toString);
        assertTrue(comparison.scenarios().size() >= MIN_SCENARIOS, comparison::toString);
        assertTrue(comparison.agreed() >= MIN_VALUES, comparison::toString);
    }

    private void compare(final String scenario, final JsonNode theirs, final List<FlowRecord> ours)
    {
        comparison.add(scenario, "flows", "" + theirs.size(), "" + ours.size());
        for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++)
        {
            compare(scenario, theirs.get(i), ours.get(i));
        }
    }

    private void compare(final String scenario, final JsonNode theirs, final FlowRecord ours)
    {
        comparison.add(scenario, "source address", address(theirs, "src"), address(ours, Slots.IP_SOURCE));
        comparison.add(scenario, "destination address", address(theirs, "dst"), address(ours, Slots.IP_DESTINATION));
        comparison.add(scenario, "protocol", theirs.path("proto").asText("0"), "" + number(ours, Slots.L4_PROTOCOL));
        // Of what has no ports, nfdump shows zeros, or type and code of ICMP.
        if (WITH_PORTS.contains(number(ours, Slots.L4_PROTOCOL)))
        {
            comparison.add(scenario, "source port", theirs.path("src_port").asText("0"),
                "" + number(ours, Slots.L4_SOURCE_PORT));
            comparison.add(scenario, "destination port", theirs.path("dst_port").asText("0"),
                "" + number(ours, Slots.L4_DESTINATION_PORT));
        }
        compareCount(scenario, "bytes", theirs, ours, Slots.BYTES);
        compareCount(scenario, "packets", theirs, ours, Slots.FRAMES);
        final String event = isEvent(theirs) ? time(theirs, "t_event") : NONE;
        final String first = time(theirs, "first");
        final String last = time(theirs, "last");
        comparison.add(scenario, "start", NONE.equals(first) ? event : first, time(ours, Slots.START_TIME));
        comparison.add(scenario, "end", NONE.equals(last) ? event : last, time(ours, Slots.END_TIME));
    }

    // The event of a firewall counts both directions; any other flow is multiplied where nfdump knows the rate.
    private void compareCount(
        final String scenario, final String unit, final JsonNode theirs, final FlowRecord ours, final int slot)
    {
        final long count = theirs.path("in_" + unit).asLong();
        final long rate = Math.max(1, number(ours, Slots.SAMPLING_RATE));
        if (isEvent(theirs))
        {
            comparison.add(scenario, unit + " of the event " + theirs.path("event").asText(),
                "" + (count + theirs.path("out_" + unit).asLong()), "" + number(ours, slot));
        }
        else if (1 == theirs.path("sampled").asLong())
        {
            comparison.add(scenario, unit + " times the rate", "" + count, "" + number(ours, slot) * rate);
        }
        else
        {
            comparison.add(scenario, unit, "" + count, "" + number(ours, slot));
        }
    }

    private static boolean isEvent(final JsonNode theirs)
    {
        return "EVENT".equals(theirs.path("type").asText());
    }

    private static String address(final JsonNode theirs, final String side)
    {
        final JsonNode v4 = theirs.path(side + "4_addr");
        final JsonNode text = v4.isMissingNode() ? theirs.path(side + "6_addr") : v4;
        return text.isMissingNode() || text.asText().matches("0\\.0\\.0\\.0|::") ? NONE : Values.address(text.asText());
    }

    private static String address(final FlowRecord ours, final int slot)
    {
        final String text = ours.has(slot) ? IpText.of(ours.get(slot), ours.get(slot + 1)) : NONE;
        return text.matches("0\\.0\\.0\\.0|::") ? NONE : text;
    }

    // What a record does not hold is zero to nfdump.
    private static long number(final FlowRecord ours, final int slot)
    {
        return ours.has(slot) ? ours.get(slot) : 0;
    }

    private static String time(final FlowRecord ours, final int slot)
    {
        return 0 == number(ours, slot) ? NONE : "" + number(ours, slot);
    }

    // The milliseconds stand behind the point, of an event without leading zeros.
    private static String time(final JsonNode theirs, final String name)
    {
        final String text = theirs.path(name).asText();
        if (!text.matches("\\d.*"))
        {
            return NONE;
        }
        final int point = text.indexOf('.');
        final long epochMs = LocalDateTime.parse(text.substring(0, point)).toInstant(ZoneOffset.UTC).toEpochMilli() +
            Long.parseLong(text.substring(point + 1));
        return 0 == epochMs ? NONE : "" + epochMs;
    }
}
