package io.weir.examples.cli;

import io.weir.codec.netflow.element.Element;
import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.codec.netflow.element.ElementSemantics;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.Keys;
import io.weir.flowcache.key.Suggestions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code weir keys}: what flows can be told apart by. */
@Command(
    name = "keys",
    header = "Lists keys that tell flows apart, functions of keys and information elements, or searches them.",
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
        final Map<String, String> found = new LinkedHashMap<>();
        Keys.all().forEach(key -> found.put(key.name(), key.description()));
        found.putAll(Keys.functions());
        ElementRegistry.standard().all().stream()
            .sorted(Comparator.comparingLong(Element::enterprise).thenComparingInt(Element::id))
            .forEach(element -> found.put("ipfix:" + element.name(), describe(element)));
        found.entrySet().removeIf(entry -> null != word && !has(entry.getKey(), word) && !has(entry.getValue(), word));
        if (found.isEmpty())
        {
            final List<String> names = Keys.all().stream().map(Key::name).toList();
            throw CommandFailure.failed("no key has '" + word + "'" + Suggestions.text(word, names));
        }
        final Style style = Style.of(terminal.outTerminal());
        final int width = found.keySet().stream().mapToInt(String::length).max().orElse(0);
        found.forEach((name, description) ->
            terminal.out().println(style.bold(name) + " ".repeat(width - name.length() + 2) + description));
        return 0;
    }

    private static String describe(final Element element)
    {
        final String number = 0 == element.enterprise() ?
            "ipfix:" + element.id() : "ipfix:" + element.enterprise() + '/' + element.id();
        return "information element " + number + ", " + element.type().label() +
            (ElementSemantics.DEFAULT == element.semantics() ? "" : ", " + element.semantics().label());
    }

    private static boolean has(final String text, final String part)
    {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
