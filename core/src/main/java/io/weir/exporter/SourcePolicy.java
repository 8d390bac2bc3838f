package io.weir.exporter;

import static java.util.Objects.requireNonNull;

/**
 * Which sources may send: those of the allowed networks, or all where none are given, without those of the denied
 * networks. Immutable.
 *
 * @param allowed networks; empty for all.
 * @param denied  networks, also within allowed ones.
 */
public record SourcePolicy(NetworkSet allowed, NetworkSet denied)
{
    /** Every source may send. */
    public static final SourcePolicy OPEN = new SourcePolicy(NetworkSet.EMPTY, NetworkSet.EMPTY);

    /**
     * A policy.
     *
     * @param allowed networks; empty for all.
     * @param denied  networks, also within allowed ones.
     */
    public SourcePolicy
    {
        requireNonNull(allowed, "allowed");
        requireNonNull(denied, "denied");
    }

    /** {@return whether every source may send} */
    public boolean isOpen()
    {
        return allowed.isEmpty() && denied.isEmpty();
    }

    /**
     * Whether a source may send. Does not allocate.
     *
     * @param high high 64 bits of its address.
     * @param low  low 64 bits of its address; {@code 0xFFFF_xxxxxxxx} for IPv4.
     * @return true if it may.
     */
    public boolean admits(final long high, final long low)
    {
        return (allowed.isEmpty() || allowed.contains(high, low)) && !denied.contains(high, low);
    }
}
