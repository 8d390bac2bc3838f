package io.weir.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.exporter.ExporterTable;
import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Counter;
import io.weir.record.CounterSchema.Kind;
import io.weir.record.MetricRecord;
import io.weir.testkit.Allocation;
import io.weir.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class MetricTableTest
{
    private static final long S = 1_000_000_000L;
    private static final CounterSchema INTERFACE = schema("if_counters",
        code("ifIndex"), code("ifType"), wide(Kind.GAUGE, "ifSpeed"), code("ifDirection"), code("ifStatus"),
        wide(Kind.COUNTER, "ifInOctets"), counter("ifInUcastPkts"), counter("ifInMulticastPkts"),
        counter("ifInBroadcastPkts"), counter("ifInDiscards"), wide(Kind.COUNTER, "ifOutOctets"),
        counter("ifOutUcastPkts"), counter("ifOutMulticastPkts"), counter("ifOutBroadcastPkts"));
    private static final CounterSchema HOST = schema("host_descr",
        new Counter("hostname", Kind.TEXT, 4), new Counter("uuid", Kind.BYTES, 16), code("machine_type"),
        code("os_name"), new Counter("os_release", Kind.TEXT, 4));
    private static final CounterSchema CPU = schema("host_cpu",
        new Counter("load_one", Kind.FLOAT, 4), new Counter("cpu_num", Kind.GAUGE, 4), counter("cpu_user"),
        counter("cpu_nice"), counter("cpu_system"), counter("cpu_idle"), counter("cpu_wio"), counter("cpu_intr"),
        counter("cpu_sintr"), counter("interrupts"), counter("contexts"), counter("cpu_steal"));
    private static final String AGENT = "10.0.0.1";

    private final ManualTime time = new ManualTime(1_000_000 * S);
    private final DatagramContext context = new DatagramContext(new ExporterTable(16));
    private final MetricTable table = MetricTable.builder().maxAge(Duration.ofSeconds(60)).maxSources(3).build();
    private final RecordHandler handler = table.newHandler(new SinkContext(RunMode.REPLAY, 0, time));
    private final CounterRecord record = new CounterRecord();
    private long source = 3;

    private static CounterSchema schema(final String name, final Counter... counters)
    {
        return new CounterSchema(0, 1, name, List.of(counters));
    }

    private static Counter code(final String name)
    {
        return new Counter(name, Kind.CODE, 4);
    }

    private static Counter counter(final String name)
    {
        return new Counter(name, Kind.COUNTER, 4);
    }

    private static Counter wide(final Kind kind, final String name)
    {
        return new Counter(name, kind, 8);
    }

    private void begin(final CounterSchema schema, final long sequence, final long uptimeMs)
    {
        context.begin(0, 0xFFFF_0A00_0001L, 6343, time.epochNs(), 100);
        handler.onDatagramStart(context);
        record.origin(0, 0xFFFF_0A00_0001L, 0, source, sequence, uptimeMs);
        record.begin(schema);
    }

    private void end()
    {
        handler.onCounterRecord(record);
        handler.onDatagramEnd();
    }

    private void octets(final long sequence, final long uptimeMs, final long octets, final long packets)
    {
        begin(INTERFACE, sequence, uptimeMs);
        record.put(0, source);
        record.put(2, 1_000_000);
        record.put(3, 1);
        record.put(4, 1);
        record.put(5, octets);
        record.put(6, packets);
        record.put(7, 0);
        end();
    }

    private Double number(final String name)
    {
        final MetricValue value = table.value(AGENT, Long.toString(source), name);
        return null == value ? null : value.number();
    }

    @Test
    void shouldMakeRatesOfCountersByUptime()
    {
        octets(1, 100_000, 5_000, 10);
        assertNull(number("ifinoctets"));
        assertEquals(3, number("ifindex"));
        assertEquals("full-duplex", table.value(AGENT, "3", "ifdirection").metricValue());
        assertEquals("up", table.value(AGENT, "3", "ifadminstatus").metricValue());
        assertEquals("down", table.value(AGENT, "3", "ifoperstatus").metricValue());
        time.advance(23 * S);
        octets(2, 120_000, 25_000, 50);
        assertEquals(1000, number("ifinoctets"));
        assertEquals(2, number("ifinucastpkts"));
        assertEquals(2, number("ifinpkts"));
        assertEquals(0.8, number("ifinutilization"), 1e-12);
        assertNull(number("ifindiscards"));
        assertNull(number("ifoutoctets"));
        assertNull(number("ifstatus"));
    }

    /* sequence, uptime and packets of a second sample after 1, 100000 and 10; rate -1 is none. */
    @ParameterizedTest
    @CsvSource({
        "2, 110000, 20, 1", "5, 110000, 20, 1", "1, 110000, 20, 1", "1, 5000, 20, -1", "0, 110000, 20, -1",
        "2, 110000, 4294967295, 429496728.5", "2, 110000, 9, -1" })
    void BAD_S31_shouldTellRestartsApart(
        final long sequence, final long uptimeMs, final long packets, final double rate)
    {
        octets(1, 100_000, 5_000, 10);
        time.advance(10 * S);
        octets(sequence, uptimeMs, 6_000, packets);
        assertEquals(rate < 0 ? null : (Double)rate, number("ifinucastpkts"));
        time.advance(10 * S);
        octets(sequence + 1, uptimeMs + 10_000, 7_000, packets + 10 & 0xFFFF_FFFFL);
        assertEquals(1, number("ifinucastpkts"));
    }

    @Test
    void BAD_S31_shouldWrapAt32Bits()
    {
        octets(1, 100_000, 0, 0xFFFF_FFF0L);
        octets(2, 110_000, 0, 4);
        assertEquals(2, number("ifinucastpkts"));
    }

    @Test
    void BAD_S31_shouldMakeNoRateOfWideCounterThatWentBack()
    {
        octets(1, 100_000, 5_000, 0);
        octets(2, 110_000, 4_000, 0);
        assertNull(number("ifinoctets"));
        assertNull(number("ifinutilization"));
        octets(3, 120_000, 5_000, 0);
        assertEquals(100, number("ifinoctets"));
    }

    @Test
    void BAD_S31_shouldMakeNoRateFromUnavailableValue()
    {
        octets(1, 100_000, 5_000, 0);
        begin(INTERFACE, 2, 110_000);
        record.put(2, 0);
        end();
        assertNull(number("ifinoctets"));
        octets(3, 120_000, 9_000, 0);
        assertNull(number("ifinoctets"));
        octets(4, 130_000, 9_500, 0);
        assertEquals(50, number("ifinoctets"));
    }

    @Test
    void BAD_S32_shouldIgnoreDuplicateAndLateSamples()
    {
        octets(10, 100_000, 5_000, 0);
        octets(11, 110_000, 6_000, 0);
        octets(11, 110_000, 6_000, 0);
        octets(10, 100_000, 5_000, 0);
        assertEquals(2, table.ignored());
        assertEquals(100, number("ifinoctets"));
        octets(12, 120_000, 8_000, 0);
        assertEquals(200, number("ifinoctets"));
    }

    @Test
    void shouldSurviveWrapOfSequenceAndUptime()
    {
        octets(0xFFFF_FFFFL, 0xFFFF_FFFFL - 4_999, 5_000, 0);
        octets(0, 5_000, 6_000, 0);
        assertEquals(100, number("ifinoctets"));
    }

    @Test
    void shouldDeriveShareOfProcessorTime()
    {
        for (int i = 0; i < 2; i++)
        {
            begin(CPU, 1 + i, 100_000 + 10_000 * i);
            record.put(0, Float.floatToIntBits(3));
            record.put(1, 2);
            for (int cell = 2; cell < 9; cell++)
            {
                record.put(cell, 0);
            }
            record.put(2, 100 + 5_000 * i);
            record.put(5, 100 + 15_000 * i);
            record.put(9, 1000 * i);
            end();
        }
        assertEquals(25, number("cpu_utilization"));
        assertEquals(25, number("cpu_user"));
        assertEquals(75, number("cpu_idle"));
        assertEquals(1.5, number("load_one_per_cpu"));
        assertEquals(100, number("interrupts"));
    }

    private void host(final String name)
    {
        begin(HOST, 1, 100_000);
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        record.source(bytes);
        record.putReference(0, 0, bytes.length);
        record.put(2, 3);
        record.put(3, 2);
        end();
    }

    @Test
    void shouldKeepTexts()
    {
        host("web01");
        assertEquals("web01", table.value(AGENT, "3", "host_name").metricValue());
        assertEquals("x86_64", table.value(AGENT, "3", "machine_type").metricValue());
        assertEquals("linux", table.value(AGENT, "3", "os_name").metricValue());
        assertNull(table.value(AGENT, "3", "os_release"));
        assertEquals(1, table.dump(MetricFilter.ALL.where("host_name", "db*", "w*1").where("os_name", "linux")
            .where("datasource", "3")).stream().filter(value -> "host_name".equals(value.metricName())).count());
        assertEquals(0, table.dump(MetricFilter.ALL.where("host_name", "db*")).size());
        assertEquals(0, table.dump(MetricFilter.ALL.where("ifspeed", "5")).size());
    }

    private void threeRows()
    {
        for (source = 1; source <= 3; source++)
        {
            octets(1, 100_000, 0, 0);
            octets(2, 110_000, 10_000 * source * source, 0);
        }
        source = 3;
    }

    @ParameterizedTest
    @CsvSource({
        "ifinoctets, 9000", "max:ifinoctets, 9000", "min:ifinoctets, 1000", "sum:ifinoctets, 14000",
        "avg:ifinspeed, ", "avg:ifinoctets, 4666.666666666667", "med:ifinoctets, 4000", "q1:ifinoctets, 2500",
        "q2:ifinoctets, 4000", "q3:ifinoctets, 6500", "iqr:ifinoctets, 4000", "any:ifindex, 1",
        "var:ifindex, 0.6666666666666666",
        "sdev:ifspeed, 0" })
    void shouldSummarizeRows(final String name, final Double expected)
    {
        threeRows();
        time.advance(2 * S);
        final MetricSummary summary = table.metric(name, MetricFilter.ALL).get(0);
        assertEquals(expected, summary.metricValue());
        assertEquals(null == expected ? 0 : 3, summary.metricN());
        assertEquals(null == expected ? 0 : 2000, summary.lastUpdateMaxMs());
        if ("ifinoctets".equals(name))
        {
            assertEquals("3", summary.dataSource());
            assertEquals(AGENT, summary.agent());
        }
    }

    @Test
    void shouldSortTables()
    {
        threeRows();
        final List<List<MetricValue>> largest = table.table("ifindex, sort:ifinoctets:-2", MetricFilter.ALL);
        assertEquals(2, largest.size());
        assertEquals(3.0, largest.get(0).get(0).metricValue());
        assertEquals(4000.0, largest.get(1).get(1).metricValue());
        assertEquals(1.0, table.table("ifindex,sort:ifinoctets:1", MetricFilter.ALL).get(0).get(0).metricValue());
        assertEquals(0, table.table("ifindex,host_name", MetricFilter.ALL).size());
        assertEquals(1, table.table("ifindex", MetricFilter.ALL.where("ifindex", "2")).size());
        assertThrows(IllegalArgumentException.class, () -> table.metric("mx:ifindex", MetricFilter.ALL));
    }

    @Test
    void shouldRefuseRowsBeyondItsBoundAndLetRowsAge()
    {
        threeRows();
        source = 4;
        octets(1, 100_000, 0, 0);
        assertEquals(3, table.size());
        assertEquals(1, table.refused());
        time.advance(59 * S);
        source = 2;
        octets(3, 120_000, 50_000, 0);
        time.advance(2 * S);
        assertEquals(List.of("2"), table.metric("max:ifindex", MetricFilter.ALL).stream()
            .map(MetricSummary::dataSource).toList());
        handler.onTick(time.epochNs());
        assertEquals(1, table.size());
        source = 4;
        octets(1, 100_000, 0, 0);
        assertEquals(2, table.size());
        assertNotNull(number("ifindex"));
    }

    @Test
    void shouldAllocateNothingInSteadyState()
    {
        final long[] sequence = { 1 };
        final Runnable work = () ->
        {
            for (int i = 0; i < 200_000; i++)
            {
                sequence[0]++;
                octets(sequence[0], 100 * sequence[0], 1000 * sequence[0], sequence[0]);
            }
        };
        work.run();
        assertEquals(0, Allocation.bytesOf(work));
    }

    private static final CounterSchema SENSOR = schema("temperature", new Counter("maximum", Kind.SIGNED, 4));
    private static final CounterSchema QUEUE = schema("queue_length", code("queueIndex"), counter("dropped"));

    private void sample(final CounterSchema schema, final long sequence, final long... values)
    {
        begin(schema, sequence, 100_000 + 10_000 * sequence);
        for (int i = 0; i < values.length; i++)
        {
            record.begin(schema);
            record.put(0, values[i]);
            handler.onCounterRecord(record);
        }
        handler.onDatagramEnd();
    }

    @Test
    void shouldTellApartWhatOccursSeveralTimesInOneSample()
    {
        sample(SENSOR, 1, 40, 50, 60);
        sample(SENSOR, 2, 41, 51, 61);
        assertEquals(41, number("temperature_maximum"));
        assertEquals(51, number("temperature_maximum.1"));
        assertEquals(61, number("temperature_maximum.2"));
        sample(SENSOR, 2, 0, 0, 0);
        assertEquals(3, table.ignored());
        assertEquals(51, number("temperature_maximum.1"));
        sample(SENSOR, 3, 42);
        assertEquals(42, number("temperature_maximum"));
        assertEquals(51, number("temperature_maximum.1"));
        assertNull(number("temperature_maximum.3"));
    }

    @Test
    void shouldNameQueuesByTheirNumber()
    {
        for (int i = 0; i < 2; i++)
        {
            begin(QUEUE, 1 + i, 100_000 + 10_000 * i);
            for (int queue = 7; queue >= 6; queue--)
            {
                record.begin(QUEUE);
                record.put(0, queue);
                record.put(1, i * 1000 * queue);
                handler.onCounterRecord(record);
            }
            handler.onDatagramEnd();
        }
        assertEquals(700, number("queue7_dropped"));
        assertEquals(600, number("queue6_dropped"));
        assertNull(number("queue6_dropped.1"));
    }

    @Test
    void shouldNameHostsThatAreLogicalEntitiesVirtual()
    {
        source = 3L << 32 | 100_001;
        host("vm1");
        assertEquals("vm1", table.value(AGENT, "3.100001", "vir_host_name").metricValue());
        assertNull(table.value(AGENT, "3.100001", "host_name"));
    }

    @Test
    void shouldDeriveHowFullTablesAre()
    {
        begin(schema("hw_tables", new Counter("host_entries", Kind.GAUGE, 4),
            new Counter("host_entries_max", Kind.GAUGE, 4), new Counter("total_routes", Kind.GAUGE, 4),
            new Counter("total_routes_max", Kind.GAUGE, 4)), 1, 100_000);
        record.put(0, 50);
        record.put(1, 200);
        record.put(2, 1);
        record.put(3, 0);
        end();
        assertEquals(25, number("bcm_host_utilization"));
        assertNull(number("bcm_total_routes_utilization"));
    }

    private void custom(final long sequence, final String of, final String name, final Kind kind, final long value)
    {
        final byte[] bytes = (of + name + "text").getBytes(StandardCharsets.UTF_8);
        context.begin(0, 0xFFFF_0A00_0001L, 6343, time.epochNs(), 100);
        handler.onDatagramStart(context);
        final MetricRecord metric = new MetricRecord();
        metric.origin(0, 0xFFFF_0A00_0001L, 0, sequence, 100_000 + 10_000 * sequence);
        metric.source(bytes, 0, of.length());
        metric.metric(of.length(), name.length(), kind, Kind.DOUBLE == kind ? 8 : 4,
            Kind.TEXT == kind ? (long)of.length() + name.length() << 32 | 4 : value);
        handler.onMetricRecord(metric);
        handler.onDatagramEnd();
    }

    @Test
    void shouldKeepMetricsThatExportersName()
    {
        custom(1, "pod1", "req", Kind.COUNTER, 1000);
        assertNull(table.value(AGENT, "pod1", "req"));
        custom(2, "pod1", "req", Kind.COUNTER, 1500);
        assertEquals(50, table.value(AGENT, "pod1", "req").number());
        custom(2, "pod1", "req", Kind.COUNTER, 9999);
        assertEquals(1, table.ignored());
        custom(3, "pod1", "cpu", Kind.DOUBLE, Double.doubleToLongBits(-1.5));
        assertEquals(-1.5, table.value(AGENT, "pod1", "cpu").number());
        custom(4, "pod1", "cpu", Kind.TEXT, 0);
        assertEquals("text", table.value(AGENT, "pod1", "cpu").metricValue());
        assertEquals(2, table.dump(MetricFilter.ALL).size());
        assertEquals(1, table.size());
    }

    @Test
    void shouldPutMetricsOfNumberedSourcesIntoTheirRows()
    {
        octets(1, 100_000, 5_000, 10);
        custom(1, "3", "depth", Kind.GAUGE, 7);
        assertEquals(7, number("depth"));
        assertEquals(3, number("ifindex"));
        custom(1, "2.1", "depth", Kind.GAUGE, 8);
        assertEquals(8, table.value(AGENT, "2.1", "depth").number());
        assertEquals(2, table.size());
        custom(1, "3.", "depth", Kind.GAUGE, 9);
        assertEquals(9, table.value(AGENT, "3.", "depth").number());
        custom(1, "4", "depth", Kind.GAUGE, 9);
        assertEquals(1, table.refused());
    }

    @Test
    void shouldBoundMetricsThatExportersName()
    {
        for (int i = 0; i < 200; i++)
        {
            custom(1, "pod1", "metric" + i, Kind.GAUGE, i);
        }
        assertEquals(128, table.dump(MetricFilter.ALL).size());
        assertEquals(72, table.ignored());
        custom(1, "pod2", "m".repeat(256), Kind.GAUGE, 1);
        custom(1, "p".repeat(256), "metric", Kind.GAUGE, 1);
        assertEquals(74, table.ignored());
        assertEquals(1, table.size());
    }

    @Test
    void shouldNameEveryMetricOnce()
    {
        final List<String> names = new ArrayList<>();
        threeRows();
        table.dump(MetricFilter.ALL.where("datasource", "1")).forEach(value -> names.add(value.metricName()));
        assertEquals(names.size(), names.stream().distinct().count());
    }
}
