package io.weir.codec.sflow;

import io.weir.codec.sflow.FlowStructure.Field;
import io.weir.codec.sflow.FlowStructure.Kind;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.List;

/**
 * The flow structures of sFlow by data format, as data: their fields, and the slots of a flow record that they fill.
 * Names are those of the specifications. Immutable.
 */
final class FlowStructures
{
    private static final int ENTERPRISE_BROADCOM = 4413;

    private static final List<FlowStructure> ALL = all();
    private static final FlowStructure[] STANDARD = standard();

    private FlowStructures()
    {
    }

    static FlowStructure of(final int dataFormat)
    {
        if (dataFormat >= 0 && dataFormat < STANDARD.length)
        {
            return STANDARD[dataFormat];
        }
        final FlowStructure last = ALL.get(ALL.size() - 1);
        return last.dataFormat() == dataFormat ? last : null;
    }

    static List<FlowStructure> list()
    {
        return ALL;
    }

    private static FlowStructure[] standard()
    {
        int highest = 0;
        for (final FlowStructure structure : ALL)
        {
            if (0 == SflowFormat.enterprise(structure.dataFormat()))
            {
                highest = Math.max(highest, structure.dataFormat());
            }
        }
        final FlowStructure[] table = new FlowStructure[highest + 1];
        for (final FlowStructure structure : ALL)
        {
            if (0 == SflowFormat.enterprise(structure.dataFormat()))
            {
                table[structure.dataFormat()] = structure;
            }
        }
        return table;
    }

    private static List<FlowStructure> all()
    {
        final List<FlowStructure> all = new ArrayList<>();
        addPacket(all);
        addSwitchAndRouter(all);
        addMpls(all);
        addWireless(all);
        addTunnels(all);
        addInfiniband(all);
        addDiscards(all);
        addTransactions(all);
        addHosts(all);
        addApplications(all);
        all.add(layout().number("queue", Slots.QUEUE_INDEX)
            .structure(SflowFormat.of(ENTERPRISE_BROADCOM, 1), "bst_egress_queue"));
        return List.copyOf(all);
    }

    private static Layout layout()
    {
        return new Layout();
    }

    /* sflow_version_5.txt; these four fill the record by other means */
    private static void addPacket(final List<FlowStructure> all)
    {
        all.add(layout().numbers("protocol", "frame_length", "stripped").add(Kind.OPAQUE, "header")
            .structure(1, "sampled_header"));
        all.add(ethernet().structure(2, "sampled_ethernet"));
        all.add(ipv4().structure(3, "sampled_ipv4"));
        all.add(ipv6().structure(4, "sampled_ipv6"));
    }

    private static Layout ethernet()
    {
        return layout().numbers("length").add(Kind.MAC, "src_mac", "dst_mac").numbers("type");
    }

    private static Layout ipv4()
    {
        return layout().numbers("length", "protocol").add(Kind.IPV4, "src_ip", "dst_ip")
            .numbers("src_port", "dst_port", "tcp_flags", "tos");
    }

    private static Layout ipv6()
    {
        return layout().numbers("length", "protocol").add(Kind.IPV6, "src_ip", "dst_ip")
            .numbers("src_port", "dst_port", "tcp_flags", "priority");
    }

    /* sflow_version_5.txt, sflow_pnat.txt, and the registry */
    private static void addSwitchAndRouter(final List<FlowStructure> all)
    {
        all.add(layout().number("src_vlan", Slots.VLAN_SOURCE).number("src_priority", Slots.PRIORITY_SOURCE)
            .number("dst_vlan", Slots.VLAN_DESTINATION).number("dst_priority", Slots.PRIORITY_DESTINATION)
            .structure(1001, "extended_switch"));
        all.add(layout().add(Kind.ADDRESS, "nexthop", Slots.NEXT_HOP)
            .number("src_mask_len", Slots.SOURCE_MASK_BITS).number("dst_mask_len", Slots.DESTINATION_MASK_BITS)
            .structure(1002, "extended_router"));
        all.add(layout().add(Kind.ADDRESS, "nexthop", Slots.BGP_NEXT_HOP)
            .number("as", Slots.BGP_AS).number("src_as", Slots.BGP_SOURCE_AS)
            .number("src_peer_as", Slots.BGP_SOURCE_PEER_AS)
            .path(Kind.AS_PATH)
            .add(Kind.WORDS, "communities", Slots.BGP_COMMUNITIES).number("localpref", Slots.BGP_LOCAL_PREF)
            .structure(1003, "extended_gateway"));
        all.add(layout().numbers("src_charset").add(Kind.TEXT, "src_user", Slots.USER_SOURCE)
            .numbers("dst_charset").add(Kind.TEXT, "dst_user", Slots.USER_DESTINATION)
            .structure(1004, "extended_user"));
        all.add(layout().numbers("direction").add(Kind.TEXT, "url", Slots.URL).add(Kind.TEXT, "host", Slots.URL_HOST)
            .structure(1005, "extended_url"));
        all.add(layout().add(Kind.ADDRESS, "src_address", Slots.NAT_SOURCE)
            .add(Kind.ADDRESS, "dst_address", Slots.NAT_DESTINATION)
            .structure(1007, "extended_nat"));
        all.add(layout().add(Kind.WORDS, "stack").structure(1012, "extended_vlantunnel"));
        all.add(layout().numbers("src_mask", "dst_mask", "next_hop", "metric").structure(1018, "extended_fc"));
        all.add(layout().number("queueIndex", Slots.QUEUE_INDEX).numbers("queueLength")
            .structure(1019, "extended_queue_length"));
        all.add(layout().number("src_port", Slots.NAT_SOURCE_PORT).number("dst_port", Slots.NAT_DESTINATION_PORT)
            .structure(1020, "extended_nat_port"));
        all.add(layout().add(Kind.WORDS, "stack").structure(1034, "extended_vlan_in"));
        all.add(layout().add(Kind.WORDS, "stack").structure(1035, "extended_vlan_out"));
    }

