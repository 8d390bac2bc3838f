package io.weir.examples.cli;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.Keys;
import io.weir.flowcache.key.Suggestions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code weir keys}: what flows can be told apart by. */
@Command(
    name = "keys",
    header = "Lists the keys that tell flows apart, or searches them.",
    mixinStandardHelpOptions = true,
    footer = { "", "Example:", "  weir keys port" })
final class KeysCommand implements Callable<Integer>
{
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "WORD", description = "Show only keys whose name or description has it.")
    private String word;

    KeysCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
    {
        final List<Key> found = new ArrayList<>();
        int width = 0;
        for (final Key key : Keys.all())
        {
            if (null == word || has(key.name(), word) || has(key.description(), word))
            {
                found.add(key);
                width = Math.max(width, key.name().length());
            }
        }
        if (found.isEmpty())
        {
            final List<String> names = Keys.all().stream().map(Key::name).toList();
            throw CommandFailure.failed("no key has '" + word + "'" + Suggestions.text(word, names));
        }
        final Style style = Style.of(terminal.outTerminal());
        for (final Key key : found)
        {
            terminal.out().println(style.bold(key.name()) + " ".repeat(width - key.name().length() + 2) +
                key.description());
        }
        return 0;
    }

    private static boolean has(final String text, final String part)
    {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
