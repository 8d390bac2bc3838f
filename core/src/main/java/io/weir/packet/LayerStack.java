package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.PacketStack;
import io.weir.record.Slots;

/** Names the protocols of a layer once it was read, from what was read: nothing is noted on the way. Stateless. */
final class LayerStack
{
    private static final long MACS = 1L << Slots.MAC_DESTINATION;
    private static final long LINK = 1L << Slots.VLAN | 1L << Slots.ETHERNET_PROTOCOL | 3L << Slots.MPLS_LABELS;
    private static final byte[] PROTOCOLS = new byte[256];

    static
    {
        PROTOCOLS[1] = PacketStack.ICMP;
        PROTOCOLS[2] = PacketStack.IGMP;
        PROTOCOLS[6] = PacketStack.TCP;
        PROTOCOLS[17] = PacketStack.UDP;
        PROTOCOLS[33] = PacketStack.DCCP;
        PROTOCOLS[47] = PacketStack.GRE;
        PROTOCOLS[50] = PacketStack.ESP;
        PROTOCOLS[51] = PacketStack.AH;
        PROTOCOLS[58] = PacketStack.ICMP6;
        PROTOCOLS[88] = PacketStack.EIGRP;
        PROTOCOLS[89] = PacketStack.OSPF;
        PROTOCOLS[97] = PacketStack.ETHERIP;
        PROTOCOLS[103] = PacketStack.PIM;
        PROTOCOLS[112] = PacketStack.VRRP;
        PROTOCOLS[115] = PacketStack.L2TP;
        PROTOCOLS[132] = PacketStack.SCTP;
        PROTOCOLS[136] = PacketStack.UDP_LITE;
    }

    private LayerStack()
    {
    }

    static void packet(
        final PacketStack stack,
        final int kind,
        final byte[] buffer,
        final int at,
        final int end,
        final long mask,
        final FlowRecord record,
        final int base)
    {
        switch (kind)
        {
            case Next.PPP:
                add(stack, end - at < 2 ? 0 :
                    WanHeaders.isHdlc(buffer, at, end) ? PacketStack.HDLC : PacketStack.PPP);
                break;
            case Next.FRAME_RELAY:
                add(stack, at < end ? PacketStack.FR : 0);
                break;
            case Next.ERSPAN:
                stack.add(PacketStack.ERSPAN);
                break;
            default:
                break;
        }
        if (0 != (mask & MACS))
        {
            stack.add(Next.WLAN == kind || Next.WLAN_AGGREGATE == kind ? PacketStack.WLAN : PacketStack.ETH);
        }
        if (0 != (mask & LINK))
        {
            link(stack, mask, record, base);
        }
        if (0 != (mask & 1L << Slots.IP_VERSION))
        {
            stack.add(0 != (mask & 1L << Slots.IPV4) ? PacketStack.IP : PacketStack.IP6);
        }
        if (0 != (mask & 1L << Slots.L4_PROTOCOL))
        {
            final int code = PROTOCOLS[(int)record.get(base + Slots.L4_PROTOCOL) & 0xFF];
            add(stack, code);
            if (PacketStack.AH == code)
            {
                behindAuthentication(stack, mask, record, base);
            }
        }
    }

    private static void behindAuthentication(
        final PacketStack stack,
        final long mask,
        final FlowRecord record,
        final int base)
    {
        add(stack, 0 != (mask & 1L << Slots.TCP) ? PacketStack.TCP :
            0 != (mask & 1L << Slots.UDP) ? PacketStack.UDP :
            0 != (mask & 1L << Slots.ICMP) ? PacketStack.ICMP :
            0 != (mask & 1L << Slots.SCTP) ? PacketStack.SCTP :
            0 != (mask & Next.MORE) && Next.GRE == Next.kind(record.get(base + Slots.TUNNEL)) ? PacketStack.GRE : 0);
    }

    private static void link(final PacketStack stack, final long mask, final FlowRecord record, final int base)
    {
        if (0 != (mask & 1L << Slots.VLAN))
        {
            for (long tags = record.get(base + LinkHeaders.TAGS); tags > 0; tags--)
            {
                stack.add(PacketStack.VLAN);
            }
        }
        if (0 != (mask & 1L << Slots.ETHERNET_PROTOCOL))
        {
            type(stack, (int)record.get(base + Slots.ETHERNET_PROTOCOL));
        }
        if (0 != (mask & 1L << Slots.MPLS_LABELS))
        {
            stack.add(PacketStack.MPLS);
        }
    }

    private static void type(final PacketStack stack, final int type)
    {
        switch (type)
        {
            case LinkHeaders.TYPE_ARP:
                stack.add(PacketStack.ARP);
                break;
            case LinkHeaders.TYPE_PPPOE:
                stack.add(PacketStack.PPPOE);
                stack.add(PacketStack.PPP);
                break;
            case 0x8863:
                stack.add(PacketStack.PPPOE);
                break;
            case 0x88CC:
                stack.add(PacketStack.LLDP);
                break;
            case 0x88E5:
                stack.add(PacketStack.MACSEC);
                break;
            case 0x8902:
                stack.add(PacketStack.CFM);
                break;
            case 0x88F7:
                stack.add(PacketStack.PTP);
                break;
            case 0x8906:
                stack.add(PacketStack.FCOE);
                break;
            default:
                break;
        }
    }

    private static void add(final PacketStack stack, final int code)
    {
        if (0 != code)
        {
            stack.add(code);
        }
    }

    /* Tunnels over UDP; those over IP are told by its protocol. */
    static void tunnel(final PacketStack stack, final int kind)
    {
        switch (kind)
        {
            case Next.VXLAN:
            case Next.VXLAN_GPE:
                stack.add(PacketStack.VXLAN);
                break;
            case Next.GENEVE:
                stack.add(PacketStack.GENEVE);
                break;
            case Next.GTP:
                stack.add(PacketStack.GTP);
                break;
            case Next.L2TP:
                stack.add(PacketStack.L2TP);
                break;
            case Next.TEREDO:
                stack.add(PacketStack.TEREDO);
                break;
            default:
                break;
        }
    }
}
