package io.weir.exporter.health;

import io.weir.exporter.NetworkSet;
import io.weir.wire.IpText;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exporters that are expected, with the sites and customers that they belong to. Immutable. */
public final class Inventory
{
    /** No exporter is expected. */
    public static final Inventory EMPTY = new Inventory(Map.of());

    private static final List<String> COLUMNS =
        List.of("customer.id", "customer.name", "site.id", "site.name", "cpe.id", "cpe.ip");

    private final Map<String, InventoryEntry> byAddress;

    private Inventory(final Map<String, InventoryEntry> byAddress)
    {
        this.byAddress = byAddress;
    }

    /**
     * Read an inventory from a file of comma-separated values.
     *
     * @param file in UTF-8, see {@link #read(Reader)}.
     * @return the inventory.
     * @throws IOException              if the file cannot be read.
     * @throws IllegalArgumentException if it is not an inventory; the message names the line.
     */
    public static Inventory read(final Path file) throws IOException
    {
        try (Reader reader = Files.newBufferedReader(file))
        {
            return read(reader);
        }
    }

    /**
     * Read an inventory from comma-separated values. The first line names the columns
     * {@code customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip}, in any order; others are ignored. A value may
     * be quoted, within one line. Empty lines are ignored.
     *
     * @param reader of the text.
     * @return the inventory.
     * @throws IOException              if it cannot be read.
     * @throws IllegalArgumentException if it is not an inventory; the message names the line.
     */
    public static Inventory read(final Reader reader) throws IOException
    {
        final BufferedReader lines = new BufferedReader(reader);
        final String header = lines.readLine();
        final int[] columns = columns(null == header ? "" : header);
        final Map<String, InventoryEntry> entries = new LinkedHashMap<>();
        int number = 1;
        for (String line = lines.readLine(); null != line; line = lines.readLine())
        {
            number++;
            if (!line.isBlank())
            {
                final InventoryEntry entry = entry(line, columns, number);
                if (null != entries.put(entry.address(), entry))
                {
                    throw wrong(number, "cpe.ip " + entry.address() + " is given twice");
                }
            }
        }
        return new Inventory(entries);
    }

    /** {@return the exporters, in the order of the file} */
    public Collection<InventoryEntry> entries()
    {
        return List.copyOf(byAddress.values());
    }

    /**
     * Look up an exporter.
     *
     * @param address as {@link IpText#of} writes it.
     * @return where it belongs; empty when it is not expected.
     */
    public Optional<InventoryEntry> find(final String address)
    {
        return Optional.ofNullable(byAddress.get(address));
    }

    private static int[] columns(final String header)
    {
        final List<String> names = values(header.startsWith("\uFEFF") ? header.substring(1) : header, 1)
            .stream().map(String::trim).toList();
        final int[] columns = new int[COLUMNS.size()];
        for (int i = 0; i < columns.length; i++)
        {
            columns[i] = names.indexOf(COLUMNS.get(i));
            if (columns[i] < 0)
            {
                throw wrong(1, "no column " + COLUMNS.get(i) + "; needed are " + String.join(",", COLUMNS));
            }
        }
        return columns;
    }

    private static InventoryEntry entry(final String line, final int[] columns, final int number)
    {
        final List<String> values = values(line, number);
        final String[] needed = new String[columns.length];
        for (int i = 0; i < needed.length; i++)
        {
            if (columns[i] >= values.size())
            {
                throw wrong(number, "no value of " + COLUMNS.get(i));
            }
            needed[i] = values.get(columns[i]).trim();
        }
        try
        {
            final long[] address = NetworkSet.address(needed[5]);
            return new InventoryEntry(
                needed[0], needed[1], needed[2], needed[3], needed[4], IpText.of(address[0], address[1]));
        }
        catch (final IllegalArgumentException e)
        {
            throw wrong(number, "cpe.ip " + e.getMessage());
        }
    }

    private static List<String> values(final String line, final int number)
    {
        final List<String> values = new ArrayList<>();
        final StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++)
        {
            final char next = line.charAt(i);
            if ('"' == next && quoted && i + 1 < line.length() && '"' == line.charAt(i + 1))
            {
                value.append(next);
                i++;
            }
            else if ('"' == next)
            {
                quoted = !quoted;
            }
            else if (',' == next && !quoted)
            {
                values.add(value.toString());
                value.setLength(0);
            }
            else
            {
                value.append(next);
            }
        }
        if (quoted)
        {
            throw wrong(number, "a quote is not closed");
        }
        values.add(value.toString());
        return values;
    }

    private static IllegalArgumentException wrong(final int line, final String what)
    {
        return new IllegalArgumentException("inventory: line " + line + ": " + what);
    }
}