    /* sflow_version_5.txt; label stacks are label, exp, S and ttl as on the wire */
    private static void addMpls(final List<FlowStructure> all)
    {
        all.add(layout().add(Kind.ADDRESS, "nexthop").add(Kind.WORDS, "in_stack", "out_stack")
            .structure(1006, "extended_mpls"));
        all.add(layout().add(Kind.TEXT, "tunnel_lsp_name").numbers("tunnel_id", "tunnel_cos")
            .structure(1008, "extended_mpls_tunnel"));
        all.add(layout().add(Kind.TEXT, "vc_instance_name").numbers("vll_vc_id", "vc_label_cos")
            .structure(1009, "extended_mpls_vc"));
        all.add(layout().add(Kind.TEXT, "mplsFTNDescr").numbers("mplsFTNMask").structure(1010, "extended_mpls_FTN"));
        all.add(layout().numbers("mplsFecAddrPrefixLength").structure(1011, "extended_mpls_LDP_FEC"));
    }

    /* sflow_80211.txt, sflow_openflow.txt */
    private static void addWireless(final List<FlowStructure> all)
    {
        all.add(layout().numbers("ciphersuite").add(Kind.OPAQUE, "data").structure(1013, "extended_80211_payload"));
        all.add(layout().add(Kind.TEXT, "ssid").add(Kind.MAC, "bssid").numbers("version", "channel")
            .add(Kind.HYPER, "speed").numbers("rsni", "rcpi", "packet_duration")
            .structure(1014, "extended_80211_rx"));
        all.add(layout().add(Kind.TEXT, "ssid").add(Kind.MAC, "bssid")
            .numbers("version", "transmissions", "packet_duration", "retrans_duration", "channel")
            .add(Kind.HYPER, "speed").numbers("power")
            .structure(1015, "extended_80211_tx"));
        all.add(layout().add(Kind.PDUS, "pdus").structure(1016, "extended_80211_aggregation"));
        all.add(layout().add(Kind.HYPER, "flow_cookie").numbers("flow_match", "flow_actions")
            .structure(1017, "extended_openflow_v1"));
    }

    /* sflow_tunnels.txt */
    private static void addTunnels(final List<FlowStructure> all)
    {
        all.add(ethernet().structure(1021, "extended_L2_tunnel_egress"));
        all.add(ethernet().structure(1022, "extended_L2_tunnel_ingress"));
        all.add(ipv4().structure(1023, "extended_ipv4_tunnel_egress"));
        all.add(ipv4().structure(1024, "extended_ipv4_tunnel_ingress"));
        all.add(ipv6().structure(1025, "extended_ipv6_tunnel_egress"));
        all.add(ipv6().structure(1026, "extended_ipv6_tunnel_ingress"));
        all.add(layout().numbers("inner_header_offset").structure(1027, "extended_decapsulate_egress"));
        all.add(layout().numbers("inner_header_offset").structure(1028, "extended_decapsulate_ingress"));
        all.add(layout().number("vni", Slots.VNI_EGRESS).derives(Slots.VNI).structure(1029, "extended_vni_egress"));
        all.add(layout().number("vni", Slots.VNI_INGRESS).derives(Slots.VNI)
            .structure(1030, "extended_vni_ingress"));
    }

    /* draft_sflow_infiniband */
    private static void addInfiniband(final List<FlowStructure> all)
    {
        all.add(layout()
            .numbers("src_vl", "src_sl", "src_dlid", "src_slid", "src_lnh", "dst_vl", "dst_sl", "dst_dlid",
                "dst_slid", "dst_lnh")
            .structure(1031, "extended_ib_lrh"));
        all.add(layout().numbers("flow_label", "tc").add(Kind.IPV6, "s_gid", "d_gid").numbers("next_header", "length")
            .structure(1032, "extended_ib_grh"));
        all.add(layout().numbers("pkey", "dst_qp", "opcode").structure(1033, "extended_ib_bth"));
    }

