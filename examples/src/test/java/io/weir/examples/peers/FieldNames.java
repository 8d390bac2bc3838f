package io.weir.examples.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the fields of another decoder are called in weir, from a table. Immutable. */
final class FieldNames
{
    private final Map<String, Set<String>> names = new HashMap<>();

    private FieldNames()
    {
    }

    /**
     * Read a table: a name of the other decoder and a name of weir a line, with a tab between them.
     *
     * @param resource beside this class.
     * @return the table.
     * @throws IOException if it cannot be read.
     */
    static FieldNames of(final String resource) throws IOException
    {
        final FieldNames table = new FieldNames();
        try (InputStream in = FieldNames.class.getResourceAsStream(resource);
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        {
            reader.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t", 2))
                .forEach(pair -> table.names.computeIfAbsent(pair[0], name -> new TreeSet<>()).add(pair[1]));
        }
        return table;
    }

    /**
     * Whether a field is that field.
     *
     * @param theirs name of the other decoder.
     * @param ours   name of weir.
     * @return the name of weir if so, else the names that the table has.
     */
    String expected(final String theirs, final String ours)
    {
        final Set<String> known = names.getOrDefault(theirs, Set.of());
        return null != ours && known.contains(ours) ? ours : known.toString();
    }
}
