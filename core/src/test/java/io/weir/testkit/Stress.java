package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs jcstress in a process of its own: a sound pair of operations must pass, and its variant with a fault be found
 * out. Each of five rounds takes {@code -Dweir.stress} milliseconds; 300 finds every fault on a machine with two free
 * cores.
 */
public final class Stress
{
    private Stress()
    {
    }

    /**
     * Run a pair and its variant with a fault, which bears the name of the pair and {@code Broken}.
     *
     * @param test   name of the nested class of jcstress.
     * @param folder to write in.
     * @throws IOException          if jcstress cannot be run.
     * @throws InterruptedException if interrupted.
     */
    public static void assertPassesAndFindsItsFault(final String test, final Path folder)
        throws IOException, InterruptedException
    {
        final Path sound = folder.resolve("sound.txt");
        assertEquals(0, run(test, sound), () -> text(sound));
        assertTrue(text(sound).contains("1 passed, 0 failed"), () -> text(sound));
        final Path broken = folder.resolve("broken.txt");
        assertNotEquals(0, run(test + "Broken", broken), () -> text(broken));
        assertTrue(text(broken).contains("Forbidden"), () -> text(broken));
    }

    private static int run(final String test, final Path output) throws IOException, InterruptedException
    {
        final Path folder = output.getParent();
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
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start().waitFor();
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
