package io.weir.codec.sflow;

import java.util.ArrayList;
import java.util.List;

/**
 * The counter structures of sFlow by data format, as data. Names are those of the specifications, which
 * <a href="https://sflow.org/developers/structures.php">the registry of structures</a> lists. Immutable.
 */
final class CounterStructures
{
    private static final int ENTERPRISE_BROADCOM = 4413;
    private static final int ENTERPRISE_NVIDIA = 5703;
    private static final int UUID_LENGTH = 16;

    private static final List<CounterStructure> ALL = all();
    private static final CounterStructure[] STANDARD = standard();

    private CounterStructures()
    {
    }

    static CounterStructure of(final int dataFormat)
    {
        if (dataFormat >= 0 && dataFormat < STANDARD.length)
        {
            return STANDARD[dataFormat];
        }
        return ofEnterprise(dataFormat);
    }

    private static CounterStructure ofEnterprise(final int dataFormat)
    {
        for (int i = ALL.size() - 1; i >= 0; i--)
        {
            if (ALL.get(i).dataFormat() == dataFormat)
            {
                return ALL.get(i);
            }
            if (0 == SflowFormat.enterprise(ALL.get(i).dataFormat()))
            {
                /* those of other enterprises are at the end */
                return null;
            }
        }
        return null;
    }

    static List<CounterStructure> list()
    {
        return ALL;
    }

    private static CounterStructure[] standard()
    {
        int highest = 0;
        for (final CounterStructure structure : ALL)
        {
            highest = Math.max(highest, 0 == structure.schema().enterprise() ? structure.schema().format() : 0);
        }
        final CounterStructure[] table = new CounterStructure[highest + 1];
        for (final CounterStructure structure : ALL)
        {
            if (0 == structure.schema().enterprise())
            {
                table[structure.schema().format()] = structure;
            }
        }
        return table;
    }

    private static CounterLayout layout()
    {
        return new CounterLayout();
    }

    private static List<CounterStructure> all()
    {
        final List<CounterStructure> all = new ArrayList<>();
        addInterfaces(all);
        addPorts(all);
        addHosts(all);
        addProtocols(all);
        addVirtual(all);
        addApplications(all);
        addPower(all);
        addOtherEnterprises(all);
        return List.copyOf(all);
    }

    /* sflow_version_5.txt, sflow_80211.txt */
    private static void addInterfaces(final List<CounterStructure> all)
    {
        all.add(CounterStructure.GENERIC_INTERFACE);
        all.add(CounterStructure.ETHERNET_INTERFACE);
        all.add(layout()
            .counters("dot5StatsLineErrors", "dot5StatsBurstErrors", "dot5StatsACErrors", "dot5StatsAbortTransErrors",
                "dot5StatsInternalErrors", "dot5StatsLostFrameErrors", "dot5StatsReceiveCongestions",
                "dot5StatsFrameCopiedErrors", "dot5StatsTokenErrors", "dot5StatsSoftErrors", "dot5StatsHardErrors",
                "dot5StatsSignalLoss", "dot5StatsTransmitBeacons", "dot5StatsRecoverys", "dot5StatsLobeWires",
                "dot5StatsRemoves", "dot5StatsSingles", "dot5StatsFreqErrors")
            .structure(3, "tokenring_counters"));
        all.add(layout()
            .counters("dot12InHighPriorityFrames").wideCounters("dot12InHighPriorityOctets")
            .counters("dot12InNormPriorityFrames").wideCounters("dot12InNormPriorityOctets")
            .counters("dot12InIPMErrors", "dot12InOversizeFrameErrors", "dot12InDataErrors",
                "dot12InNullAddressedFrames", "dot12OutHighPriorityFrames")
            .wideCounters("dot12OutHighPriorityOctets")
            .counters("dot12TransitionIntoTrainings")
            .wideCounters("dot12HCInHighPriorityOctets", "dot12HCInNormPriorityOctets",
                "dot12HCOutHighPriorityOctets")
            .structure(4, "vg_counters"));
        all.add(layout()
            .codes("vlan_id").wideCounters("octets").counters("ucastPkts", "multicastPkts", "broadcastPkts", "discards")
            .structure(5, "vlan_counters"));
        all.add(layout()
            .counters("dot11TransmittedFragmentCount", "dot11MulticastTransmittedFrameCount", "dot11FailedCount",
                "dot11RetryCount", "dot11MultipleRetryCount", "dot11FrameDuplicateCount", "dot11RTSSuccessCount",
                "dot11RTSFailureCount", "dot11ACKFailureCount", "dot11ReceivedFragmentCount",
                "dot11MulticastReceivedFrameCount", "dot11FCSErrorCount", "dot11TransmittedFrameCount",
                "dot11WEPUndecryptableCount", "dot11QoSDiscardedFragmentCount")
            .gauges("dot11AssociatedStationCount")
            .counters("dot11QoSCFPollsReceivedCount", "dot11QoSCFPollsUnusedCount", "dot11QoSCFPollsUnusableCount",
                "dot11QoSCFPollsLostCount")
            .structure(6, "ieee80211_counters"));
    }

