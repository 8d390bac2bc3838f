package io.weir.examples.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Words for what goes wrong with files; the JDK's messages are often the bare name. */
final class Failures
{
    private Failures()
    {
    }

    /**
     * Why a file could not be read.
     *
     * @param file  that was asked for.
     * @param cause of the failure.
     * @return one line that names the file.
     */
    static String unreadable(final Path file, final IOException cause)
    {
        return describe(file, "read", cause);
    }

    /**
     * Why a file could not be written.
     *
     * @param file  that was asked for.
     * @param cause of the failure.
     * @return one line that names the file.
     */
    static String unwritable(final Path file, final IOException cause)
    {
        return describe(file, "write", cause);
    }

    private static String describe(final Path file, final String verb, final IOException cause)
    {
        if (cause instanceof NoSuchFileException)
        {
            return "cannot " + verb + " " + file + ": no such file";
        }
        if (cause instanceof AccessDeniedException)
        {
            return "cannot " + verb + " " + file + ": permission denied";
        }
        if (cause instanceof FileSystemException system)
        {
            return "cannot " + verb + " " + file + ": " +
                (null == system.getReason() ? system.getMessage() : system.getReason());
        }
        final String message = String.valueOf(cause.getMessage());
        return message.contains(file.toString()) ? message : "cannot " + verb + " " + file + ": " + message;
    }
}
