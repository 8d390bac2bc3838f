package io.weir.examples.cli;

import io.weir.capture.CaptureException;

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

    /**
     * Tell that a capture is broken. One that only ends too early is a warning: what is there was used.
     *
     * @param terminal to tell.
     * @param inputs   that the file is one of.
     * @param fault    of the file.
     * @return exit code that the fault calls for.
     */
    static int report(final Terminal terminal, final InputFiles inputs, final IOException fault)
    {
        final boolean cut = fault instanceof CaptureException broken && broken.isCut();
        terminal.err().println("weir: " + (cut ? "warning: " : "") + inputs.describe(fault));
        return cut ? 0 : CommandFailure.FAILED;
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
