package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.weir.testkit.Await;
import io.weir.testkit.KernelSockets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code weir listen} on a thread of its own, with a status file. */
public final class LiveRun implements AutoCloseable
{
    private static final Pattern LISTENING = Pattern.compile("weir: listening on (127\\.0\\.0\\.1:\\d+)\n");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
        new PrintStream(out, false, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        false, false);
    private final AtomicInteger exitCode = new AtomicInteger(-1);
    private final Thread thread;
    private final Path status;

    /**
     * Run it, and wait until it listens at a port of 127.0.0.1.
     *
     * @param status  file to write the health to.
     * @param options beside address, port and status file.
     */
    public LiveRun(final Path status, final String... options)
    {
        this.status = status;
        final String[] args = Stream.concat(
            Stream.of("listen", "--bind", "127.0.0.1", "--port", "0", "--status", status.toString()),
            Stream.of(options)).toArray(String[]::new);
        thread = new Thread(() -> exitCode.set(Weir.run(terminal, args)), "weir-listen");
        thread.start();
        Await.until(this::err, () -> LISTENING.matcher(err()).find());
    }

    /** {@return where it listens, with the port} */
    public String address()
    {
        final Matcher matcher = LISTENING.matcher(err());
        assertEquals(true, matcher.find(), this::err);
        return matcher.group(1);
    }

    /** {@return port at which it listens} */
    public int port()
    {
        return Integer.parseInt(address().split(":")[1]);
    }

    /** Wait until it has taken what was sent to it. */
    public void awaitTaken()
    {
        Await.until(() -> KernelSockets.waiting(port()) + " bytes wait", () -> KernelSockets.waiting(port()) <= 0);
    }

    /** {@return what the status file says; an empty object before it is there} */
    public JsonNode health()
    {
        try
        {
            return Files.exists(status) ? new JsonMapper().readTree(Files.readString(status)) :
                Json.object();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return datagrams of all exporters, as the status file says} */
    public long datagrams()
    {
        return total("datagrams");
    }

    /**
     * Add up what came of all exporters, as the status file says.
     *
     * @param name of a count of the history.
     * @return the sum.
     */
    public long total(final String name)
    {
        long sum = 0;
        for (final JsonNode exporter : health().path("exporters"))
        {
            for (final JsonNode bucket : exporter.path("history"))
            {
                sum += bucket.path(name).asLong();
            }
        }
        return sum;
    }

    /**
     * Wait until the status file tells of datagrams.
     *
     * @param count of them, at least.
     */
    public void awaitDatagrams(final long count)
    {
        Await.until(() -> datagrams() + " of " + count + "\n" + err(), () -> datagrams() >= count);
    }

    /**
     * Let an exporter send again and again until the status file tells of it, so that no pause of this machine hides
     * that.
     *
     * @param states  that it may be in, as a regular expression.
     * @param sending sends something.
     */
    public void sendUntil(final String states, final Runnable sending)
    {
        Await.until(this::health, () ->
        {
            sending.run();
            return health().path("state").asText().matches(states) && health().at("/exporters/0/lastSeen").isTextual();
        });
    }

    /** Wait until the status file tells that something is wrong. */
    public void awaitUnhealthy()
    {
        Await.until(this::health, () -> "UNHEALTHY".equals(health().path("state").asText()));
    }

    /** {@return messages so far} */
    public String err()
    {
        return err.toString(StandardCharsets.UTF_8);
    }

    /**
     * Stop it as a user does, and wait for its end.
     *
     * @return what it has printed.
     */
    public List<JsonNode> stop()
    {
        terminal.requestStop();
        Await.until(this::err, () -> !thread.isAlive());
        assertEquals(0, exitCode.get(), this::err);
        final List<JsonNode> lines = new ArrayList<>();
        try
        {
            for (final String line : out.toString(StandardCharsets.UTF_8).split("\n"))
            {
                if (!line.isEmpty())
                {
                    lines.add(new JsonMapper().readTree(line));
                }
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /**
     * Find a line.
     *
     * @param lines printed.
     * @param type  of the line.
     * @return the first one of the type.
     */
    public static JsonNode line(final List<JsonNode> lines, final String type)
    {
        return lines.stream().filter(line -> type.equals(line.path("type").asText())).findFirst().orElseThrow();
    }

    @Override
    public void close()
    {
        terminal.requestStop();
        Await.until(this::err, () -> !thread.isAlive());
    }
}
