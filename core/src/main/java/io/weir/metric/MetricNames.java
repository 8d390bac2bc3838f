package io.weir.metric;

import java.util.Locale;
import java.util.Map;

/** Names of metrics from those of structures and fields: lower case, with a prefix for each family. Stateless. */
final class MetricNames
{
    private static final Map<String, String> PREFIXES = Map.ofEntries(
        Map.entry("ethernet_counters", "eth_"),
        Map.entry("tokenring_counters", "dot5_"),
        Map.entry("vg_counters", "dot12_"),
        Map.entry("vlan_counters", "vlan_"),
        Map.entry("ieee80211_counters", "dot11_"),
        Map.entry("lag_port_stats", "agg_"),
        Map.entry("slow_path_counts", "slowpath_"),
        Map.entry("ib_counters", "ib_"),
        Map.entry("sfp", "opt_"),
        Map.entry("lane", "opt_lane#_"),
        Map.entry("adapter", "adapter#_"),
        Map.entry("radio_utilization", "radio_"),
        Map.entry("queue_length", "queue#_"),
        Map.entry("pfc", "pfc_"),
        Map.entry("memcached_counters", "memcache_"),
        Map.entry("host_parent", "host_"),
        Map.entry("mib2_ip_group", "ip_"),
        Map.entry("mib2_icmp_group", "icmp_"),
        Map.entry("mib2_tcp_group", "tcp_"),
        Map.entry("mib2_udp_group", "udp_"),
        Map.entry("virt_node", "vnode_"),
        Map.entry("virt_cpu", "vir_cpu_"),
        Map.entry("virt_memory", "vir_mem_"),
        Map.entry("virt_disk_io", "vir_disk_"),
        Map.entry("virt_net_io", "vir_net_"),
        Map.entry("jvm_runtime", "jvm_"),
        Map.entry("jvm_statistics", "jvm_"),
        Map.entry("http_counters", "http_"),
        Map.entry("app_operations", "app_"),
        Map.entry("app_resources", "app_"),
        Map.entry("app_workers", "app_"),
        Map.entry("memcache_counters", "memcache_"),
        Map.entry("vdi", "vdi_"),
        Map.entry("ovs_dp_stats", "ovs_dp_"),
        Map.entry("energy", "energy_"),
        Map.entry("temperature", "temperature_"),
        Map.entry("humidity", "humidity_"),
        Map.entry("fans", "fans_"),
        Map.entry("bst_device_buffers", "bst_device_"),
        Map.entry("bst_port_buffers", "bst_port_"),
        Map.entry("hw_tables", "bcm_"),
        Map.entry("nvidia_gpu", "nvml_"));

    /* Where the name is neither the field's nor follows from it. */
    private static final Map<String, String> NAMES = Map.ofEntries(
        Map.entry("dot3StatsSingleCollisionFrames", "eth_singlecollisions"),
        Map.entry("dot3StatsMultipleCollisionFrames", "eth_multiplecollisions"),
        Map.entry("dot3StatsDeferredTransmissions", "eth_deferredtx"),
        Map.entry("dot3StatsInternalMacTransmitErrors", "eth_internalmactxerrors"),
        Map.entry("dot3StatsInternalMacReceiveErrors", "eth_internalmacrxerrors"),
        Map.entry("module_id", "opt_module_id"),
        Map.entry("module_total_lanes", "opt_module_lanes"),
        Map.entry("module_supply_voltage", "opt_voltage"),
        Map.entry("module_temperature", "opt_temperature"),
        Map.entry("5s_cpu", "cpu_5sec"),
        Map.entry("1m_cpu", "cpu_1min"),
        Map.entry("5m_cpu", "cpu_5min"),
        Map.entry("total_memory", "memory_total"),
        Map.entry("free_memory", "memory_free"),
        Map.entry("datapath_id", "of_dpid"),
        Map.entry("port_no", "of_port"),
        Map.entry("hostname", "host_name"),
        Map.entry("packets_out", "pkts_out"),
        Map.entry("application", "app_name"));

    private static final String[] STEMS =
        { "dot3adAggPortStats", "dot3adAggPort", "dot3Stats", "dot5Stats", "dot11", "dot12", "icmp", "ip", "tcp",
            "udp" };

    private MetricNames()
    {
    }

    static String of(final String structure, final String field)
    {
        if ("port_name".equals(structure))
        {
            return "ifname";
        }
        final String name = NAMES.get(field);
        if (null != name)
        {
            return name;
        }
        final String prefix = PREFIXES.getOrDefault(structure, "");
        String stem = field;
        for (int i = 0; i < STEMS.length && stem.equals(field) && !prefix.isEmpty(); i++)
        {
            stem = field.startsWith(STEMS[i]) && field.length() > STEMS[i].length() &&
                Character.isUpperCase(field.charAt(STEMS[i].length())) ? field.substring(STEMS[i].length()) : field;
        }
        if (stem.endsWith("_count") && "http_counters".equals(structure))
        {
            stem = stem.substring(0, stem.length() - "_count".length());
        }
        return prefix + stem.toLowerCase(Locale.ROOT);
    }
}
