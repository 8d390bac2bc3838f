package io.weir.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Datagrams that the kernel dropped at sockets, most often because a receive buffer was full, from the tables that
 * Linux keeps of UDP sockets. A socket is known there by its inode, which is learned by comparing the table before and
 * after it is bound. Stateless. For queries: reads and parses a file.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">The /proc/net/tcp and udp tables</a>
 */
final class KernelDrops
{
    /** Where the platform does not tell. */
    static final long UNKNOWN = -1;

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    private KernelDrops()
    {
    }

    /** {@return inodes of all UDP sockets; empty where the platform does not tell} */
    static Set<Long> inodes()
    {
        final Set<Long> inodes = new HashSet<>();
        for (final String[] row : rows())
        {
            inodes.add(Long.parseLong(row[INODE]));
        }
        return inodes;
    }

    /**
     * Inode of the socket just bound.
     *
     * @param port   that it is bound to.
     * @param before inodes of all sockets before it was bound.
     * @return the inode, or {@link #UNKNOWN} where the platform does not tell or when another socket of that port
     *     appeared meanwhile.
     */
    static long inodeOf(final int port, final Set<Long> before)
    {
        final String suffix = String.format(":%04X", port);
        long found = UNKNOWN;
        for (final String[] row : rows())
        {
            final long inode = Long.parseLong(row[INODE]);
            if (row[LOCAL_ADDRESS].endsWith(suffix) && !before.contains(inode))
            {
                if (UNKNOWN != found)
                {
                    return UNKNOWN;
                }
                found = inode;
            }
        }
        return found;
    }

    /**
     * Read the drops of sockets.
     *
     * @param inodes of the sockets, {@link #UNKNOWN} among them.
     * @param into   place of the drops, by index of the socket; left as it is where a socket is not in the table.
     */
    static void read(final long[] inodes, final long[] into)
    {
        for (final String[] row : rows())
        {
            final long inode = Long.parseLong(row[INODE]);
            for (int i = 0; i < inodes.length; i++)
            {
                if (inodes[i] == inode)
                {
                    into[i] = Long.parseLong(row[DROPS]);
                }
            }
        }
    }

    private static List<String[]> rows()
    {
        return TABLES.stream().filter(Files::isReadable).flatMap(table -> lines(table).stream())
            .map(line -> line.trim().split("\\s+"))
            .filter(row -> row.length > DROPS && isNumber(row[INODE]) && isNumber(row[DROPS])).toList();
    }

    private static List<String> lines(final Path table)
    {
        try
        {
            return Files.readAllLines(table);
        }
        catch (final IOException e)
        {
            return List.of();
        }
    }

    private static boolean isNumber(final String text)
    {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
