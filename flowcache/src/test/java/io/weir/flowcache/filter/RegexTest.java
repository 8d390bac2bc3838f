package io.weir.flowcache.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.flowcache.key.KeyValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

class RegexTest
{
    @Test
    void shouldMatchWhatThePlatformMatches()
    {
        final SplittableRandom random = new SplittableRandom(5);
        int matched = 0;
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            final StringBuilder pattern = new StringBuilder();
            expression(random, 3, pattern);
            final Regex regex = Regex.of(pattern.toString());
            final TextPattern table = 0 == i % 100 ? tableOf(regex) : null;
            final KeyValue value = new KeyValue();
            refused += 0 == i % 100 && null == table ? 1 : 0;
            final Pattern expected = Pattern.compile(pattern.toString(), Pattern.DOTALL);
            for (int j = 0; j < 6; j++)
            {
                final StringBuilder text = new StringBuilder();
                for (int k = random.nextInt(6); k > 0; k--)
                {
                    text.append("ab1 -.\u20AC".charAt(random.nextInt(7)));
                }
                final boolean matches = expected.matcher(text).matches();
                assertEquals(matches, regex.matches(text.toString()), pattern + " on '" + text + "'");
                value.text(text.toString());
                assertEquals(matches, null == table ? matches : table.matches(value), pattern + " on '" + text + "'");
                matched += matches ? 1 : 0;
            }
        }
        assertTrue(matched > 2500 && refused < 100, "matched=" + matched + " refused=" + refused);
    }

    private static TextPattern tableOf(final Regex regex)
    {
        try
        {
            return regex.pattern();
        }
        catch (final IllegalArgumentException e)
        {
            return null;
        }
    }

    private static void expression(final SplittableRandom random, final int depth, final StringBuilder into)
    {
        final String[] atoms = { "a", "b", "1", ".", "[ab]", "[^a]", "[a-c1-]", "\\d", "\\D", "\\w", "\\W", "\\s",
            "\\S", "\\.",
            "[\\d.]", "[^\\w]", "-" };
        final String[] repeats = { "", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}" };
        for (int i = random.nextInt(1, 4); i > 0; i--)
        {
            if (depth > 0 && 0 == random.nextInt(3))
            {
                into.append(random.nextBoolean() ? "(" : "(?:");
                expression(random, depth - 1, into);
                if (random.nextBoolean())
                {
                    into.append('|');
                    expression(random, depth - 1, into);
                }
                into.append(')');
            }
            else
            {
                into.append(atoms[random.nextInt(atoms.length)]);
            }
            into.append(repeats[random.nextInt(repeats.length)]);
        }
    }

    @Test
    void shouldReadBytesAsCharacters()
    {
        final TextPattern pattern = Regex.of("[^x].\uFFFD?").pattern();
        final KeyValue value = new KeyValue();
        value.text("\uD83D\uDE00");
        assertTrue(pattern.matches(value));
        value.text(new byte[]{ (byte)0xC3, (byte)0xA4, 'a', (byte)0xFF }, 0, 4);
        assertTrue(pattern.matches(value));
        value.text(new byte[]{ 'a', (byte)0xE2, (byte)0x82 }, 0, 3);
        assertTrue(pattern.matches(value));
        value.text(new byte[]{ (byte)0xF4, (byte)0x90, (byte)0x80, (byte)0x80 }, 0, 4);
        assertFalse(pattern.matches(value));
    }

    @Test
    void shouldRefuseTablesThatGrowTooLarge()
    {
        final String told = assertThrows(
            IllegalArgumentException.class, () -> Regex.of(".*a.{16}").pattern()).getMessage();
        assertTrue(told.startsWith("too many ways to match"), told);
        assertTrue(Regex.of(".*(?:exe|dll|scr)").matches("x.exe"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "(; expected ')' after 1", "a); ')' has nothing to close after 1", "[a; expected ']' after 2",
        "[]; empty class after 2", "a**; unexpected '*'", "a*+; unexpected '+'", "^a; unexpected '^'",
        "a$; unexpected '$'", "a{; expected a number", "a{2,1}; repetition ends below its begin",
        "a{1001}; expected a number, 0..1000",
        "a{1; expected '}'", "(?=a); only (?: is supported",
        "\\; nothing follows",
        "\\q; unknown escape '\\q' after 1", "[b-a]; not a range", "(a{50}){50}; too large",
        "(((){1000}){1000}){1000}; too large" })
    void shouldRefuseWhatItDoesNotKnow(final String pattern, final String message)
    {
        final String told = assertThrows(IllegalArgumentException.class, () -> Regex.of(pattern)).getMessage();
        assertTrue(told.startsWith(message), told);
    }

    @Test
    void shouldBoundNesting()
    {
        assertThrows(IllegalArgumentException.class, () -> Regex.of("(".repeat(60_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "(a*)*b", "(a|a)*b", "(.*.*.*.*)*x", "((a+)+)+b", "(a?){100}b" })
    void shouldTakeLinearTime(final String pattern)
    {
        final String text = "a".repeat(20_000);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertFalse(Regex.of(pattern).matches(text)));
    }
}
