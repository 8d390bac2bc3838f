package io.weir.exporter.health;

import java.time.Duration;

/** Checks of what a builder was given. Each failure names the setting, the value and what is allowed. */
final class Settings
{
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Settings()
    {
    }

    static Duration positive(final String setting, final Duration value)
    {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0)
        {
            throw new IllegalArgumentException("health: " + setting + ": " + value + " is outside PT0S.." + LONGEST);
        }
        return value;
    }

    static void range(final String setting, final double value, final double min, final double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new IllegalArgumentException("health: " + setting + ": " + text(value) + " is outside " + text(min) +
                ".." + text(max));
        }
    }

    private static String text(final double value)
    {
        return value == Math.rint(value) ? Long.toString((long)value) : Double.toString(value);
    }
}
