package io.weir.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs jcstress: each pair of operations that can race passes, and its variant with a fault is found out. Only with
 * {@code -Dweir.stress=MILLISECONDS}, the time of each of five rounds; 300 finds every fault on a machine with two free
 * cores.
 */
@Tag("tooling")
@EnabledIfSystemProperty(named = "weir.stress", matches = "[1-9][0-9]*")
class StressTest
{
    @TempDir
    Path folder;

    private int run(final String test, final Path output) throws IOException, InterruptedException
    {
        final List<String> command = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main",
            "-t", "Stress." + test + "$",
            "-f", "1",
            "-iters", "5",
            "-time", System.getProperty("weir.stress"),
            "-sc", "false",
            "-af", "NONE",
            "-jvmArgs", "-Xmx1g",
            "-r", folder.toString());
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(new File(folder.toString())).redirectErrorStream(true).redirectOutput(output.toFile());
        return builder.start().waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = { "PublishPublish", "PublishRead", "PublishWait", "DrainDrain" })
    void shouldPassWhereFaultyVariantIsFound(final String test) throws Exception
    {
        final Path sound = folder.resolve("sound.txt");
        assertEquals(0, run(test, sound), () -> text(sound));
        assertTrue(text(sound).contains("1 passed, 0 failed"), () -> text(sound));
        final Path broken = folder.resolve("broken.txt");
        assertNotEquals(0, run(test + "Broken", broken), () -> text(broken));
        assertTrue(text(broken).contains("Forbidden"), () -> text(broken));
    }

    private static String text(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException e)
        {
            return e.toString();
        }
    }
}
