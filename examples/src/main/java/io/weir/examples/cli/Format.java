package io.weir.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;

/** Forms of output. */
enum Format
{
    /** For people. */
    TABLE,
    /** One JSON object a line. */
    JSON,
    /** One table with a header line. */
    CSV;

    /** Reads a form, in lower case. */
    static final class Converter implements ITypeConverter<Format>
    {
        Converter()
        {
        }

        @Override
        public Format convert(final String value)
        {
            for (final Format format : values())
            {
                if (format.toString().equals(value))
                {
                    return format;
                }
            }
            throw new TypeConversionException("'" + value + "' is not a format, choose table, json or csv");
        }
    }

    /** {@return as it is written on the command line} */
    @Override
    public String toString()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
