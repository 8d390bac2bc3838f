package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RecordHandler;
import io.weir.collector.Replay;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.metric.MetricFilter;
import io.weir.metric.MetricSummary;
import io.weir.metric.MetricTable;
import io.weir.metric.MetricValue;
import io.weir.record.CounterRecord;
import io.weir.testkit.Captures;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

class MetricsOfStructuresTest
{
    /* Two samples of each structure, 10 s apart, whose counters all grew by 1000. */
    @Test
    void shouldNameMetricsOfEveryStructure()
    {
        final MetricTable table = MetricTable.builder().build();
        final RecordHandler handler =
            table.newHandler(new SinkContext(RunMode.REPLAY, 0, new ManualTime(0)));
        final CounterRecord record = new CounterRecord();
        long source = 0;
        for (final CounterStructure structure : CounterStructure.all())
        {
            source++;
            for (int i = 0; i < 2; i++)
            {
                final byte[] body = Datagrams.counterBody(structure, 10 + 1000 * i);
                record.origin(0, 0xFFFF_0A00_0001L, 0, source, 1 + i, 100_000 + 10_000 * i);
                assertEquals(DecodeStatus.OK, structure.read(body, 0, body.length, record));
                handler.onCounterRecord(record);
            }
        }
        final List<MetricValue> values = table.dump(MetricFilter.ALL);
        final Set<String> names =
            values.stream().map(MetricValue::metricName).collect(Collectors.toCollection(TreeSet::new));
        for (final String name : ("ifname,of_dpid,of_port,ifindex,iftype,ifspeed,ifdirection,ifadminstatus," +
            "ifoperstatus,ifinoctets,ifinucastpkts,ifinmulticastpkts,ifinbroadcastpkts,ifindiscards,ifinerrors," +
            "ifinunknownprotos,ifinpkts,ifinutilization," +
            "ifoutoctets,ifoutpkts,ifoututilization,eth_alignmenterrors,eth_fcserrors," +
            "eth_singlecollisions,eth_multiplecollisions,eth_sqetesterrors,eth_deferredtx,eth_latecollisions," +
            "eth_excessivecollisions,eth_internalmactxerrors,eth_carriersenseerrors,eth_frametoolongs," +
            "eth_internalmacrxerrors,eth_symbolerrors,agg_actorsystemid,agg_partneropersystemid,agg_attachedaggid," +
            "opt_module_id,opt_module_lanes,opt_temperature,opt_voltage,cpu_5sec,cpu_1min,cpu_5min,host_name,uuid," +
            "machine_type,os_name,os_release,load_one,load_five,load_fifteen,load_one_per_cpu,cpu_num," +
            "cpu_utilization,cpu_idle,cpu_user,uptime,mem_total,mem_free,mem_used,mem_utilization,disk_total," +
            "disk_free,disk_utilization,part_max_used,reads,writes,bytes_in,bytes_out,pkts_in,pkts_out,ip_inreceives," +
            "icmp_inmsgs,tcp_activeopens,udp_indatagrams,vir_cpu_utilization,vnode_mhz,vir_disk_rd_bytes," +
            "vir_net_rx_bytes,jvm_heap_used,jvm_vm_name,http_method_get,http_status_2xx,memcache_get_hits,app_name," +
            "app_success,nvml_gpu_time,bcm_host_entries").split(","))
        {
            assertTrue(names.contains(name), name);
        }
        assertEquals(100.0, table.metric("eth_fcserrors", MetricFilter.ALL).get(0).metricValue());
        assertEquals(0, table.ignored());
    }

    @Test
    void shouldMakeMetricsOfARealSwitch() throws IOException
    {
        final MetricTable table = MetricTable.builder().build();
        Replay.of(Captures.file("overflowd/sflow.pcap")).decoders(SflowDecoder.provider()).sink(table).run();

        assertTrue(table.size() > 10, () -> "rows: " + table.size());
        final MetricSummary speed = table.metric("max:ifspeed", MetricFilter.ALL).get(0);
        assertEquals("192.168.1.1", speed.agent());
        assertTrue(speed.metricN() > 10);
        final List<List<MetricValue>> busiest = table.table("ifindex,sort:ifinoctets:-3", MetricFilter.ALL);
        assertEquals(3, busiest.size());
        assertTrue(busiest.get(0).get(1).number() >= busiest.get(2).get(1).number());
    }
}
