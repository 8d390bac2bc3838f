package io.weir.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them: {@code 20s}, {@code 1.5}, {@code 500ms}, {@code 2m}, {@code 1h}. */
final class DurationConverter implements ITypeConverter<Duration>
{
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|)");
    private static final double NS_PER_S = 1e9;

    @Override
    public Duration convert(final String value)
    {
        final Matcher matcher = FORM.matcher(value.trim());
        if (!matcher.matches())
        {
            throw new TypeConversionException("'" + value + "' is not a duration, write it like 20s, 1.5, 500ms or 2m");
        }
        return ofSeconds(Double.parseDouble(matcher.group(1)) * unit(matcher.group(2)));
    }

    /**
     * A duration of fractional seconds.
     *
     * @param seconds 0 or more.
     * @return the duration, to the nearest nanosecond.
     */
    static Duration ofSeconds(final double seconds)
    {
        return Duration.ofNanos(Math.round(seconds * NS_PER_S));
    }

    private static double unit(final String unit)
    {
        switch (unit)
        {
            case "ms":
                return 1e-3;
            case "m":
                return 60;
            case "h":
                return 3600;
            default:
                return 1;
        }
    }
}
