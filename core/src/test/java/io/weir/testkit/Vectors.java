package io.weir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The project's own test datagrams, by id, from {@code vectors.json}. */
public final class Vectors
{
    private static final JsonNode ROOT = load();

    private Vectors()
    {
    }

    /**
     * Datagrams of a vector.
     *
     * @param id such as {@code S01}.
     * @return one or more payloads, in order.
     */
    public static List<byte[]> datagrams(final String id)
    {
        for (final JsonNode vector : ROOT)
        {
            if (id.equals(vector.get("id").asText()))
            {
                final List<byte[]> datagrams = new ArrayList<>();
                vector.get("datagrams").forEach(hex -> datagrams.add(HexFormat.of().parseHex(hex.asText())));
                return datagrams;
            }
        }
        throw new IllegalArgumentException("no vector " + id);
    }

    /** {@return ids of all vectors, in order} */
    public static List<String> ids()
    {
        final List<String> ids = new ArrayList<>();
        ROOT.forEach(vector -> ids.add(vector.get("id").asText()));
        return ids;
    }

    private static JsonNode load()
    {
        try (InputStream in = Vectors.class.getResourceAsStream("vectors.json"))
        {
            return new ObjectMapper().readTree(in);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
