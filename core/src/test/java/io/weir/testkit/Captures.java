package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.capture.CaptureException;
import io.weir.capture.CaptureReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the captures, which lie beside the checkout because they belong to others. */
public final class Captures
{
    private static final String FOLDER_PROPERTY = "weir.captures";
    private static final String REQUIRED_PROPERTY = "weir.captures.required";

    private Captures()
    {
    }

    /**
     * A file of the captures; without it the calling test is skipped, or fails where the build requires captures.
     *
     * @param name relative to the folder of captures.
     * @return the path, which exists.
     */
    public static Path file(final String name)
    {
        final String folder = System.getProperty(FOLDER_PROPERTY);
        if (null == folder)
        {
            fail("the build does not set the property " + FOLDER_PROPERTY);
        }
        final Path path = Path.of(folder, name).normalize();
        if (!Files.exists(path))
        {
            if (Boolean.getBoolean(REQUIRED_PROPERTY))
            {
                fail("captures are required and missing: " + path);
            }
            assumeTrue(false, "captures are not here: " + path);
        }
        return path;
    }

    /**
     * Datagrams of a capture, in order. A capture that is broken gives those before the fault.
     *
     * @param name relative to the folder of captures.
     * @return the datagrams.
     */
    public static List<Datagram> datagrams(final String name)
    {
        final List<Datagram> datagrams = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file(name)))
        {
            while (reader.next())
            {
                datagrams.add(new Datagram(
                    Arrays.copyOfRange(reader.buffer(), reader.offset(), reader.offset() + reader.length()),
                    reader.sourceHigh(), reader.sourceLow(), reader.sourcePort(), reader.timeNs()));
            }
        }
        catch (final CaptureException e)
        {
            return datagrams;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        return datagrams;
    }

    /**
     * A datagram of a capture.
     *
     * @param payload    of its own, all of it.
     * @param sourceHigh 64 bits.
     * @param sourceLow  64 bits, IPv4 in its mapped form.
     * @param sourcePort 0..65535.
     * @param timeNs     capture time, epoch nanoseconds.
     */
    public record Datagram(byte[] payload, long sourceHigh, long sourceLow, int sourcePort, long timeNs)
    {
    }
}
