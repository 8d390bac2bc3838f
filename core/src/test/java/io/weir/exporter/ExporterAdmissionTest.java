package io.weir.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

class ExporterAdmissionTest
{
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long V4 = 0xFFFF_0000_0000L;

    private static ExporterTable table(final UnaryOperator<ExporterLimits.Builder> settings)
    {
        return new ExporterTable(settings.apply(ExporterLimits.builder()).build());
    }

    private static Exporter find(final ExporterTable table, final long source, final long domain)
    {
        return table.find(Protocol.SFLOW5, 0, V4 | source, 0, V4 | source, domain);
    }

    private static Exporter verified(final ExporterTable table, final long source, final long timeNs)
    {
        final Exporter exporter = find(table, source, 0);
        exporter.onDatagram(timeNs, 100);
        exporter.onOutcome(DecodeStatus.OK);
        return exporter;
    }

    @Test
    void BAD_Z01_shouldKeepRoomForOthersWhenUnverifiedExportersFloodIt()
    {
        final ExporterTable table = table(limits -> limits.maxExporters(100).maxUnverified(10));
        for (int i = 0; i < 10; i++)
        {
            assertNotNull(find(table, i, 0));
        }
        assertNull(find(table, 10, 0));
        assertEquals(10, table.unverifiedCount());
        find(table, 3, 0).onOutcome(DecodeStatus.COUNT);
        assertNull(find(table, 10, 0));
        find(table, 3, 0).onOutcome(DecodeStatus.TRAILING);
        find(table, 3, 0).onOutcome(DecodeStatus.OK);
        assertEquals(9, table.unverifiedCount());
        assertNotNull(find(table, 10, 0));
        assertNull(find(table, 11, 0));
        assertNotNull(find(table, 3, 1), "a domain of a verified exporter");
    }

    @Test
    void P09_shouldNeverEvictAnActiveExporter()
    {
        final ExporterTable table = table(limits -> limits.maxExporters(8).maxUnverified(4));
        final List<Exporter> known = new ArrayList<>();
        for (int i = 0; i < 6; i++)
        {
            known.add(verified(table, i, T0));
        }
        final Runnable flood = () ->
        {
            for (int i = 100; i < 100_100; i++)
            {
                find(table, i, 0);
            }
        };
        flood.run();
        assertEquals(8, table.exporterCount());
        assertEquals(DecodeStatus.EXPORTER_LIMIT, table.refusal(0, V4 | 200, 0, V4 | 200));
        assertEquals(0, Allocation.steadyBytesOf(flood));
        for (int i = 0; i < 6; i++)
        {
            assertSame(known.get(i), find(table, i, 0));
        }
    }

    @Test
    void BAD_Z02_shouldForgetASilentExporterAfterItsTimeAndNotBefore()
    {
        final ExporterTable table = table(limits -> limits.idleExpiry(Duration.ofMinutes(30)));
        final Exporter silent = verified(table, 1, T0);
        final Exporter talking = verified(table, 2, T0);
        table.expire(T0 + 1_800 * SECOND);
        assertSame(silent, find(table, 1, 0));
        talking.onDatagram(T0 + 1_800 * SECOND, 100);
        table.expire(T0 + 1_800 * SECOND + 1);
        assertEquals(1, table.exporterCount());
        assertEquals(1, table.domainCount());
        assertEquals(1, table.forgottenCount());
        assertEquals(List.of("0.0.0.2"), table.snapshots().stream().map(ExporterSnapshot::source).toList());
        assertSame(talking, find(table, 2, 0));
        assertNotSame(silent, find(table, 1, 0));
    }

    @Test
    void BAD_Z02_shouldForgetExportersThatSentNothingUsefulThoughTheyGoOnSending()
    {
        final ExporterTable table = table(limits -> limits.maxUnverified(3).unverifiedExpiry(Duration.ofSeconds(60)));
        final Exporter good = verified(table, 9, T0);
        for (int i = 0; i < 3; i++)
        {
            find(table, i, 0).onDatagram(T0, 100);
        }
        find(table, 0, 0).onDatagram(T0 + 59 * SECOND, 100);
        table.expire(T0 + 60 * SECOND);
        assertEquals(4, table.exporterCount());
        assertNull(find(table, 4, 0));
        table.expire(T0 + 60 * SECOND + 1);
        assertEquals(1, table.exporterCount());
        assertEquals(0, table.unverifiedCount());
        assertEquals(3, table.forgottenCount());
        assertSame(good, find(table, 9, 0));
        assertNotNull(find(table, 4, 0));
    }

    @Test
    void shouldTellTheStateOfADecoderWhenItsExporterIsForgotten()
    {
        final ExporterTable table = table(limits -> limits.idleExpiry(Duration.ofSeconds(60)));
        final List<String> told = new ArrayList<>();
        verified(table, 1, T0).decoderState(() -> told.add("old"));
        verified(table, 2, T0 + 50 * SECOND).decoderState(() -> told.add("young"));
        verified(table, 3, T0);
        table.expire(T0 + 60 * SECOND);
        assertEquals(List.of(), told);
        table.expire(T0 + 61 * SECOND);
        table.expire(T0 + 62 * SECOND);
        assertEquals(List.of("old"), told);
    }

