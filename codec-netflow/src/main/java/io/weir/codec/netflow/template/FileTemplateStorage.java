package io.weir.codec.netflow.template;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps templates in a file. What is saved goes to a file beside it, which then takes its place, so that there is a
 * whole one at any time. Immutable.
 */
public final class FileTemplateStorage implements TemplateStorage
{
    /** Longest file that is read: room for as many templates as a store holds, of usual size. */
    private static final long MAX_BYTES = 64L * 1_024 * 1_024;

    private final Path file;
    private final Path beside;

    /**
     * A storage in a file, which need not exist yet.
     *
     * @param file to keep them in; its folder must exist.
     */
    public FileTemplateStorage(final Path file)
    {
        this.file = requireNonNull(file);
        beside = file.resolveSibling(file.getFileName() + ".new");
    }

    @Override
    public byte[] load() throws IOException
    {
        if (!Files.exists(file))
        {
            return null;
        }
        if (Files.size(file) > MAX_BYTES)
        {
            throw new IOException(file + ": is too long to be a file of templates: bytes=" + Files.size(file) +
                " max=" + MAX_BYTES);
        }
        return Files.readAllBytes(file);
    }

    @Override
    public void save(final byte[] snapshot) throws IOException
    {
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING))
        {
            final ByteBuffer bytes = ByteBuffer.wrap(snapshot);
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try
        {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final AtomicMoveNotSupportedException e)
        {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
