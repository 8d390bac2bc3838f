package io.weir.examples.cli;

import io.weir.collector.Replay;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Pattern;

/** Reads a speed of replay: {@code max}, {@code 1x}, {@code 0.5}. */
final class SpeedConverter implements ITypeConverter<Double>
{
    private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?x?");

    @Override
    public Double convert(final String value)
    {
        if ("max".equals(value))
        {
            return Replay.MAX_SPEED;
        }
        final double speed = FORM.matcher(value).matches() ? Double.parseDouble(value.replace("x", "")) : 0;
        if (!(speed > 0))
        {
            throw new TypeConversionException("'" + value + "' is not a speed, write max, 1x or 10x");
        }
        return speed;
    }
}
