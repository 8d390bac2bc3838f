package io.weir.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in this process and keeps what it wrote. */
final class CliRun
{
    private static final JsonMapper MAPPER = new JsonMapper();

    private final int exitCode;
    private final byte[] out;
    private final String err;

    private CliRun(final int exitCode, final byte[] out, final String err)
    {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    static CliRun of(final String... args)
    {
        return run(false, args);
    }

    // A run that is asked to stop before it begins: it ends at the first moment at which it would notice.
    static CliRun stopped(final String... args)
    {
        return run(true, args);
    }

    private static CliRun run(final boolean stop, final String... args)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Terminal terminal = new Terminal(
            new PrintStream(out, false, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
            false, false);
        if (stop)
        {
            terminal.requestStop();
        }
        final int exitCode = Weir.run(terminal, args);
        return new CliRun(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    int exitCode()
    {
        return exitCode;
    }

    byte[] bytes()
    {
        return out;
    }

    String out()
    {
        return new String(out, StandardCharsets.UTF_8);
    }

    String err()
    {
        return err;
    }

    List<JsonNode> lines()
    {
        final List<JsonNode> lines = new ArrayList<>();
        for (final String line : out().split("\n"))
        {
            if (!line.isEmpty())
            {
                lines.add(parse(line));
            }
        }
        return lines;
    }

    JsonNode line(final String type)
    {
        return lines().stream().filter(line -> type.equals(line.path("type").asText())).findFirst().orElseThrow();
    }

    private static JsonNode parse(final String line)
    {
        try
        {
            return MAPPER.readTree(line);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(line, e);
        }
    }

    @Override
    public String toString()
    {
        return "exit code " + exitCode + "\nout:\n" + out() + "\nerr:\n" + err;
    }
}
