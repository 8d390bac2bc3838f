package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

/** Numbers, durations and text from the network, as people see them. */
class TextTest
{
    @ParameterizedTest
    @CsvSource({
        "0, 0 B/s",
        "12, 12 B/s",
        "1.256, 1.26 B/s",
        "999.4, 999 B/s",
        "999.6, 1.00 kB/s",
        "1250000, 1.25 MB/s",
        "12500000, 12.5 MB/s",
        "125000000, 125 MB/s",
        "99.96, 100 B/s",
        "9.99e18, 9.99 EB/s",
        "5e21, 5000 EB/s"
    })
    void shouldWriteQuantitiesWithThreeDigits(final double quantity, final String text)
    {
        assertEquals(text, Text.quantity(quantity, "B/s"));
    }

    @Test
    void shouldSetTheUnitApartWhenItAsksForIt()
    {
        assertEquals("120 k frames/s", Text.quantity(120_000, " frames/s"));
        assertEquals("12 frames/s", Text.quantity(12, " frames/s"));
    }

    @Test
    void shouldShowNoControlCharacters()
    {
        assertEquals("a?[31mb?", Text.printable("a\u001B[31mb\n", 20));
        assertEquals("abc~", Text.printable("abcdef", 4));
    }

    @Test
    void shouldQuoteFieldsOfCsvThatNeedIt()
    {
        assertEquals("plain", Text.csv("plain"));
        assertEquals("\"a,b\"", Text.csv("a,b"));
        assertEquals("\"say \"\"so\"\"\"", Text.csv("say \"so\""));
    }

    @ParameterizedTest
    @CsvSource({ "20s, 20000", "1.5, 1500", "500ms, 500", "2m, 120000", "1h, 3600000", "0, 0" })
    void shouldReadDurations(final String text, final long millis)
    {
        assertEquals(Duration.ofMillis(millis), new DurationConverter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "s", "-1", "1d", "1e3", "NaN", "1 s s" })
    void shouldRefuseWhatIsNoDuration(final String text)
    {
        assertThrows(TypeConversionException.class, () -> new DurationConverter().convert(text));
    }

    @Test
    void shouldCutLinesByWhatIsVisible()
    {
        assertEquals("abc", Style.cut("abc", 3));
        assertEquals("ab\u001B[0m", Style.cut("abc", 2));
        final String red = Style.ANSI.red("abc");
        assertEquals(red, Style.cut(red, 5));
        assertEquals("\u001B[1;31mab\u001B[0m", Style.cut(red, 2));
    }
}