    @Test
    void shouldNotForgetAnExporterWhoseFirstDatagramIsJustComing()
    {
        final ExporterTable table = table(limits -> limits);
        final Exporter coming = find(table, 1, 0);
        table.expire(T0);
        assertSame(coming, find(table, 1, 0));
    }

    @Test
    void shouldFindEveryExporterThatIsLeftAfterManyWereForgotten()
    {
        final ExporterTable table =
            table(limits -> limits.maxUnverified(4_096).idleExpiry(Duration.ofSeconds(10)));
        final List<Exporter> all = new ArrayList<>();
        for (int i = 0; i < 4_000; i++)
        {
            all.add(verified(table, i, T0 + (0 == i % 3 ? 20 * SECOND : 0)));
        }
        table.expire(T0 + 15 * SECOND);
        assertEquals(1_334, table.exporterCount());
        for (int i = 0; i < 4_000; i += 3)
        {
            assertSame(all.get(i), find(table, i, 0));
        }
        assertEquals(1_334, table.domainCount());
        assertEquals(0, Allocation.steadyBytesOf(() -> table.expire(T0 + 15 * SECOND)));
    }

    @Test
    void shouldLimitTheRateOfOneExporterOverItsDomains()
    {
        final ExporterTable table = table(limits -> limits.rateLimit(10, 5));
        verified(table, 1, T0);
        int admitted = 0;
        for (int i = 0; i < 100; i++)
        {
            admitted += find(table, 1, i % 7).admits(T0) ? 1 : 0;
        }
        assertEquals(5, admitted);
        assertTrue(verified(table, 2, T0).admits(T0));
        assertFalse(find(table, 1, 0).admits(T0 + SECOND / 10 - 1));
        assertTrue(find(table, 1, 0).admits(T0 + SECOND / 10));
    }

    @Test
    void shouldLimitTheRateOfAllUnverifiedExportersTogether()
    {
        final ExporterTable table = table(limits -> limits.unverifiedRateLimit(20));
        final Exporter known = verified(table, 9_999, T0);
        int admitted = 0;
        for (int i = 0; i < 500; i++)
        {
            admitted += find(table, i, 0).admits(T0) ? 1 : 0;
            assertTrue(known.admits(T0));
        }
        assertEquals(20, admitted);
        assertFalse(find(table, 0, 0).admits(T0));
        find(table, 0, 0).onOutcome(DecodeStatus.OK);
        assertTrue(find(table, 0, 0).admits(T0));
    }

    @Test
    void BAD_Z05_shouldCountClockSkewBeyondTheLimitOnly()
    {
        final ExporterTable table = table(limits -> limits.maxClockSkew(Duration.ofSeconds(2)));
        final Exporter exporter = find(table, 1, 0);
        exporter.onExportTime(T0 / 1_000_000 + 2_000, T0);
        exporter.onExportTime(T0 / 1_000_000 - 2_000, T0);
        assertEquals(0, exporter.count(ExporterCounter.CLOCK_SKEW));
        exporter.onExportTime(T0 / 1_000_000 + 2_001, T0);
        exporter.onExportTime(T0 / 1_000_000 - 2_001, T0);
        assertEquals(2, exporter.count(ExporterCounter.CLOCK_SKEW));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "maxExporters", "maxUnverified", "maxDomains", "maxDomainsInAll", "rateLimit", "rateLimit burst",
        "unverifiedRateLimit", "unverifiedExpiry", "idleExpiry", "maxClockSkew",
    })
    void shouldRefuseALimitOutOfRangeAndNameIt(final String name)
    {
        final ExporterLimits.Builder builder = ExporterLimits.builder();
        switch (name)
        {
            case "maxExporters" -> builder.maxExporters(0);
            case "maxUnverified" -> builder.maxUnverified(0);
            case "maxDomains" -> builder.maxDomains(65_537);
            case "maxDomainsInAll" -> builder.maxDomainsInAll(-1);
            case "rateLimit" -> builder.rateLimit(Long.MAX_VALUE, 1);
            case "rateLimit burst" -> builder.rateLimit(1, 0);
            case "unverifiedRateLimit" -> builder.unverifiedRateLimit(-1);
            case "unverifiedExpiry" -> builder.unverifiedExpiry(Duration.ofSeconds(-1));
            case "idleExpiry" -> builder.idleExpiry(Duration.ofSeconds(Long.MAX_VALUE));
            default -> builder.maxClockSkew(Duration.ofSeconds(-1));
        }
        final String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
        assertTrue(message.startsWith("exporters: " + name + " is out of range: "), message);
    }
}
