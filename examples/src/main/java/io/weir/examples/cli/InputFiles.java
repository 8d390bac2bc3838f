package io.weir.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Files that a command reads, with stdin spooled to a temporary file where {@code -} stands for it. */
final class InputFiles implements AutoCloseable
{
    private static final String STDIN = "-";

    private final List<Path> paths = new ArrayList<>();
    private Path spool;

    private InputFiles()
    {
    }

    /**
     * Find the files, and read stdin if it is one of them.
     *
     * @param names as typed.
     * @return the files; close them to remove what was spooled.
     * @throws CommandFailure if one cannot be read.
     */
    static InputFiles of(final List<String> names)
    {
        final InputFiles inputs = new InputFiles();
        try
        {
            for (final String name : names)
            {
                inputs.paths.add(STDIN.equals(name) ? inputs.spool() : readable(Path.of(name)));
            }
        }
        catch (final CommandFailure e)
        {
            inputs.close();
            throw e;
        }
        return inputs;
    }

    private static Path readable(final Path path)
    {
        if (Files.isDirectory(path))
        {
            throw CommandFailure.failed("cannot read " + path + ": it is a directory");
        }
        if (!Files.exists(path))
        {
            throw CommandFailure.failed("cannot read " + path + ": no such file");
        }
        if (!Files.isReadable(path))
        {
            throw CommandFailure.failed("cannot read " + path + ": permission denied");
        }
        return path;
    }

    private Path spool()
    {
        try
        {
            if (null == spool)
            {
                spool = Files.createTempFile("weir-stdin-", ".capture");
                Files.copy(System.in, spool, StandardCopyOption.REPLACE_EXISTING);
            }
            return spool;
        }
        catch (final IOException e)
        {
            throw CommandFailure.failed("cannot read stdin: " + e.getMessage(), e);
        }
    }

    /** {@return paths of all files, in order} */
    Path[] paths()
    {
        return paths.toArray(new Path[0]);
    }

    /**
     * Message of a failure, with stdin under its own name.
     *
     * @param cause of the failure.
     * @return one line.
     */
    String describe(final IOException cause)
    {
        final String message = String.valueOf(cause.getMessage());
        return null == spool ? message : message.replace(spool.toString(), "stdin");
    }

    @Override
    public void close()
    {
        try
        {
            if (null != spool)
            {
                Files.deleteIfExists(spool);
            }
        }
        catch (final IOException e)
        {
            spool.toFile().deleteOnExit();
        }
    }
}
