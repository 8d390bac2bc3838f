package io.weir.examples.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds and runs programs of others. Stateless. */
final class Peer
{
    private static final long LIMIT_S = 120;
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    private Peer()
    {
    }

    /**
     * A program on the path; without it the calling test is skipped.
     *
     * @param name    of the program.
     * @param toHave  how to install it.
     * @return its file.
     */
    static String require(final String name, final String toHave)
    {
        for (final String folder : System.getenv("PATH").split(File.pathSeparator))
        {
            if (Files.isExecutable(Path.of(folder, name)))
            {
                return Path.of(folder, name).toString();
            }
        }
        for (final String folder : FOLDERS)
        {
            if (Files.isExecutable(Path.of(folder, name)))
            {
                return Path.of(folder, name).toString();
            }
        }
        assumeTrue(false, name + " is not here: " + toHave);
        return name;
    }

    /**
     * Begin to run a program.
     *
     * @param output  where its output goes.
     * @param command to run.
     * @return the running program, to be destroyed by the caller.
     * @throws IOException if it does not start.
     */
    static Process start(final Path output, final List<String> command) throws IOException
    {
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TZ", "UTC");
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.redirectOutput(output.toFile()).redirectError(output.resolveSibling("stderr").toFile()).start();
    }

    /**
     * Run a program to its end.
     *
     * @param output  where its output goes.
     * @param command to run.
     * @throws IOException          if it does not start.
     * @throws InterruptedException if the thread is interrupted.
     */
    static void run(final Path output, final List<String> command) throws IOException, InterruptedException
    {
        final Process process = start(output, command);
        try
        {
            assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), () -> "still running: " + command);
        }
        finally
        {
            process.destroyForcibly();
        }
        if (0 != process.exitValue())
        {
            fail(command + " exited with " + process.exitValue() + ": " +
                Files.readString(output.resolveSibling("stderr"), StandardCharsets.UTF_8));
        }
    }

    /**
     * Let pmacctd read a capture.
     *
     * @param folder   for its configuration and output.
     * @param capture  to read.
     * @param settings of its plugin.
     * @param wait     for what is to come of it, after which it is ended.
     * @throws IOException if it does not start.
     */
    static void pmacctd(final Path folder, final Path capture, final String settings, final Runnable wait)
        throws IOException
    {
        final String pmacctd = require("pmacctd", "apt install pmacct");
        final Path configuration = folder.resolve("pmacctd.conf");
        Files.writeString(configuration, settings + """
            daemonize: false
            pcap_savefile: %s
            plugin_pipe_size: 10240000
            plugin_buffer_size: 10240
            """.formatted(capture));
        final Process process = start(folder.resolve("out"), List.of(pmacctd, "-f", configuration.toString()));
        try
        {
            wait.run();
        }
        finally
        {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
