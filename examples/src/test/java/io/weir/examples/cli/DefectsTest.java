package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Defects are told, but do not flood. */
class DefectsTest
{
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final Defects defects = new Defects(new Terminal(stream, stream, false, false));

    @Test
    void shouldKeepTheExitCodeWithoutDefects()
    {
        assertEquals(0, defects.exitCode(0));
        assertEquals(0, err.size());
    }

    @Test
    void shouldTellTheFirstAndCountAll()
    {
        for (int i = 0; i < 1000; i++)
        {
            defects.onError(new IllegalStateException("number " + i));
        }
        assertEquals(1, defects.exitCode(0));
        final String text = err.toString(StandardCharsets.UTF_8);
        assertEquals(6, text.lines().count(), text);
        assertTrue(text.contains("number 4") && text.contains("1,000 defects"), text);
    }
}
