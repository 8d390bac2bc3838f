package io.weir.examples.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.weir.testkit.Captures;
import io.weir.testkit.Captures.Datagram;
import io.weir.testkit.DecoderKit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Captures that belong together: their datagrams go, in order, to one decoder.
 *
 * @param id        of the scenario.
 * @param datagrams of all its files.
 */
record Scenario(String id, List<Datagram> datagrams)
{
    /**
     * Scenarios of the captures.
     *
     * @param protocols one of which it must have.
     * @param most      datagrams to take of each.
     * @return the scenarios, in order.
     * @throws IOException if they cannot be read.
     */
    static List<Scenario> of(final Set<String> protocols, final int most) throws IOException
    {
        final JsonNode root = new JsonMapper().readTree(Captures.file("expected.json").toFile());
        final List<Scenario> scenarios = new ArrayList<>();
        for (final JsonNode node : root.get("scenarios"))
        {
            final boolean[] wanted = new boolean[1];
            node.get("datagrams").fieldNames().forEachRemaining(name -> wanted[0] |= protocols.contains(name));
            if (wanted[0])
            {
                final List<Datagram> datagrams = new ArrayList<>();
                for (final JsonNode file : node.get("files"))
                {
                    read(file.asText(), node.path("split_offsets").path(file.asText()), datagrams);
                }
                scenarios.add(new Scenario(node.get("id").asText(),
                    List.copyOf(datagrams.subList(0, Math.min(most, datagrams.size())))));
            }
        }
        return scenarios;
    }

    private static void read(final String file, final JsonNode offsets, final List<Datagram> datagrams)
        throws IOException
    {
        if (!offsets.isArray())
        {
            datagrams.addAll(Captures.datagrams(file));
            return;
        }
        final byte[] bytes = Files.readAllBytes(Captures.file(file));
        for (int i = 0; i < offsets.size(); i++)
        {
            final int end = i + 1 < offsets.size() ? offsets.get(i + 1).asInt() : bytes.length;
            datagrams.add(new Datagram(Arrays.copyOfRange(bytes, offsets.get(i).asInt(), end),
                DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW, DecoderKit.SOURCE_PORT, DecoderKit.TIME_NS));
        }
    }
}
