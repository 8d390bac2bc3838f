package io.weir.flowcache.filter;

import java.util.List;

/** A regular expression as a tree. Immutable. */
sealed interface RegexNode
{
    /**
     * One character.
     *
     * @param ranges pairs of first and last character.
     */
    record Set(int[] ranges) implements RegexNode
    {
    }

    /**
     * One after the other.
     *
     * @param parts none or more.
     */
    record Sequence(List<RegexNode> parts) implements RegexNode
    {
    }

    /**
     * One or the other.
     *
     * @param parts one or more.
     */
    record Choice(List<RegexNode> parts) implements RegexNode
    {
    }

    /**
     * Several times the same.
     *
     * @param part to repeat.
     * @param min  times at least.
     * @param max  times at most, {@link #NO_LIMIT} for any number.
     */
    record Repeat(RegexNode part, int min, int max) implements RegexNode
    {
        static final int NO_LIMIT = -1;
    }
}
