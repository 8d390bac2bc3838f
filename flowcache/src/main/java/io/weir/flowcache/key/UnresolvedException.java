package io.weir.flowcache.key;

/** A call names a function, a group or a map that only a cache may know. */
public final class UnresolvedException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1;

    UnresolvedException(final String message)
    {
        super(message);
    }

    /**
     * The same with more to say.
     *
     * @param owner with which the message begins.
     * @param cause that it explains.
     */
    public UnresolvedException(final String owner, final UnresolvedException cause)
    {
        super(owner + ": " + cause.getMessage(), cause);
    }
}
