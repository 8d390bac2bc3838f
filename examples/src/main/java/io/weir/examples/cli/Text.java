package io.weir.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times for people, and text from the network made safe to print. */
final class Text
{
    private static final String[] PREFIXES = { "", "k", "M", "G", "T", "P", "E" };
    private static final DateTimeFormatter CLOCK =
        DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.of("UTC"));

    private Text()
    {
    }

    /**
     * A quantity with three significant digits and a decimal prefix.
     *
     * @param quantity 0 or more.
     * @param unit     such as {@code B/s}, with a leading blank where the prefix stands apart.
     * @return such as {@code 1.25 MB/s}.
     */
    static String quantity(final double quantity, final String unit)
    {
        double scaled = quantity;
        int prefix = 0;
        while (scaled >= 999.5 && prefix < PREFIXES.length - 1)
        {
            scaled /= 1000;
            prefix++;
        }
        final String form = scaled >= 99.95 || 0 == prefix && scaled == Math.rint(scaled) ? "%.0f %s%s" :
            scaled >= 9.995 ? "%.1f %s%s" : "%.2f %s%s";
        return String.format(Locale.ROOT, form, scaled, PREFIXES[prefix], unit).replace("  ", " ");
    }

    /**
     * A count with grouped digits.
     *
     * @param count to write.
     * @return such as {@code 78,684}.
     */
    static String count(final long count)
    {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * Time of day in UTC.
     *
     * @param epochMs milliseconds since the Unix epoch.
     * @return such as {@code 12:00:01.250}.
     */
    static String clock(final long epochMs)
    {
        return CLOCK.format(Instant.ofEpochMilli(epochMs));
    }

    /**
     * Text that may come from the network, without control characters, for a terminal.
     *
     * @param text  to show.
     * @param width to cut it to, at least 1.
     * @return printable text.
     */
    static String printable(final String text, final int width)
    {
        final StringBuilder shown = new StringBuilder(Math.min(width, text.length()));
        for (int i = 0; i < text.length() && shown.length() < width; i++)
        {
            final char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        if (text.length() > width)
        {
            shown.setCharAt(width - 1, '~');
        }
        return shown.toString();
    }

    /**
     * Text as a field of CSV.
     *
     * @param text to write.
     * @return quoted where it has to be.
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180, section 2</a>
     */
    static String csv(final String text)
    {
        final boolean quote = text.indexOf(',') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\n') >= 0 ||
            text.indexOf('\r') >= 0;
        return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /**
     * Text of a metric.
     *
     * @param line that holds it.
     * @return the value, empty where there is none.
     */
    static String metric(final JsonNode line)
    {
        return line.get("metricValue").isNull() ? "" : line.get("metricValue").asText();
    }
}