    /* sflow_lag.txt, draft_sflow_infiniband, sflow_optics.txt, sflow_openflow.txt, and the registry */
    private static void addPorts(final List<CounterStructure> all)
    {
        all.add(layout()
            .macs("dot3adAggPortActorSystemID", "dot3adAggPortPartnerOperSystemID")
            .codes("dot3adAggPortAttachedAggID").bytes("dot3adAggPortState", 4)
            .counters("dot3adAggPortStatsLACPDUsRx", "dot3adAggPortStatsMarkerPDUsRx",
                "dot3adAggPortStatsMarkerResponsePDUsRx", "dot3adAggPortStatsUnknownRx",
                "dot3adAggPortStatsIllegalRx", "dot3adAggPortStatsLACPDUsTx", "dot3adAggPortStatsMarkerPDUsTx",
                "dot3adAggPortStatsMarkerResponsePDUsTx")
            .structure(7, "lag_port_stats"));
        all.add(layout()
            .counters("unknown", "other", "cam_miss", "cam_full", "no_hw_support", "cntrl")
            .structure(8, "slow_path_counts"));
        all.add(layout()
            .wideCounters("PortXmitData", "PortRcvData")
            .counters("SymbolErrorCounter", "LinkErrorRecoveryCounter", "LinkDownedCounter", "PortRcvErrors",
                "PortRcvRemotePhysicalErrors", "PortRcvSwitchRelayErrors", "PortXmitDiscards",
                "PortXmitConstraintErrors", "PortRcvConstraintErrors", "LocalLinkIntegrityErrors",
                "ExcessiveBufferOverrunErrors", "VL15Dropped")
            .structure(9, "ib_counters"));
        all.add(layout()
            .codes("module_id", "module_total_lanes").gauges("module_supply_voltage").signed("module_temperature")
            .structure(10, "sfp", "lane", layout()
                .codes("lane_index")
                .gauges("tx_bias_current", "tx_power", "tx_power_min", "tx_power_max", "tx_wavelength", "rx_power",
                    "rx_power_min", "rx_power_max", "rx_wavelength")));
        /* known by its length alone: five counters */
        all.add(layout()
            .counters("counter_1", "counter_2", "counter_3", "counter_4", "counter_5").structure(11, "pfc"));
        all.add(layout()
            .percents("5s_cpu", "1m_cpu", "5m_cpu").wideGauges("total_memory", "free_memory")
            .structure(1001, "processor"));
        all.add(layout()
            .counters("elapsed_time", "on_channel_time", "on_channel_busy_time")
            .structure(1002, "radio_utilization"));
        all.add(layout()
            .codes("queueIndex", "segmentSize", "queueSegments")
            .counters("queueLength0", "queueLength1", "queueLength2", "queueLength4", "queueLength8",
                "queueLength32", "queueLength128", "queueLength1024", "queueLengthMore", "dropped")
            .structure(1003, "queue_length"));
        all.add(layout().wideCodes("datapath_id").codes("port_no").structure(1004, "of_port"));
        all.add(layout().texts("name").structure(1005, "port_name"));
    }

