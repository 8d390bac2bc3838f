package io.weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of UDP sockets that are bound to 127.0.0.1, whoever owns them. Stateless. */
public final class KernelSockets
{
    /** There is no such socket, or the platform does not tell. */
    public static final long UNKNOWN = -1;

    private static final Path TABLE = Path.of("/proc/net/udp");
    private static final int QUEUES = 4;
    private static final int HEX = 16;

    private KernelSockets()
    {
    }

    /** {@return whether the platform tells} */
    public static boolean areTold()
    {
        return Files.isReadable(TABLE);
    }

    /**
     * Datagrams that the kernel dropped at a socket.
     *
     * @param port of the socket.
     * @return drops, or {@link #UNKNOWN}.
     */
    public static long drops(final int port)
    {
        final String[] row = row(port);
        return 0 == row.length ? UNKNOWN : Long.parseLong(row[row.length - 1]);
    }

    /**
     * Bytes that wait to be received.
     *
     * @param port of the socket.
     * @return bytes, or {@link #UNKNOWN}.
     */
    public static long waiting(final int port)
    {
        final String[] row = row(port);
        return 0 == row.length ? UNKNOWN : Long.parseLong(row[QUEUES].split(":")[1], HEX);
    }

    private static String[] row(final int port)
    {
        final String local = String.format("0100007F:%04X", port);
        if (areTold())
        {
            try
            {
                for (final String line : Files.readAllLines(TABLE))
                {
                    final String[] row = line.strip().split("\\s+");
                    if (local.equals(row[1]))
                    {
                        return row;
                    }
                }
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException(e);
            }
        }
        return new String[0];
    }
}
