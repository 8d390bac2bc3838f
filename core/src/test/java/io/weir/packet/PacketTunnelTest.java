package io.weir.packet;

import static io.weir.packet.PacketHex.GRE;
import static io.weir.packet.PacketHex.TCP;
import static io.weir.packet.PacketHex.eth;
import static io.weir.packet.PacketHex.innerEth;
import static io.weir.packet.PacketHex.ipv4;
import static io.weir.packet.PacketHex.ipv6;
import static io.weir.packet.PacketHex.label;
import static io.weir.packet.PacketHex.outer;
import static io.weir.packet.PacketHex.outerUdp;
import static io.weir.packet.PacketHex.tcp4;
import static io.weir.packet.PacketHex.tcp6;
import static io.weir.packet.PacketHex.u16;
import static io.weir.packet.PacketHex.u32;
import static io.weir.packet.PacketHex.u8;
import static io.weir.packet.PacketHex.udp;
import static io.weir.packet.PacketHex.vxlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Packets within packets. */
class PacketTunnelTest
{
    private final PacketHeaderDecoder decoder = new PacketHeaderDecoder();
    private FlowRecord record;

    private void decode(final String hex)
    {
        decode(hex, FieldSet.ALL);
    }

    private void decode(final String hex, final FieldSet wanted)
    {
        final byte[] bytes = PacketHex.bytes(hex);
        record = new FlowRecord();
        assertEquals(DecodeStatus.OK,
            decoder.decode(bytes, 0, bytes.length, PacketHeaderDecoder.ETHERNET, record, 0, wanted));
    }

    private long value(final Field field)
    {
        assertTrue(record.has(field), field.toString());
        return record.get(field.slot());
    }

    private String stack()
    {
        return record.has(Slots.STACK) ?
            PacketStack.format(record.get(Slots.STACK), record.get(Slots.STACK + 1)) : null;
    }

    private String source(final int layer)
    {
        final int slot = Slots.IP_SOURCE + layer * Slots.LAYER_STRIDE;
        return record.has(slot) ? IpText.of(record.get(slot), record.get(slot + 1)) : null;
    }

    private boolean hasKind(final int layer, final int kind)
    {
        return record.has(layer * Slots.LAYER_STRIDE + kind);
    }

    private void assertSound(final int layers)
    {
        for (int layer = 0; layer < Slots.LAYERS; layer++)
        {
            assertFalse(hasKind(layer, Slots.CUT), "cut " + layer);
            assertFalse(hasKind(layer, Slots.MALFORMED), "malformed " + layer);
            assertEquals(layer < layers - 1, hasKind(layer, Slots.TUNNEL), "tunnel " + layer);
            assertEquals(layer < layers, 0 != record.present(layer), "layer " + layer);
        }
    }

