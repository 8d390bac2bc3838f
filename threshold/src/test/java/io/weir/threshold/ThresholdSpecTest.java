package io.weir.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class ThresholdSpecTest
{
    private static ThresholdSpec.Builder valid()
    {
        return ThresholdSpec.builder("udp-flood").raiseAbove(10);
    }

    private static String refusal(final ThresholdSpec.Builder builder)
    {
        return assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    }

    @Test
    void shouldHaveDefaults()
    {
        final ThresholdSpec spec = valid().build();
        assertEquals("udp-flood", spec.id());
        assertEquals("udp-flood", spec.metric());
        assertEquals(10, spec.raiseAbove());
        assertEquals(10, spec.clearBelow());
        assertFalse(spec.byFlow());
        assertEquals(Duration.ofSeconds(1), spec.timeout());
    }

    @Test
    void shouldKeepWhatItWasGiven()
    {
        final ThresholdSpec spec = valid().metric("flood").clearBelow(8).byFlow(true).timeout(Duration.ZERO).build();
        assertEquals("flood", spec.metric());
        assertEquals(8, spec.clearBelow());
        assertTrue(spec.byFlow());
        assertEquals(Duration.ZERO, spec.timeout());
        assertEquals("ThresholdSpec[udp-flood: metric=flood, raiseAbove=10.0, clearBelow=8.0, byFlow=true, " +
            "timeout=PT0S]", spec.toString());
    }

    @Test
    void shouldBeEqualByValue()
    {
        assertEquals(valid().build(), valid().clearBelow(10).build());
        assertEquals(valid().build().hashCode(), valid().build().hashCode());
        assertNotEquals(valid().build(), valid().clearBelow(9).build());
        assertNotEquals(valid().build(), valid().raiseAbove(11).build());
        assertNotEquals(valid().build(), valid().byFlow(true).build());
        assertNotEquals(valid().build(), valid().metric("m").build());
        assertNotEquals(valid().build(), valid().timeout(Duration.ZERO).build());
        assertNotEquals(valid().build(), ThresholdSpec.builder("x").metric("udp-flood").raiseAbove(10).build());
    }

    @Test
    void shouldRefuseAMissingLevel()
    {
        assertEquals("udp-flood: raiseAbove is not set", refusal(ThresholdSpec.builder("udp-flood")));
    }

    @ParameterizedTest
    @ValueSource(doubles = { -5, 0, Double.NaN, Double.POSITIVE_INFINITY })
    void shouldRefuseALevelThatIsNotPositiveAndFinite(final double level)
    {
        assertEquals("udp-flood: raiseAbove=" + level + ": must be above 0 and finite, in value units per second",
            refusal(valid().raiseAbove(level)));
        assertEquals("udp-flood: clearBelow=" + level + ": must be above 0 and finite, in value units per second",
            refusal(valid().clearBelow(level)));
    }

    @Test
    void shouldRefuseToClearAboveTheRaise()
    {
        assertEquals("udp-flood: clearBelow is above raiseAbove: clearBelow=11.0 raiseAbove=10.0",
            refusal(valid().clearBelow(11)));
    }

    @Test
    void shouldRefuseATimeoutOutOfRange()
    {
        assertEquals("udp-flood: timeout=PT-0.001S: must be from PT0S to PT24H",
            refusal(valid().timeout(Duration.ofMillis(-1))));
        assertEquals("udp-flood: timeout=PT25H: must be from PT0S to PT24H",
            refusal(valid().timeout(Duration.ofHours(25))));
        assertEquals("udp-flood: timeout=null: must be from PT0S to PT24H", refusal(valid().timeout(null)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "a b", "a,b", "\n" })
    void shouldRefuseABadName(final String name)
    {
        assertEquals("threshold " + name + ": id=" + name + ": must be 1 to 128 of letters, digits, '_', '-', '.'",
            refusal(ThresholdSpec.builder(name).raiseAbove(1)));
    }

    @Test
    void shouldRefuseABadMetric()
    {
        assertEquals("threshold udp-flood: metric=a b: must be 1 to 128 of letters, digits, '_', '-', '.'",
            refusal(valid().metric("a b")));
    }
}
