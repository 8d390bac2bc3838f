package io.weir.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.examples.workload.Injection;
import io.weir.examples.workload.Workload;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.examples.workload.WorkloadSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The embedding program does what it says, and the README shows this very program. */
class ElephantExampleTest
{
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    @Timeout(60)
    void shouldPrintElephantsOfBothProtocols() throws Exception
    {
        final Lines lines = new Lines();
        final PrintStream before = System.out;
        final int sflowPort = freePort();
        final int netflowPort = freePort();
        final Thread program = new Thread(() -> run(sflowPort, netflowPort), "elephant-example");
        System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
        try
        {
            program.start();
            assertTrue(lines.next().startsWith("listening on "));

            send(WorkloadProtocol.SFLOW, sflowPort, 0x0A00_0001, 0xAC10_0001);
            assertEquals("RAISED 10.0.0.1,172.16.0.1", lines.next());

            send(WorkloadProtocol.NETFLOW5, netflowPort, 0x0A00_0002, 0xAC10_0002);
            assertEquals("RAISED 10.0.0.2,172.16.0.2", lines.nextBut("CLEARED 10.0.0.1,172.16.0.1"));
        }
        finally
        {
            program.interrupt();
            program.join();
            System.setOut(before);
        }
    }

    private static void run(final int sflowPort, final int netflowPort)
    {
        try
        {
            ElephantExample.main(new String[]{ Integer.toString(sflowPort), Integer.toString(netflowPort) });
        }
        catch (final IOException e)
        {
            System.out.println(e.getMessage());
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException
    {
        try (DatagramSocket socket = new DatagramSocket(0))
        {
            return socket.getLocalPort();
        }
    }

    // A second of a flow of 100 MB/s, at once: receive time is what counts, and so it is above 1.25 MB/s for seconds.
    private static void send(
        final WorkloadProtocol protocol, final int port, final int source, final int destination) throws IOException
    {
        final Workload workload = new Workload(WorkloadSpec.builder(protocol).records(1).flows(1, 0).startNs(START_NS)
            .injections(List.of(Injection.elephant(0, source, destination, 100e6, START_NS, START_NS + SECOND_NS)))
            .build());
        try (DatagramSocket socket = new DatagramSocket())
        {
            while (workload.next())
            {
                socket.send(new DatagramPacket(
                    workload.buffer(), workload.length(), InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    @Test
    void shouldBeWhatTheReadmeShows() throws IOException
    {
        final Path root = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();
        final String example = Files.readString(
            root.resolve("examples/src/main/java/io/weir/examples/ElephantExample.java"));
        final String readme = Files.readString(root.resolve("README.md"));

        final String body = between(example, "// README begin\n", "        // README end").lines()
            .map(line -> line.startsWith("        ") ? line.substring(8) : line)
            .collect(Collectors.joining("\n"));
        assertFalse(body.isBlank());
        assertTrue(readme.contains("```java\n" + body + "\n```"), () -> "README.md does not show:\n" + body);
    }

    private static String between(final String text, final String begin, final String end)
    {
        final int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    /** Lines that the program prints. */
    private static final class Lines extends ByteArrayOutputStream
    {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public synchronized void flush()
        {
            final String text = toString(StandardCharsets.UTF_8);
            final int end = text.lastIndexOf('\n');
            if (end >= 0)
            {
                text.substring(0, end).lines().forEach(lines::add);
                reset();
                writeBytes(text.substring(end + 1).getBytes(StandardCharsets.UTF_8));
            }
        }

        String next() throws InterruptedException
        {
            final String line = lines.poll(30, TimeUnit.SECONDS);
            return null == line ? "(nothing was printed)" : line;
        }

        String nextBut(final String ignored) throws InterruptedException
        {
            final String line = next();
            return ignored.equals(line) ? next() : line;
        }
    }
}