    /* sflow_host.txt */
    private static void addHosts(final List<CounterStructure> all)
    {
        all.add(layout()
            .texts("hostname").bytes("uuid", UUID_LENGTH).codes("machine_type", "os_name").texts("os_release")
            .structure(2000, "host_descr"));
        all.add(layout()
            .structure(2001, "host_adapters", "adapter", layout().codes("ifIndex").macList("mac_address")));
        all.add(layout().codes("container_type", "container_index").structure(2002, "host_parent"));
        all.add(layout()
            .floats("load_one", "load_five", "load_fifteen")
            .gauges("proc_run", "proc_total", "cpu_num", "cpu_speed", "uptime")
            .counters("cpu_user", "cpu_nice", "cpu_system", "cpu_idle", "cpu_wio", "cpu_intr", "cpu_sintr",
                "interrupts", "contexts", "cpu_steal", "cpu_guest", "cpu_guest_nice")
            .structure(2003, "host_cpu"));
        all.add(layout()
            .wideGauges("mem_total", "mem_free", "mem_shared", "mem_buffers", "mem_cached", "swap_total", "swap_free")
            .counters("page_in", "page_out", "swap_in", "swap_out")
            .structure(2004, "host_memory"));
        all.add(layout()
            .wideGauges("disk_total", "disk_free").percents("part_max_used")
            .counters("reads").wideCounters("bytes_read").counters("read_time")
            .counters("writes").wideCounters("bytes_written").counters("write_time")
            .structure(2005, "host_disk_io"));
        all.add(layout()
            .wideCounters("bytes_in").counters("pkts_in", "errs_in", "drops_in")
            .wideCounters("bytes_out").counters("packets_out", "errs_out", "drops_out")
            .structure(2006, "host_net_io"));
    }

    /* sflow_host_ip.txt */
    private static void addProtocols(final List<CounterStructure> all)
    {
        all.add(layout()
            .codes("ipForwarding", "ipDefaultTTL")
            .counters("ipInReceives", "ipInHdrErrors", "ipInAddrErrors", "ipForwDatagrams", "ipInUnknownProtos",
                "ipInDiscards", "ipInDelivers", "ipOutRequests", "ipOutDiscards", "ipOutNoRoutes")
            .gauges("ipReasmTimeout")
            .counters("ipReasmReqds", "ipReasmOKs", "ipReasmFails", "ipFragOKs", "ipFragFails", "ipFragCreates")
            .structure(2007, "mib2_ip_group"));
        all.add(layout()
            .counters("icmpInMsgs", "icmpInErrors", "icmpInDestUnreachs", "icmpInTimeExcds", "icmpInParamProbs",
                "icmpInSrcQuenchs", "icmpInRedirects", "icmpInEchos", "icmpInEchoReps", "icmpInTimestamps",
                "icmpInAddrMasks", "icmpInAddrMaskReps", "icmpOutMsgs", "icmpOutErrors", "icmpOutDestUnreachs",
                "icmpOutTimeExcds", "icmpOutParamProbs", "icmpOutSrcQuenchs", "icmpOutRedirects", "icmpOutEchos",
                "icmpOutEchoReps", "icmpOutTimestamps", "icmpOutTimestampReps", "icmpOutAddrMasks",
                "icmpOutAddrMaskReps")
            .structure(2008, "mib2_icmp_group"));
        all.add(layout()
            .codes("tcpRtoAlgorithm").gauges("tcpRtoMin", "tcpRtoMax", "tcpMaxConn")
            .counters("tcpActiveOpens", "tcpPassiveOpens", "tcpAttemptFails", "tcpEstabResets")
            .gauges("tcpCurrEstab")
            .counters("tcpInSegs", "tcpOutSegs", "tcpRetransSegs", "tcpInErrs", "tcpOutRsts", "tcpInCsumErrors")
            .structure(2009, "mib2_tcp_group"));
        all.add(layout()
            .counters("udpInDatagrams", "udpNoPorts", "udpInErrors", "udpOutDatagrams", "udpRcvbufErrors",
                "udpSndbufErrors", "udpInCsumErrors")
            .structure(2010, "mib2_udp_group"));
    }

