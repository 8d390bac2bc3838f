package io.weir.examples.cli;

/** Colour on a terminal, nothing elsewhere. */
enum Style
{
    /** No control sequences at all. */
    PLAIN,
    /** ANSI control sequences. */
    ANSI;

    private static final String ESCAPE = "\u001B[";

    /**
     * The style of a stream.
     *
     * @param terminal whether a person looks at it.
     * @return the style; plain where the user asks for no colour.
     * @see <a href="https://no-color.org">NO_COLOR</a>
     */
    static Style of(final boolean terminal)
    {
        final String noColor = System.getenv("NO_COLOR");
        return terminal && (null == noColor || noColor.isEmpty()) ? ANSI : PLAIN;
    }

    String bold(final String text)
    {
        return wrap("1", text);
    }

    String dim(final String text)
    {
        return wrap("2", text);
    }

    String red(final String text)
    {
        return wrap("1;31", text);
    }

    String green(final String text)
    {
        return wrap("32", text);
    }

    String yellow(final String text)
    {
        return wrap("33", text);
    }

    /**
     * Cut a line to a width, not counting control sequences, and end the colour that is cut through.
     *
     * @param line  may hold control sequences.
     * @param width in characters.
     * @return the line, no wider.
     */
    static String cut(final String line, final int width)
    {
        int visible = 0;
        int i = 0;
        while (i < line.length() && visible < width)
        {
            if (line.startsWith(ESCAPE, i))
            {
                i = line.indexOf('m', i) + 1;
            }
            else
            {
                visible++;
                i++;
            }
        }
        return i >= line.length() ? line : line.substring(0, i) + ESCAPE + "0m";
    }

    private String wrap(final String code, final String text)
    {
        return PLAIN == this ? text : ESCAPE + code + 'm' + text + ESCAPE + "0m";
    }
}
