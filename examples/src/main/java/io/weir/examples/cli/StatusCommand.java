package io.weir.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.weir.exporter.health.HealthState;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code weir status}: what a running {@code weir listen} says of its exporters. */
@Command(
    name = "status",
    description = "Shows the health of the exporters of a running 'weir listen --status FILE'.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer =
    {
        "",
        "Exit codes, as monitoring systems want them: 0 all healthy, 1 some degraded, 2 some unhealthy (or wrong",
        "usage), 3 unknown: the file cannot be read or is too old."
    })
final class StatusCommand implements Callable<Integer>
{
    /** Nothing can be told. */
    static final int UNKNOWN = 3;

    private static final int MESSAGE_WIDTH = 200;

    private final Terminal terminal;

    @Parameters(
        paramLabel = "FILE",
        description = "That 'weir listen --status FILE' writes every second.")
    private Path file;

    @Option(
        names = "--max-age",
        paramLabel = "TIME",
        defaultValue = "30s",
        converter = DurationConverter.class,
        description = "An older file tells nothing, default ${DEFAULT-VALUE}.")
    private Duration maxAge;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        converter = Format.Converter.class,
        description = "table (default) or json (the file as it is).")
    private Format format = Format.TABLE;

    StatusCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
    {
        if (Format.CSV == format)
        {
            throw CommandFailure.usage("--format csv is not available here, choose table or json");
        }
        final JsonNode health;
        final HealthState state;
        final Duration age;
        try
        {
            health = new JsonMapper().readTree(Files.readString(file));
            state = HealthState.valueOf(health.path("state").asText());
            age = Duration.between(Instant.parse(health.path("time").asText()), Instant.now());
        }
        catch (final JsonProcessingException | IllegalArgumentException | DateTimeParseException e)
        {
            return unknown(file + " is not a status file");
        }
        catch (final IOException e)
        {
            return unknown(Failures.unreadable(file, e));
        }
        if (Format.JSON == format)
        {
            terminal.out().print(Json.text(health) + '\n');
        }
        else
        {
            print(health);
        }
        return age.compareTo(maxAge) > 0 ?
            unknown(file + " is " + age.toSeconds() + " s old: weir listen does not run") : state.ordinal();
    }

    private int unknown(final String message)
    {
        terminal.err().println("weir: " + message);
        return UNKNOWN;
    }

    private void print(final JsonNode health)
    {
        final Style style = Style.of(terminal.outTerminal());
        terminal.out().printf(Locale.ROOT, "%s  %d exporters at %s%n", colour(style, health.path("state").asText(), 0),
            health.path("exporters").size(),
            Instant.parse(health.path("time").asText()).truncatedTo(ChronoUnit.MILLIS));
        for (final JsonNode group : health.path("groups"))
        {
            terminal.out().printf(Locale.ROOT, "%s  %-10s %-10s %-30s %d healthy, %d not%n",
                colour(style, group.path("state").asText(), 9), Text.printable(group.path("level").asText(), 10),
                Text.printable(group.path("technology").asText(), 10), Text.printable(group.path("name").asText(), 30),
                group.path("healthy").asInt(), group.path("impaired").asInt());
        }
        for (final JsonNode exporter : health.path("exporters"))
        {
            terminal.out().printf(Locale.ROOT, "%s  %-39s %-8s %s%n", colour(style, exporter.path("state").asText(), 9),
                Text.printable(exporter.path("address").asText(), 39),
                Text.printable(exporter.path("technology").asText(), 8),
                Text.printable(exporter.path("message").asText(), MESSAGE_WIDTH));
        }
    }

    private static String colour(final Style style, final String state, final int width)
    {
        final String shown = Text.printable(state, 9);
        final String padded = shown + " ".repeat(Math.max(0, width - shown.length()));
        return "HEALTHY".equals(state) ? style.green(padded) :
            "UNHEALTHY".equals(state) ? style.red(padded) : style.yellow(padded);
    }
}