    /* sflow_host.txt, sflow_jvm.txt */
    private static void addVirtual(final List<CounterStructure> all)
    {
        all.add(layout()
            .gauges("mhz", "cpus").wideGauges("memory", "memory_free").gauges("num_domains")
            .structure(2100, "virt_node"));
        all.add(layout().codes("state").counters("cpuTime").gauges("nrVirtCpu").structure(2101, "virt_cpu"));
        all.add(layout().wideGauges("memory", "maxMemory").structure(2102, "virt_memory"));
        all.add(layout()
            .wideGauges("capacity", "allocation", "available")
            .counters("rd_req").wideCounters("rd_bytes").counters("wr_req").wideCounters("wr_bytes").counters("errs")
            .structure(2103, "virt_disk_io"));
        all.add(layout()
            .wideCounters("rx_bytes").counters("rx_packets", "rx_errs", "rx_drop")
            .wideCounters("tx_bytes").counters("tx_packets", "tx_errs", "tx_drop")
            .structure(2104, "virt_net_io"));
        all.add(layout().texts("vm_name", "vm_vendor", "vm_version").structure(2105, "jvm_runtime"));
        all.add(layout()
            .wideGauges("heap_initial", "heap_used", "heap_committed", "heap_max", "non_heap_initial",
                "non_heap_used", "non_heap_committed", "non_heap_max")
            .counters("gc_count", "gc_time").gauges("classes_loaded").counters("classes_total", "classes_unloaded",
                "compilation_time")
            .gauges("thread_num_live", "thread_num_daemon").counters("thread_num_started")
            .gauges("fd_open_count", "fd_max_count")
            .structure(2106, "jvm_statistics"));
    }

    /* sflow_memcache.txt, sflow_http.txt, sflow_application.txt, and structures that sflowtool knows */
    private static void addApplications(final List<CounterStructure> all)
    {
        all.add(layout()
            .gauges("uptime").counters("rusage_user", "rusage_system").gauges("curr_connections")
            .counters("total_connections").gauges("connection_structures")
            .counters("cmd_get", "cmd_set", "cmd_flush", "get_hits", "get_misses", "delete_misses", "delete_hits",
                "incr_misses", "incr_hits", "decr_misses", "decr_hits", "cas_misses", "cas_hits", "cas_badval",
                "auth_cmds", "auth_errors")
            .wideCounters("bytes_read", "bytes_written").gauges("limit_maxbytes", "accepting_conns")
            .counters("listen_disabled_num").gauges("threads").counters("conn_yields").wideGauges("bytes")
            .gauges("curr_items").counters("total_items", "evictions")
            .structure(2200, "memcached_counters"));
        all.add(layout()
            .counters("method_option_count", "method_get_count", "method_head_count", "method_post_count",
                "method_put_count", "method_delete_count", "method_trace_count", "method_connect_count",
                "method_other_count", "status_1XX_count", "status_2XX_count", "status_3XX_count", "status_4XX_count",
                "status_5XX_count", "status_other_count")
            .structure(2201, "http_counters"));
        all.add(layout()
            .texts("application")
            .counters("success", "other", "timeout", "internal_error", "bad_request", "forbidden", "too_large",
                "not_implemented", "not_found", "unavailable", "unauthorized")
            .structure(2202, "app_operations"));
        all.add(layout()
            .counters("user_time", "system_time").wideGauges("mem_used", "mem_max")
            .gauges("fd_open", "fd_max", "conn_open", "conn_max")
            .structure(2203, "app_resources"));
        all.add(layout()
            .counters("cmd_set", "cmd_touch", "cmd_flush", "get_hits", "get_misses", "delete_hits", "delete_misses",
                "incr_hits", "incr_misses", "decr_hits", "decr_misses", "cas_hits", "cas_misses", "cas_badval",
                "auth_cmds", "auth_errors")
            .gauges("threads").counters("conn_yields", "listen_disabled_num").gauges("curr_connections")
            .counters("rejected_connections", "total_connections").gauges("connection_structures")
            .counters("evictions", "reclaimed").gauges("curr_items").counters("total_items")
            .wideCounters("bytes_read", "bytes_written").wideGauges("bytes", "limit_maxbytes")
            .structure(2204, "memcache_counters"));
        all.add(layout()
            .gauges("sessions_current").counters("sessions_total", "sessions_duration", "rx_bytes", "tx_bytes",
                "rx_packets", "tx_packets", "rx_packets_lost", "tx_packets_lost")
            .gauges("rtt_min_ms", "rtt_max_ms", "rtt_avg_ms").counters("audio_rx_bytes", "audio_tx_bytes")
            .gauges("audio_tx_limit").counters("img_rx_bytes", "img_tx_bytes", "img_frames")
            .gauges("img_qual_min", "img_qual_max", "img_qual_avg").counters("usb_rx_bytes", "usb_tx_bytes")
            .structure(2205, "vdi"));
        all.add(layout()
            .gauges("workers_active", "workers_idle", "workers_max").counters("req_delayed", "req_dropped")
            .structure(2206, "app_workers"));
        all.add(layout()
            .counters("hits", "misses", "lost", "mask_hits").gauges("flows", "masks")
            .structure(2207, "ovs_dp_stats"));
    }

