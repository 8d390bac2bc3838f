package io.weir.examples.peers;

import io.weir.capture.CaptureWriter;
import io.weir.testkit.Captures.Datagram;
import io.weir.wire.IpText;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the datagrams of all scenarios in one row, so that another decoder reads them in one run: each exporter of each
 * scenario gets an address of its own, so that no scenario knows the templates of another.
 */
final class Exporters
{
    /** Port to which all datagrams go. */
    static final int PORT = 9_990;

    private static final long FIRST_ADDRESS = 0xFFFF_0A00_0001L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long EPOCH_NS = 1_700_000_000_000_000_000L;

    private Exporters()
    {
    }

    /**
     * Write the capture.
     *
     * @param scenarios to write, in order.
     * @param capture   to write to.
     * @return what was written, by packet.
     * @throws IOException if it cannot be written.
     */
    static List<Sent> write(final List<Scenario> scenarios, final Path capture) throws IOException
    {
        final List<Sent> sent = of(scenarios);
        try (CaptureWriter writer = CaptureWriter.create(capture))
        {
            writer.destination(0, FIRST_ADDRESS - 1, PORT);
            for (final Sent datagram : sent)
            {
                writer.source(0, datagram.address(), datagram.port());
                writer.write(datagram.payload(), 0, datagram.payload().length, datagram.timeNs());
            }
        }
        return sent;
    }

    /**
     * The datagrams of all scenarios.
     *
     * @param scenarios to take, in order.
     * @return the datagrams, in order.
     */
    static List<Sent> of(final List<Scenario> scenarios)
    {
        final List<Sent> sent = new ArrayList<>();
        long next = FIRST_ADDRESS;
        for (final Scenario scenario : scenarios)
        {
            final Map<String, Long> addresses = new HashMap<>();
            for (final Datagram datagram : scenario.datagrams())
            {
                final Long known = addresses.get(IpText.of(datagram.sourceHigh(), datagram.sourceLow()));
                final long address = null == known ? next++ : known;
                addresses.put(IpText.of(datagram.sourceHigh(), datagram.sourceLow()), address);
                // Stamps rise by a millisecond: the captures come from many years.
                final long timeNs = EPOCH_NS + sent.size() * NS_PER_MS;
                sent.add(new Sent(scenario.id(), address, datagram.sourcePort(), timeNs, datagram.payload()));
            }
        }
        return sent;
    }

    /**
     * A datagram of a scenario.
     *
     * @param scenario it belongs to.
     * @param address  of its exporter, IPv4 in its mapped form.
     * @param port     of its exporter.
     * @param timeNs   of its stamp.
     * @param payload  of its own.
     */
    record Sent(String scenario, long address, int port, long timeNs, byte[] payload)
    {
    }
}
