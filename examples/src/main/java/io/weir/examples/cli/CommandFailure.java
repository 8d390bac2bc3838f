package io.weir.examples.cli;

/** Ends a command with a message for the user and an exit code; no stack trace is shown. */
final class CommandFailure extends RuntimeException
{
    /** What was asked could not be done. */
    static final int FAILED = 1;
    /** What was asked makes no sense. */
    static final int USAGE = 2;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(final int exitCode, final String message, final Throwable cause)
    {
        super(message, cause, false, false);
        this.exitCode = exitCode;
    }

    static CommandFailure failed(final String message)
    {
        return new CommandFailure(FAILED, message, null);
    }

    static CommandFailure failed(final String message, final Throwable cause)
    {
        return new CommandFailure(FAILED, message, cause);
    }

    static CommandFailure usage(final String message)
    {
        return new CommandFailure(USAGE, message, null);
    }

    int exitCode()
    {
        return exitCode;
    }
}