    /* "Energy management", sFlow discussion group, November 2010, which the registry refers to */
    private static void addPower(final List<CounterStructure> all)
    {
        all.add(layout()
            .gauges("voltage", "current", "real_power").signed("power_factor").counters("energy", "errors")
            .structure(3000, "energy"));
        all.add(layout().signed("minimum", "maximum").counters("errors").structure(3001, "temperature"));
        all.add(layout().signed("relative").structure(3002, "humidity"));
        all.add(layout().gauges("total", "failed", "speed").structure(3003, "fans"));
    }

    /* bv-sflow.txt, sflow_broadcom_tables.txt, sflow_nvml.txt */
    private static void addOtherEnterprises(final List<CounterStructure> all)
    {
        all.add(layout()
            .percents("uc_pc", "mc_pc").structure(ENTERPRISE_BROADCOM, 1, "bst_device_buffers"));
        all.add(layout()
            .percents("ingress_uc_pc", "ingress_mc_pc", "egress_uc_pc", "egress_mc_pc")
            .words("egress_queue_uc_pc", "egress_queue_mc_pc")
            .structure(ENTERPRISE_BROADCOM, 2, "bst_port_buffers"));
        all.add(layout()
            .gauges("host_entries", "host_entries_max", "ipv4_entries", "ipv4_entries_max", "ipv6_entries",
                "ipv6_entries_max", "ipv4_ipv6_entries", "ipv4_ipv6_entries_max", "long_ipv6_entries",
                "long_ipv6_entries_max", "total_routes", "total_routes_max", "ecmp_nexthops", "ecmp_nexthops_max",
                "mac_entries", "mac_entries_max", "ipv4_neighbors", "ipv6_neighbors", "ipv4_routes", "ipv6_routes",
                "acl_ingress_entries", "acl_ingress_entries_max", "acl_ingress_counters", "acl_ingress_counters_max",
                "acl_ingress_meters", "acl_ingress_meters_max", "acl_ingress_slices", "acl_ingress_slices_max",
                "acl_egress_entries", "acl_egress_entries_max", "acl_egress_counters", "acl_egress_counters_max",
                "acl_egress_meters", "acl_egress_meters_max", "acl_egress_slices", "acl_egress_slices_max")
            .structure(ENTERPRISE_BROADCOM, 3, "hw_tables"));
        all.add(layout()
            .gauges("device_count", "processes").counters("gpu_time", "mem_time").wideGauges("mem_total", "mem_free")
            .counters("ecc_errors", "energy").gauges("temperature", "fan_speed")
            .structure(ENTERPRISE_NVIDIA, 1, "nvidia_gpu"));
    }
}
