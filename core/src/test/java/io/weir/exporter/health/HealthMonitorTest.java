package io.weir.exporter.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterLimits;
import io.weir.exporter.ExporterTable;
import io.weir.exporter.Protocol;
import io.weir.testkit.Await;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

class HealthMonitorTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long T0 = Instant.parse("2026-03-27T06:50:00Z").getEpochSecond() * SECOND;
    private static final long ONE = 0xFFFF_0A00_0001L;
    private static final long TWO = 0xFFFF_0A00_0002L;

    private final ManualTime time = new ManualTime(T0);
    private final ExporterTable table = new ExporterTable(ExporterLimits.builder().build());
    private final AtomicLong drops = new AtomicLong();
    private final List<HealthChange> changes = new CopyOnWriteArrayList<>();

    private HealthMonitor.Builder builder()
    {
        return HealthMonitor.builder(table::snapshots).time(time).kernelDrops(drops::get).listener(changes::add);
    }

    private Exporter netflow(final long address)
    {
        return table.find(Protocol.NETFLOW5, 0, address, 0, address, 0);
    }

    private Exporter send(final long address)
    {
        final Exporter exporter = netflow(address);
        exporter.onDatagram(time.epochNs(), 500);
        exporter.onOutcome(DecodeStatus.OK);
        exporter.add(ExporterCounter.FLOW_RECORDS, 10);
        return exporter;
    }

    private static ExporterHealth only(final HealthReport report)
    {
        assertEquals(1, report.exporters().size());
        return report.exporters().get(0);
    }

    private static List<HealthReason> reasons(final ExporterHealth health)
    {
        return health.problems().stream().map(HealthProblem::reason).toList();
    }

    @Test
    void shouldTurnUnhealthyWhenAnExporterStopsAndHealthyWhenItResumes()
    {
        final HealthMonitor monitor = builder().build();
        send(ONE);
        assertEquals(HealthState.HEALTHY, monitor.evaluate().state());
        time.advance(5 * MINUTE - 1);
        assertEquals(HealthState.HEALTHY, monitor.evaluate().state());
        time.advance(1);
        final ExporterHealth silent = only(monitor.evaluate());
        assertEquals(HealthState.UNHEALTHY, silent.state());
        assertEquals(List.of(HealthReason.NO_DATA), reasons(silent));
        assertEquals("No data found for the last 5 minutes at 2026-03-27T06:55:00Z, last known data is at " +
            "2026-03-27T06:50:00Z", silent.message());
        assertEquals(T0, silent.lastSeenNs());
        monitor.evaluate();
        time.advance(MINUTE);
        send(ONE);
        assertEquals(HealthState.HEALTHY, only(monitor.evaluate()).state());
        assertEquals(2, changes.size());
        assertEquals(new HealthChange(T0 + 5 * MINUTE, HealthState.HEALTHY, silent), changes.get(0));
        assertEquals(HealthState.UNHEALTHY, changes.get(1).before());
        assertEquals(HealthState.HEALTHY, changes.get(1).now().state());
    }

    @Test
    void shouldTellOfLossUntilItIsTwoBucketsOld()
    {
        final HealthMonitor monitor = builder().build();
        send(ONE).add(ExporterCounter.LOST, 1);
        final ExporterHealth lossy = only(monitor.evaluate());
        assertEquals(List.of(HealthReason.DATA_LOST), reasons(lossy));
        assertEquals("9.1 % lost by sequence number: 1 of 11", lossy.message());
        assertEquals(HealthState.DEGRADED, lossy.state());
        time.advance(5 * MINUTE);
        send(ONE);
        assertTrue(only(monitor.evaluate()).has(HealthReason.DATA_LOST));
        time.advance(5 * MINUTE);
        send(ONE);
        assertEquals(List.of(), only(monitor.evaluate()).problems());
    }

    @Test
    void shouldSayThatLossIsUnreliableWhenNumbersContradictWhatIsSent()
    {
        final HealthMonitor monitor = builder().build();
        send(ONE).add(ExporterCounter.SEQUENCE_CONTRADICTIONS, 1);
        assertEquals(HealthState.HEALTHY, only(monitor.evaluate()).state());
        send(ONE).add(ExporterCounter.LOST, 5);
        assertEquals("20.0 % lost by sequence number: 5 of 25, unreliable: its sequence numbers do not count what it " +
            "sends", only(monitor.evaluate()).message());
    }

    @Test
    void shouldTakeBackLossThatOnlyCameLate()
    {
        final HealthMonitor monitor = builder().build();
        send(ONE).add(ExporterCounter.LOST, 10);
        assertTrue(only(monitor.evaluate()).has(HealthReason.DATA_LOST));
        send(ONE).add(ExporterCounter.LOST, -10);
        final ExporterHealth whole = only(monitor.evaluate());
        assertEquals(HealthState.HEALTHY, whole.state());
        assertEquals(0, whole.history().get(0).lost());
    }

    @ParameterizedTest
    @EnumSource(value = HealthReason.class, mode = EnumSource.Mode.EXCLUDE, names = { "NO_DATA", "NEVER_SEEN" })
    void shouldTellEachReason(final HealthReason reason)
    {
        final HealthMonitor monitor = builder().samplingRate("::ffff:10.0.0.1", 100).build();
        send(ONE);
        assertEquals(List.of(), only(monitor.evaluate()).problems());
        final Exporter exporter = send(ONE);
        switch (reason)
        {
            case TEMPLATE_MISSING -> exporter.add(ExporterCounter.UNKNOWN_TEMPLATE_SETS, 3);
            case DATA_LOST -> exporter.add(ExporterCounter.LOST, 5);
            case DATAGRAMS_REJECTED -> exporter.onOutcome(DecodeStatus.COUNT);
            case CLOCK_SKEW -> exporter.onExportTime((T0 - 3_600 * SECOND) / 1_000_000, T0);
            case SAMPLING_UNKNOWN -> exporter.add(ExporterCounter.SAMPLING_UNKNOWN, 7);
            case SAMPLING_MISMATCH -> exporter.samplingRate(10);
            case SOURCE_TRANSLATED ->
            {
                final Exporter behind = table.find(Protocol.NETFLOW5, 0, TWO, 0, ONE, 0);
                behind.onDatagram(T0, 1);
                behind.onOutcome(DecodeStatus.OK);
            }
            default -> exporter.onOutcome(DecodeStatus.RATE_LIMITED);
        }
        final ExporterHealth health = only(monitor.evaluate());
        assertEquals(List.of(reason), reasons(health));
        assertEquals(reason.severity(), health.state());
        assertEquals(switch (reason)
        {
            case TEMPLATE_MISSING -> "3 data sets came without a known template";
            case DATA_LOST -> "20.0 % lost by sequence number: 5 of 25";
            case DATAGRAMS_REJECTED -> "1 of 2 datagrams were rejected";
            case CLOCK_SKEW -> "The clock is 3600000 ms behind";
            case SAMPLING_UNKNOWN -> "7 records without a sampling rate count as not sampled";
            case SAMPLING_MISMATCH -> "Samples one in 10, expected is one in 100";
            case SOURCE_TRANSLATED -> "Datagrams come from 10.0.0.2";
            default -> "1 datagrams were refused for their rate or a full queue";
        }, health.message());
    }

    @Test
    void shouldBeUnhealthyWhenEveryDatagramIsRejected()
    {
        final HealthMonitor monitor = builder().build();
        netflow(ONE).onDatagram(T0, 10);
        netflow(ONE).onOutcome(DecodeStatus.COUNT);
        assertEquals(HealthState.UNHEALTHY, only(monitor.evaluate()).state());
    }

    @Test
    void shouldTellEveryExporterThatTheKernelDroppedDatagrams()
    {
        final HealthMonitor monitor = builder().build();
        send(ONE);
        send(TWO);
        drops.set(7);
        final HealthReport report = monitor.evaluate();
        assertEquals(HealthState.DEGRADED, report.state());
        assertTrue(report.exporters().stream().allMatch(exporter -> exporter.has(HealthReason.OVERLOAD)));
        drops.set(-1);
        time.advance(10 * MINUTE);
        send(ONE);
        assertEquals(HealthState.HEALTHY,
            monitor.evaluate().exporter("10.0.0.1", Technology.NETFLOW).orElseThrow().state());
    }

    @Test
    void shouldJudgeAsItIsTold()
    {
        final HealthMonitor monitor = builder().severity(HealthReason.SAMPLING_UNKNOWN, HealthState.HEALTHY)
            .maxLossRatio(0.5).maxRejectedRatio(0.5).noDataAfter(Duration.ofSeconds(90)).build();
        final Exporter exporter = send(ONE);
        exporter.add(ExporterCounter.SAMPLING_UNKNOWN, 1);
        exporter.add(ExporterCounter.LOST, 10);
        assertEquals(HealthState.HEALTHY, only(monitor.evaluate()).state());
        assertTrue(only(monitor.evaluate()).has(HealthReason.SAMPLING_UNKNOWN));
        time.advance(90 * SECOND);
        assertTrue(only(monitor.evaluate()).message().startsWith("No data found for the last 90 seconds at"));
    }

    @Test
    void shouldKeepAHistoryInBuckets()
    {
        final HealthMonitor monitor = builder().history(Duration.ofMinutes(5), 3).build();
        for (int minute = 0; minute < 22; minute++)
        {
            if (minute < 6 || minute > 15)
            {
                send(ONE);
            }
            monitor.evaluate();
            time.advance(MINUTE);
        }
        final List<HealthCounts> history = only(monitor.evaluate()).history();
        assertEquals(List.of(T0 + 10 * MINUTE, T0 + 15 * MINUTE, T0 + 20 * MINUTE),
            history.stream().map(HealthCounts::startNs).toList());
        assertEquals(List.of(0L, 4L, 2L), history.stream().map(HealthCounts::datagrams).toList());
        assertEquals(List.of(0L, 40L, 20L), history.stream().map(HealthCounts::records).toList());
        assertEquals(2_000, history.get(1).bytes());
    }

    @Test
    void shouldRollUpFromExporterToSiteToCustomerToTechnology() throws IOException
    {
        final HealthMonitor monitor = builder().inventory(Inventory.read(new StringReader(
            "customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip\nc,Corp,n,North,r1,10.0.0.1\n" +
            "c,Corp,s,South,r2,10.0.0.2\nc,Corp,s,South,r3,10.0.0.3\n"))).build();
        send(ONE);
        send(TWO).add(ExporterCounter.LOST, 9);
        final Exporter sflow = table.find(Protocol.SFLOW5, 0, ONE + 8, 0, ONE + 8, 0);
        sflow.onDatagram(T0, 100);
        sflow.onOutcome(DecodeStatus.OK);
        time.advance(4 * MINUTE);
        assertEquals(HealthState.DEGRADED, monitor.evaluate().state(), "one not seen yet is not missed yet");
        time.advance(MINUTE);
        send(ONE);
        send(TWO);
        sflow.onDatagram(time.epochNs(), 100);
        final HealthReport report = monitor.evaluate();
        assertEquals(HealthState.UNHEALTHY, report.state());
        assertEquals("South",
            report.exporter("10.0.0.2", Technology.NETFLOW).orElseThrow().place().orElseThrow().siteName());
        assertEquals("No data found since the start at 2026-03-27T06:50:00Z, now 2026-03-27T06:55:00Z",
            report.exporter("10.0.0.3", Technology.UNKNOWN).orElseThrow().message());
        assertEquals(List.of(
            new HealthGroup(HealthGroup.Level.TECHNOLOGY, Technology.SFLOW, "", "", "SFLOW", HealthState.HEALTHY, 1, 0),
            new HealthGroup(
                HealthGroup.Level.TECHNOLOGY, Technology.NETFLOW, "", "", "NETFLOW", HealthState.DEGRADED, 1, 1),
            new HealthGroup(
                HealthGroup.Level.TECHNOLOGY, Technology.UNKNOWN, "", "", "UNKNOWN", HealthState.UNHEALTHY, 0, 1),
            new HealthGroup(
                HealthGroup.Level.CUSTOMER, Technology.NETFLOW, "c", "", "Corp", HealthState.DEGRADED, 1, 1),
            new HealthGroup(
                HealthGroup.Level.CUSTOMER, Technology.UNKNOWN, "c", "", "Corp", HealthState.UNHEALTHY, 0, 1),
            new HealthGroup(HealthGroup.Level.SITE, Technology.NETFLOW, "c", "n", "North", HealthState.HEALTHY, 1, 0),
            new HealthGroup(HealthGroup.Level.SITE, Technology.NETFLOW, "c", "s", "South", HealthState.DEGRADED, 0, 1),
            new HealthGroup(
                HealthGroup.Level.SITE, Technology.UNKNOWN, "c", "s", "South", HealthState.UNHEALTHY, 0, 1)),
            report.groups());
        send(ONE + 2);
        changes.clear();
        assertEquals(HealthState.DEGRADED, monitor.evaluate().state());
        assertEquals(HealthState.UNHEALTHY, changes.get(0).before());
        assertEquals("10.0.0.3", changes.get(0).now().address());
    }

    @Test
    void shouldRememberAnExpectedExporterThatTheCollectorForgot() throws IOException
    {
        final HealthMonitor monitor = builder().inventory(Inventory.read(new StringReader(
            "customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip\nc,Corp,n,North,r1,10.0.0.1\n"))).build();
        send(ONE);
        send(TWO);
        monitor.evaluate();
        time.advance(31 * MINUTE);
        table.expire(time.epochNs());
        assertEquals(0, table.exporterCount());
        final ExporterHealth forgotten = only(monitor.evaluate());
        assertEquals("10.0.0.1", forgotten.address());
        assertEquals(List.of(HealthReason.NO_DATA), reasons(forgotten));
        send(ONE);
        final ExporterHealth back = only(monitor.evaluate());
        assertEquals(HealthState.HEALTHY, back.state());
        assertEquals(1, back.history().get(back.history().size() - 1).datagrams());
    }

    @Test
    void P14_shouldTellEveryListenerThoughOneThrows()
    {
        final List<Throwable> errors = new ArrayList<>();
        final HealthMonitor monitor = HealthMonitor.builder(table::snapshots).time(time).errorHandler(errors::add)
            .listener(change ->
            {
                throw new IllegalStateException("listener");
            }).listener(changes::add).build();
        send(ONE).add(ExporterCounter.LOST, 90);
        monitor.evaluate();
        assertEquals(1, changes.size());
        assertEquals("listener", errors.get(0).getMessage());
    }

    @Test
    void shouldEvaluateOnItsThreadUntilItIsClosed()
    {
        final AtomicLong evaluations = new AtomicLong();
        final List<Thread> made = new ArrayList<>();
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final HealthMonitor monitor = HealthMonitor.builder(() ->
        {
            if (2 == evaluations.incrementAndGet())
            {
                throw new IllegalStateException("supplier");
            }
            return table.snapshots();
        }).time(time).errorHandler(errors::add).build();
        try (monitor)
        {
            monitor.start(Duration.ofMillis(1), task ->
            {
                made.add(new Thread(task));
                return made.get(0);
            });
            made.get(0).interrupt();
            Await.until(evaluations::get, () -> evaluations.get() > 3);
            assertThrows(IllegalStateException.class, () -> monitor.start(Duration.ofSeconds(1)));
        }
        assertFalse(made.get(0).isAlive());
        assertEquals("supplier", errors.get(0).getMessage());
    }

    @Test
    void shouldRefuseWrongSettingsAndNameThem()
    {
        assertRefused("health: history: 1 is outside 2..10000", builder().history(Duration.ofMinutes(5), 1));
        assertRefused("health: bucket: PT0S is outside PT0S..PT87600H", builder().history(Duration.ZERO, 2));
        assertRefused("health: maxLossRatio: 1.5 is outside 0..1", builder().maxLossRatio(1.5));
        assertRefused("health: maxRejectedRatio: -1 is outside 0..1", builder().maxRejectedRatio(-1));
        assertRefused("health: maxSamplingDeviation: -1 is outside 0..1000000", builder().maxSamplingDeviation(-1));
        assertRefused("health: noDataAfter: PT-1S is outside PT0S..PT87600H",
            builder().noDataAfter(Duration.ofSeconds(-1)));
        assertRefused("health: samplingRate of 10.0.0.1: 0 is outside 1..4294967295",
            builder().samplingRate("10.0.0.1", 0));
        assertRefused("router is not an IPv4 or IPv6 address", builder().samplingRate("router", 1));
    }

    private static void assertRefused(final String message, final HealthMonitor.Builder settings)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class, settings::build).getMessage());
    }
}