    /* sflow_drops.txt, sflow_transit.txt, and structures of the Host sFlow agent */
    private static void addDiscards(final List<FlowStructure> all)
    {
        all.add(layout().number("queue", Slots.QUEUE_INDEX).structure(1036, "extended_egress_queue"));
        all.add(layout().numbers("number").add(Kind.TEXT, "name").numbers("direction")
            .structure(1037, "extended_acl"));
        all.add(layout().add(Kind.TEXT, "symbol", Slots.FUNCTION).structure(1038, "extended_function"));
        all.add(layout().number("delay", Slots.TRANSIT_DELAY).structure(1039, "extended_transit"));
        all.add(layout().number("depth", Slots.QUEUE_DEPTH).structure(1040, "extended_queue"));
        all.add(layout().add(Kind.TEXT, "group", Slots.HW_TRAP_GROUP).add(Kind.TEXT, "trap", Slots.HW_TRAP)
            .structure(1041, "extended_hw_trap"));
        all.add(layout().add(Kind.TEXT, "reason", Slots.LINUX_REASON)
            .structure(1042, "extended_linux_drop_reason"));
        all.add(layout().add(Kind.HYPER, "nanoseconds").structure(1043, "extended_timestamp"));
    }

    /* the registry */
    private static void addTransactions(final List<FlowStructure> all)
    {
        all.add(layout().numbers("direction", "wait").number("duration", Slots.OPERATION_DURATION).numbers("status")
            .add(Kind.HYPER, "bytes_received", Slots.REQUEST_BYTES).add(Kind.HYPER, "bytes_send", Slots.RESPONSE_BYTES)
            .structure(2000, "transaction"));
        all.add(layout().add(Kind.TEXT, "path").numbers("operation", "status")
            .structure(2001, "extended_nfs_storage_transaction"));
        all.add(layout().numbers("lun", "operation", "status").structure(2002, "extended_scsi_storage_transaction"));
        all.add(layout().add(Kind.TEXT, "url", Slots.HTTP_URL).add(Kind.TEXT, "host", Slots.HTTP_HOST)
            .add(Kind.TEXT, "referer", Slots.HTTP_REFERRER).add(Kind.TEXT, "useragent", Slots.HTTP_USER_AGENT)
            .add(Kind.TEXT, "user", Slots.HTTP_AUTH_USER).number("status", Slots.HTTP_STATUS)
            .structure(2003, "extended_http_transaction"));
    }

    /* sflow_host.txt, sflow_http.txt, and structures of the Host sFlow agent */
    private static void addHosts(final List<FlowStructure> all)
    {
        all.add(socket(Kind.IPV4, true).structure(2100, "extended_socket_ipv4"));
        all.add(socket(Kind.IPV6, true).structure(2101, "extended_socket_ipv6"));
        all.add(socket(Kind.IPV4, false).structure(2102, "extended_proxy_socket_ipv4"));
        all.add(socket(Kind.IPV6, false).structure(2103, "extended_proxy_socket_ipv6"));
        all.add(layout().numbers("dirn").number("snd_mss", Slots.TCP_SEND_MSS)
            .number("rcv_mss", Slots.TCP_RECEIVE_MSS).number("unacked", Slots.TCP_UNACKED)
            .number("lost", Slots.TCP_LOST).number("retrans", Slots.TCP_RETRANSMITS)
            .number("pmtu", Slots.TCP_PATH_MTU).number("rtt", Slots.TCP_RTT)
            .number("rttvar", Slots.TCP_RTT_DEVIATION).number("snd_cwnd", Slots.TCP_CONGESTION_WINDOW)
            .number("reordering", Slots.TCP_REORDERING).number("min_rtt", Slots.TCP_MIN_RTT)
            .derives(Slots.TCP_RTT_WAIT)
            .structure(2209, "extended_tcp_info"));
        all.add(layout().numbers("src_ds_class", "src_ds_index", "dst_ds_class", "dst_ds_index")
            .structure(2210, "extended_entities"));
    }

    private static Layout socket(final Kind address, final boolean fills)
    {
        return fills ?
            layout().number("protocol", Slots.SOCKET_PROTOCOL).add(address, "local_ip", Slots.SOCKET_LOCAL_IP)
                .add(address, "remote_ip", Slots.SOCKET_REMOTE_IP).number("local_port", Slots.SOCKET_LOCAL_PORT)
                .number("remote_port", Slots.SOCKET_REMOTE_PORT) :
            layout().numbers("protocol").add(address, "local_ip", "remote_ip").numbers("local_port", "remote_port");
    }

