package io.weir.flowcache.key;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Nearest names to one that is not known, for error messages. Stateless. */
public final class Suggestions
{
    private static final int MAX_SUGGESTIONS = 3;
    private static final int SURPLUS = 2;
    private static final int SPREAD = 1;
    /** Of what may be meant for a name: comparing takes time in proportion. */
    private static final int MAX_LENGTH = 64;

    private Suggestions()
    {
    }

    /**
     * What to add to a message about an unknown name.
     *
     * @param unknown name.
     * @param known   names.
     * @return such as {@code : did you mean ipsource, ip6source?}, empty when none is near.
     */
    public static String text(final String unknown, final Collection<String> known)
    {
        final List<String> nearest = nearest(unknown, known);
        return nearest.isEmpty() ? "" : ": did you mean " + String.join(", ", nearest) + "?";
    }

    /**
     * Names near to an unknown one, nearest first. Letters that the unknown name lacks count half of those that it has
     * too many, so that an abbreviation finds its long form.
     *
     * @param unknown name.
     * @param known   names.
     * @return at most three of them.
     */
    public static List<String> nearest(final String unknown, final Collection<String> known)
    {
        if (unknown.length() > MAX_LENGTH)
        {
            return List.of();
        }
        final String wanted = unknown.toLowerCase(Locale.ROOT);
        final List<Candidate> candidates =
            known.stream().map(name -> new Candidate(name, distance(wanted, name))).toList();
        final int best = candidates.stream().mapToInt(Candidate::distance).min().orElse(0);
        final int limit = Math.min(wanted.length(), best + SPREAD);
        final boolean abbreviated = candidates.stream()
            .anyMatch(candidate -> best == candidate.distance && candidate.isLongFormOf(wanted));
        return candidates.stream()
            .filter(candidate -> candidate.distance <= limit && (!abbreviated || candidate.isLongFormOf(wanted)))
            .sorted((a, b) -> Integer.compare(a.distance, b.distance))
            .limit(MAX_SUGGESTIONS)
            .map(Candidate::name)
            .toList();
    }

    private static int distance(final String from, final String to)
    {
        int[] previous = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++)
        {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++)
        {
            current[0] = i * SURPLUS;
            for (int j = 1; j <= to.length(); j++)
            {
                final int kept = from.charAt(i - 1) == to.charAt(j - 1) ? previous[j - 1] : Integer.MAX_VALUE;
                current[j] = Math.min(kept, Math.min(previous[j] + SURPLUS, current[j - 1] + 1));
            }
            final int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[to.length()];
    }

    private record Candidate(String name, int distance)
    {
        boolean isLongFormOf(final String abbreviation)
        {
            return name.length() - abbreviation.length() == distance;
        }
    }
}