    static List<List<String>> tunnels()
    {
        final String frame = innerEth(0x0800, tcp4(2));
        final String frame6 = innerEth(0x86DD, tcp6(2));
        final String erspan2 = "1000" + "0064" + "00000000";
        final String erspan3 = "2000" + "0064" + "00".repeat(6) + "00";
        final String ppp4 = "ff030021" + tcp4(2);
        return List.of(
            List.of("eth.ip.ip.tcp", outer(4, tcp4(2))),
            List.of("eth.ip.ip6.tcp", outer(41, tcp6(2))),
            List.of("eth.ip6.ip.tcp", eth(0x86DD, ipv6(1, 4, tcp4(2)))),
            List.of("eth.ip6.ip6.tcp", eth(0x86DD, ipv6(1, 41, tcp6(2)))),
            List.of("eth.ip6.ip6.tcp", eth(0x86DD, ipv6(1, 43, "2902040100000000" +
                "20010db8000000000000000000000009" + tcp6(2)))),
            List.of("eth.ip6.eth.ip.tcp", eth(0x86DD, ipv6(1, 43, "8f02040100000000" +
                "20010db8000000000000000000000009" + frame))),
            List.of("eth.ip.gre.ip.tcp", outer(GRE, "00000800" + tcp4(2))),
            List.of("eth.ip.gre.ip6.tcp", outer(GRE, "000086dd" + tcp6(2))),
            List.of("eth.ip.gre.eth.ip.tcp", outer(GRE, "00006558" + frame)),
            List.of("eth.ip.gre.mpls.ip.tcp", outer(GRE, "00008847" + label(16, true) + tcp4(2))),
            List.of("eth.ip.gre.erspan.eth.ip.tcp", outer(GRE, "000088be" + frame)),
            List.of("eth.ip.gre.erspan.eth.ip.tcp", outer(GRE, "100088be" + "00000007" + erspan2 + frame)),
            List.of("eth.ip.gre.erspan.eth.ip.tcp", outer(GRE, "100022eb" + "00000007" + erspan3 + "00" + frame)),
            List.of("eth.ip.gre.erspan.eth.ip.tcp",
                outer(GRE, "100022eb" + "00000007" + erspan3 + "01" + "00".repeat(8) + frame)),
            List.of("eth.ip.gre.ppp.ip.tcp", outer(GRE, "3001880b" + "002c0007" + "00000001" + ppp4)),
            List.of("eth.ip.gre.ppp.ip.tcp", outer(GRE, "3081880b" + "002c0007" + "0000000100000002" + ppp4)),
            List.of("eth.ip.udp.vxlan.eth.ip.tcp", outerUdp(4789, vxlan(5001, frame))),
            List.of("eth.ip.udp.vxlan.eth.ip6.tcp", outerUdp(8472, vxlan(5001, frame6))),
            List.of("eth.ip.udp.vxlan.ip.tcp", outerUdp(4790, "0c000001" + "00138900" + tcp4(2))),
            List.of("eth.ip.udp.vxlan.ip6.tcp", outerUdp(4790, "0c000002" + "00138900" + tcp6(2))),
            List.of("eth.ip.udp.vxlan.eth.ip.tcp", outerUdp(4790, "0c000003" + "00138900" + frame)),
            List.of("eth.ip.udp.vxlan.eth.ip.tcp", outerUdp(4790, vxlan(5001, frame))),
            List.of("eth.ip.udp.vxlan.mpls.ip.tcp", outerUdp(4790, "0c000005" + "00138900" + label(9, true) + tcp4(2))),
            List.of("eth.ip.udp.geneve.eth.ip.tcp", outerUdp(6081, "00006558" + "00138900" + frame)),
            List.of("eth.ip.udp.geneve.eth.ip.tcp",
                outerUdp(6081, "02406558" + "00138900" + "0102800100000000" + frame)),
            List.of("eth.ip.udp.geneve.ip.tcp", outerUdp(6081, "00000800" + "00138900" + tcp4(2))),
            List.of("eth.ip.udp.gtp.ip.tcp", outerUdp(2152, "30ff002800001389" + tcp4(2))),
            List.of("eth.ip.udp.gtp.ip6.tcp", outerUdp(2152, "32ff004000001389" + "00010000" + tcp6(2))),
            List.of("eth.ip.udp.gtp.ip.tcp", outerUdp(2152, "34ff003400001389" + "00000085" + "01100900" + tcp4(2))),
            List.of("eth.ip.udp.gtp.ip.tcp",
                outerUdp(2152, "34ff003800001389" + "00000085" + "011009c0" + "0101ff00" + tcp4(2))),
            List.of("eth.ip.udp.l2tp.ppp.ip.tcp", outerUdp(1701, "0002" + "00010002" + ppp4)),
            List.of("eth.ip.udp.l2tp.ppp.ip.tcp", outerUdp(1701, "4a02" + "0040" + "00010002" + "00030004" + "0002" +
                "0000" + "0021" + tcp4(2))),
            List.of("eth.ip.udp.l2tp.ppp.ip6.tcp", outerUdp(1701, "0002" + "00010002" + "57" + tcp6(2))),
            List.of("eth.ip.udp.l2tp.eth.ip.tcp", outerUdp(1701, "00030000" + "00000009" + frame)),
            List.of("eth.ip.l2tp.eth.ip.tcp", outer(115, "00000009" + "1122334455667788" + "40000000" + frame)),
            List.of("eth.ip.udp.teredo.ip6.tcp", outerUdp(3544, tcp6(2))),
            List.of("eth.ip.udp.teredo.ip6.tcp", outerUdp(3544, "00000001020304050607".substring(0, 16) + tcp6(2))),
            List.of("eth.ip.udp.teredo.ip6.tcp", outer(17, udp(3544, 50_000, "00010203" + "00".repeat(14) +
                "0000010203040506" + tcp6(2)))),
            List.of("eth.ip.udp.mpls.ip.tcp", outerUdp(6635, label(16, false) + label(17, true) + tcp4(2))),
            List.of("eth.ip.mpls.ip.tcp", outer(137, label(17, true) + tcp4(2))),
            List.of("eth.ip.etherip.eth.ip.tcp", outer(97, "3000" + frame)),
            List.of("eth.mpls.eth.ip.tcp", eth(0x8847, label(16, true) + "00000000" + frame)),
            List.of("eth.mpls.eth.ip.tcp", eth(0x8847, label(16, true) + frame)),
            List.of("eth.vlan.ip.udp.vxlan.eth.vlan.vlan.ip.tcp", PacketHex.MACS + "81000064" + "0800" +
                ipv4(1, 17, udp(4789, vxlan(5001, PacketHex.INNER_MACS + "88a80001" + "81000002" + "0800" +
                tcp4(2))))));
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void shouldReadInnerPacketOfEveryTunnel(final List<String> tunnel)
    {
        decode(tunnel.get(1));

        assertEquals(tunnel.get(0), stack());
        assertSound(2);
        assertTrue(source(1).endsWith(".2") || source(1).endsWith(":1:2"), source(1));
        assertEquals(443, value(Field.L4_SOURCE_PORT.layer(1)));
        assertEquals(0x112, value(Field.TCP_FLAGS.layer(1)));
        assertTrue(hasKind(1, Slots.TCP));
        assertFalse(hasKind(0, Slots.TCP));
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void shouldReadNothingWithinWhenNothingWithinIsWanted(final List<String> tunnel)
    {
        decode(tunnel.get(1), FieldSet.of(Field.IP_SOURCE, Field.MPLS_LABELS, Field.VNI));
        assertEquals(0, record.present(1));
        assertFalse(record.has(Slots.STACK));
        assertTrue(hasKind(0, Slots.TUNNEL));

        decode(tunnel.get(1), FieldSet.of(Field.STACK));
        assertEquals(tunnel.get(0), stack());
        assertTrue(hasKind(1, Slots.TCP));
        assertFalse(record.has(Field.IP_SOURCE.layer(1)) || record.has(Field.IP_SOURCE));

        decode(tunnel.get(1), FieldSet.of(Field.L4_SOURCE_PORT.layer(1)));
        assertEquals(443, value(Field.L4_SOURCE_PORT.layer(1)));
        assertEquals(Slots.bit(Slots.L4_SOURCE_PORT), record.present(1) & (1L << Slots.TUNNEL) - 1);
    }

    @Test
    void shouldTellVirtualNetworks()
    {
        final String frame = innerEth(0x0800, tcp4(2));
        decode(outerUdp(4789, vxlan(5001, frame)));
        assertEquals(5001, value(Field.VNI));
        assertEquals(5001, value(Field.VXLAN_VNI));
        assertFalse(record.has(Field.GENEVE_VNI) || record.has(Field.GRE_VSID) || record.has(Field.VNI.layer(1)));
        assertEquals(0x0200_0000_0003L, value(Field.MAC_SOURCE.layer(1)));
        assertEquals(0x0200_0000_0001L, value(Field.MAC_SOURCE));
        assertEquals(4789, value(Field.L4_DESTINATION_PORT));

        decode(outerUdp(6081, "00006558" + "ffffff00" + frame));
        assertEquals(0xFF_FFFF, value(Field.VNI));
        assertEquals(0xFF_FFFF, value(Field.GENEVE_VNI));
        assertFalse(record.has(Field.VXLAN_VNI));

        decode(outer(GRE, "20006558" + "00138907" + frame));
        assertEquals(5001, value(Field.VNI));
        assertEquals(5001, value(Field.GRE_VSID));
        assertEquals(0x0013_8907, value(Field.GRE_KEY));
        assertSound(2);

        decode(outerUdp(2152, "30ff0028" + "fedcba98" + tcp4(2)));
        assertEquals(0xFEDC_BA98L, value(Field.GTP_TEID));
        assertFalse(record.has(Field.VNI));

        decode(outer(GRE, "3001880b" + "002c0007" + "00000001" + "0021" + tcp4(2)));
        assertEquals(7, value(Field.GRE_KEY));
    }

    @Test
    void shouldTellWhereHeadersBegin()
    {
        decode(outerUdp(4789, vxlan(1, innerEth(0x0800, tcp4(2)))));
        assertEquals(14, value(Field.IP_OFFSET));
        assertEquals(34, value(Field.L4_OFFSET));
        assertEquals(64, value(Field.IP_OFFSET.layer(1)));
        assertEquals(84, value(Field.L4_OFFSET.layer(1)));
        decode(eth(0x86DD, ipv6(1, 17, udp(99, ""))), FieldSet.of(Field.IP_OFFSET, Field.L4_OFFSET));
        assertEquals(14, value(Field.IP_OFFSET));
        assertEquals(54, value(Field.L4_OFFSET));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 })
    void BAD_H09_shouldReadGreWithEveryCombinationOfOptions(final int options)
    {
        final boolean routing = 0 != (options & 4);
        final String gre = u8(options << 4) + "00" + "0800" + (0 != (options & 12) ? "abcd0000" : "") +
            (0 != (options & 2) ? "00000005" : "") + (0 != (options & 1) ? "00000009" : "") +
            (routing ? "0800000401020304" + "00000000" : "");
        decode(outer(GRE, gre + tcp4(2)));
        assertEquals("eth.ip.gre.ip.tcp", stack());
        assertSound(2);
        assertEquals(0 != (options & 2), record.has(Field.GRE_KEY));
        assertEquals("192.0.2.2", source(1));
        for (int length = 0; length < gre.length(); length += 2)
        {
            decode(outer(GRE, gre.substring(0, length)));
            assertFalse(hasKind(0, Slots.TUNNEL));
            assertTrue(hasKind(0, Slots.CUT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "00020800", "00070800", "00009999", "0001880b", "2001880b00000007", "10010800" })
    void BAD_H09_shouldStopAtGreThatCarriesNothingKnown(final String gre)
    {
        decode(outer(GRE, gre + "00".repeat(20)));
        assertEquals("eth.ip.gre", stack());
        assertSound(1);
    }

    @Test
    void BAD_H09_shouldStopAtSourceRouteWithoutEnd()
    {
        decode(outer(GRE, "40000800" + "00000000" + "0800000401020304".repeat(12) + tcp4(2)));
        assertFalse(hasKind(0, Slots.TUNNEL));
        assertEquals(0, record.present(1));
    }

    @ParameterizedTest
    @CsvSource({ "1,2", "2,3", "3,4", "4,4", "9,4", "24,4" })
    void BAD_H10_shouldOpenNoMoreThanThreePackets(final int nested, final int layers)
    {
        String packet = tcp4(99);
        for (int i = nested; i > 0; i--)
        {
            packet = ipv4(i, 4, packet);
        }
        decode(eth(0x0800, packet));
        for (int layer = 0; layer < Slots.LAYERS; layer++)
        {
            assertEquals(layer < layers, 0 != record.present(layer), "layer " + layer);
            assertEquals(layer < nested, hasKind(layer, Slots.TUNNEL), "layer " + layer);
        }
        assertEquals("192.0.2." + (nested < 4 ? 99 : 4), source(layers - 1));
        assertEquals(nested < 4, hasKind(layers - 1, Slots.TCP));
    }

    @Test
    void BAD_H10_shouldStopAfterThirtyTwoHeaders()
    {
        final StringBuilder labels = new StringBuilder();
        for (int i = 1; i <= 16; i++)
        {
            labels.append(label(i, 16 == i));
        }
        final String inner = ipv4(2, 137, labels + ipv4(3, 4, tcp4(4)));
        decode(eth(0x8847, labels + ipv4(1, 4, inner)));
        assertEquals("192.0.2.1", source(0));
        assertEquals("192.0.2.2", source(1));
        assertEquals("192.0.2.3", source(2));
        assertTrue(hasKind(2, Slots.TUNNEL));
        assertEquals(0, record.present(3));
    }

    @Test
    void BAD_H10_shouldReadInnerPacketAsFarAsItWasCaptured()
    {
        final String packet = outerUdp(4789, vxlan(5001, innerEth(0x0800, tcp4(2))));
        decode(packet.substring(0, 2 * (14 + 20 + 8 + 7)));
        assertTrue(hasKind(0, Slots.CUT));
        assertFalse(record.has(Field.VNI) || hasKind(0, Slots.TUNNEL));
        decode(packet.substring(0, 2 * (14 + 20 + 8 + 8)));
        assertTrue(record.has(Field.VNI) && hasKind(0, Slots.CUT));
        decode(packet.substring(0, 2 * (14 + 20 + 8 + 8 + 14 + 19)));
        assertTrue(hasKind(0, Slots.TUNNEL) && hasKind(1, Slots.CUT) && hasKind(1, Slots.IPV4));
        assertFalse(hasKind(0, Slots.CUT) || record.has(Field.IP_DESTINATION.layer(1)));
    }

    @Test
    void BAD_H10_shouldStopAtGeneveOptionsBeyondData()
    {
        decode(outerUdp(6081, "3f006558" + "00138900" + "00".repeat(40)));
        assertEquals(5001, value(Field.GENEVE_VNI));
        assertFalse(hasKind(0, Slots.TUNNEL));
        assertEquals("eth.ip.udp.geneve", stack());
    }

    @Test
    void BAD_H10_shouldStopAtGtpExtensionsWithoutEnd()
    {
        decode(outerUdp(2152, "34ff003800001389" + "00000085" + "01100985".repeat(30)));
        assertFalse(hasKind(0, Slots.TUNNEL));
        assertTrue(hasKind(0, Slots.MALFORMED));
        decode(outerUdp(2152, "34ff003800001389" + "00000085" + "00100985" + tcp4(2)));
        assertTrue(hasKind(0, Slots.MALFORMED));
        assertEquals(0x1389, value(Field.GTP_TEID));
    }

    @ParameterizedTest
    @CsvSource({
        "4789, 0000000000000000", "4790, 0400000100000000", "4790, 0c00000400000000", "6081, 4000655800138900",
        "6081, 0000999900138900", "2152, 28ff000000000000", "2152, 50ff000000000000", "2152, 3001000000000000",
        "1701, c802001400000000", "1701, 0001000000000000", "1701, 00030000000000000000", "3544, 4500000000000000",
        "4789, 00", "2152, ''", "53, ''", "4791, 00" })
    void shouldTakePortAloneForNoTunnel(final int port, final String payload)
    {
        decode(eth(0x0800, ipv4(1, 17, udp(port, payload)) + "00".repeat(24)));
        assertFalse(hasKind(0, Slots.MALFORMED));
        assertEquals(port, value(Field.L4_DESTINATION_PORT));
        assertEquals(0, record.present(1));
    }

    @Test
    void shouldReadTransportBehindAuthenticationHeader()
    {
        final String authentication = "0604" + "00".repeat(22);
        decode(outer(51, authentication + TCP));
        assertEquals(443, value(Field.L4_SOURCE_PORT));
        assertEquals(51, value(Field.L4_PROTOCOL));
        assertTrue(hasKind(0, Slots.TCP));
        assertEquals("eth.ip.ah.tcp", stack());
        assertSound(1);
        decode(outer(51, "2f04" + "00".repeat(22) + "00000800" + tcp4(2)));
        assertEquals("192.0.2.2", source(1));
        assertEquals("eth.ip.ah.gre.ip.tcp", stack());
        decode(outer(51, "3304" + "00".repeat(22) + authentication + TCP));
        assertEquals(443, value(Field.L4_SOURCE_PORT));
        decode(outer(51, ("3304" + "00".repeat(22)).repeat(12)));
        assertTrue(hasKind(0, Slots.MALFORMED));
        assertEquals("eth.ip.ah", stack());
    }

    @Test
    void shouldReadVxlanOverMplsOverVlanAndSoOn()
    {
        final String inner = innerEth(0x0800, ipv4(2, GRE, "20006558" + "00002a00" + innerEth(0x86DD, tcp6(3))));
        decode(eth(0x8100, "0064" + "8847" + label(16, false) + label(17, true) +
            ipv4(1, 17, udp(4789, vxlan(7, inner)))));
        assertEquals("eth.vlan.mpls.ip.udp.vxlan.eth.ip.gre.eth.ip6.tcp", stack());
        assertSound(3);
        assertEquals(7, value(Field.VNI));
        assertEquals(0x2A, value(Field.VNI.layer(1)));
        assertEquals("2001:DB8::1:3", source(2));
        assertEquals(100, value(Field.VLAN));
        assertEquals(u32(16 | 17L << 20), u32(record.get(Slots.MPLS_LABELS + 1)));
    }

    @Test
    void shouldCutStackThatIsTooLong()
    {
        String packet = tcp4(9);
        for (int i = 3; i > 0; i--)
        {
            packet = PacketHex.MACS + ("8100" + u16(i)).repeat(5) + "0800" + ipv4(i, 97, "3000" + packet);
        }
        decode(packet);
        assertTrue(stack().startsWith("eth.vlan.vlan.vlan.vlan.vlan.ip.etherip.eth.vlan."), stack());
        assertEquals(PacketStack.MAX, stack().split("\\.").length);
    }
}