    /* sflow_memcache.txt, sflow_application.txt, sflow_http.txt */
    private static void addApplications(final List<FlowStructure> all)
    {
        all.add(layout().numbers("protocol").number("cmd", Slots.MEMCACHE_COMMAND)
            .add(Kind.TEXT, "key", Slots.MEMCACHE_KEY).numbers("nkeys", "value_bytes")
            .number("uS", Slots.OPERATION_DURATION).number("status", Slots.MEMCACHE_STATUS)
            .structure(2200, "memcache_operation"));
        all.add(request(layout().number("method", Slots.HTTP_METHOD), "mime_type").structure(2201, "http_request"));
        all.add(layout().add(Kind.TEXT, "application", Slots.APP_NAME).add(Kind.TEXT, "operation", Slots.APP_OPERATION)
            .add(Kind.TEXT, "attributes", Slots.APP_ATTRIBUTES).add(Kind.TEXT, "status_descr")
            .add(Kind.HYPER, "req_bytes", Slots.REQUEST_BYTES).add(Kind.HYPER, "resp_bytes", Slots.RESPONSE_BYTES)
            .number("uS", Slots.OPERATION_DURATION).number("status", Slots.APP_STATUS)
            .structure(2202, "app_operation"));
        all.add(layout().add(Kind.TEXT, "application", "operation", "attributes")
            .structure(2203, "app_parent_context"));
        all.add(layout().add(Kind.TEXT, "actor", Slots.APP_INITIATOR).structure(2204, "app_initiator"));
        all.add(layout().add(Kind.TEXT, "actor", Slots.APP_TARGET).structure(2205, "app_target"));
        all.add(request(layout().number("method", Slots.HTTP_METHOD).numbers("protocol"), "mime-type")
            .structure(2206, "http_request"));
        all.add(layout().add(Kind.TEXT, "uri", "host").structure(2207, "extended_proxy_request"));
        all.add(layout()
            .numbers("type", "redirectCount", "navigationStart", "unloadEventStart", "unloadEventEnd",
                "redirectStart", "redirectEnd", "fetchStart", "domainLookupStart", "domainLookupEnd", "connectStart",
                "connectEnd", "secureConnectionStart", "requestStart", "responseStart", "responseEnd", "domLoading",
                "domInteractive", "domContentLoadedEventStart", "domContentLoadedEventEnd", "domComplete",
                "loadEventStart", "loadEventEnd")
            .structure(2208, "extended_nav_timing"));
    }

    private static Layout request(final Layout begun, final String mimeType)
    {
        return begun
            .add(Kind.TEXT, "uri", Slots.HTTP_URL).add(Kind.TEXT, "host", Slots.HTTP_HOST)
            .add(Kind.TEXT, "referer", Slots.HTTP_REFERRER).add(Kind.TEXT, "useragent", Slots.HTTP_USER_AGENT)
            .add(Kind.TEXT, "xff", Slots.HTTP_XFF).add(Kind.TEXT, "authuser", Slots.HTTP_AUTH_USER)
            .add(Kind.TEXT, mimeType, Slots.HTTP_MIME_TYPE)
            .add(Kind.HYPER, "req_bytes", Slots.REQUEST_BYTES).add(Kind.HYPER, "resp_bytes", Slots.RESPONSE_BYTES)
            .number("uS", Slots.OPERATION_DURATION).add(Kind.SIGNED, "status", Slots.HTTP_STATUS);
    }

    /** Writes down the fields of a structure in wire order. */
    static final class Layout
    {
        private final List<Field> fields = new ArrayList<>();
        private final short[] slots = new short[FlowStructure.MAX_FIELDS];
        private long derived;

        Layout add(final Kind kind, final String name, final int slot)
        {
            slots[fields.size()] = (short)slot;
            fields.add(new Field(name, kind));
            return this;
        }

        Layout add(final Kind kind, final String... names)
        {
            for (final String name : names)
            {
                add(kind, name, FlowStructure.NO_SLOT);
            }
            return this;
        }

        Layout numbers(final String... names)
        {
            return add(Kind.NUMBER, names);
        }

        Layout number(final String name, final int slot)
        {
            return add(Kind.NUMBER, name, slot);
        }

        /* A path tells its ends too. */
        Layout path(final Kind kind)
        {
            return add(kind, "dst_as_path", Slots.BGP_AS_PATH)
                .derives(Slots.BGP_DESTINATION_AS).derives(Slots.BGP_DESTINATION_PEER_AS);
        }

        Layout derives(final int slot)
        {
            derived |= Slots.bit(slot);
            return this;
        }

        FlowStructure structure(final int dataFormat, final String name)
        {
            return new FlowStructure(dataFormat, name, fields, slots, derived);
        }
    }
}
