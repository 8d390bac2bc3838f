package io.weir.flowcache.key;

import java.util.List;

/**
 * A part of a URI, absolute or not. What the URI does not tell is missing: a port is never that of the scheme.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986, section 3</a>
 */
final class UriKey extends TextKey
{
    static final List<String> PARTS = List.of("scheme", "host", "port", "path", "query");

    private final TextKey key;
    private final int part;

    UriKey(final String name, final TextKey key, final String part)
    {
        super(name, key.fields(), key);
        this.key = key;
        this.part = PARTS.indexOf(part);
    }

    @Override
    boolean compute(final KeyContext context, final KeyValue into)
    {
        final KeyValue uri = key.text(context);
        if (null == uri)
        {
            return false;
        }
        final int schemeEnd = schemeEnd(uri);
        final int afterScheme = schemeEnd < 0 ? 0 : schemeEnd + 1;
        final boolean hasAuthority = is(uri, afterScheme, '/') && is(uri, afterScheme + 1, '/');
        final int authority = hasAuthority ? afterScheme + 2 : afterScheme;
        final int authorityEnd = hasAuthority ? endOf(uri, authority, "/?#") : authority;
        switch (part)
        {
            case 0:
                return slice(uri, 0, schemeEnd, into);
            case 1:
                return hasAuthority && host(uri, authority, authorityEnd, into);
            case 2:
                return hasAuthority && port(uri, authority, authorityEnd, into);
            case 3:
                return slice(uri, authorityEnd, endOf(uri, authorityEnd, "?#"), into);
            default:
                final int mark = endOf(uri, authorityEnd, "?#");
                return is(uri, mark, '?') && slice(uri, mark + 1, endOf(uri, mark + 1, "#"), into);
        }
    }

    /* Place of the colon behind the scheme, -1 for none; a colon that only a number follows is that of a port. */
    private static int schemeEnd(final KeyValue uri)
    {
        final int end = endOf(uri, 0, ":/?#");
        if (!is(uri, end, ':') || 0 == end || is(uri, end + 1, '0', '9'))
        {
            return -1;
        }
        boolean sound = is(uri, 0, 'a', 'z') || is(uri, 0, 'A', 'Z');
        for (int i = 1; i < end; i++)
        {
            sound &= is(uri, i, 'a', 'z') || is(uri, i, 'A', 'Z') || is(uri, i, '0', '9') ||
                "+-.".indexOf(uri.textByte(i)) >= 0;
        }
        return sound ? end : -1;
    }

    private static boolean is(final KeyValue uri, final int at, final char wanted)
    {
        return is(uri, at, wanted, wanted);
    }

    private static boolean is(final KeyValue uri, final int at, final char least, final char most)
    {
        return at < uri.textLength() && uri.textByte(at) >= least && uri.textByte(at) <= most;
    }

    private static int endOf(final KeyValue uri, final int from, final String stops)
    {
        int at = from;
        while (at < uri.textLength() && stops.indexOf(uri.textByte(at)) < 0)
        {
            at++;
        }
        return at;
    }

    private static boolean slice(final KeyValue uri, final int from, final int to, final KeyValue into)
    {
        if (to <= from)
        {
            return false;
        }
        into.part(uri, from, to);
        return true;
    }

    private static boolean host(final KeyValue uri, final int from, final int to, final KeyValue into)
    {
        final int start = hostStart(uri, from, to);
        return slice(uri, start, hostEnd(uri, start, to), into);
    }

    private static boolean port(final KeyValue uri, final int from, final int to, final KeyValue into)
    {
        final int colon = hostEnd(uri, hostStart(uri, from, to), to);
        return is(uri, colon, ':') && slice(uri, colon + 1, to, into);
    }

    /* Behind the user. */
    private static int hostStart(final KeyValue uri, final int from, final int to)
    {
        int start = from;
        for (int at = from; at < to; at++)
        {
            start = is(uri, at, '@') ? at + 1 : start;
        }
        return start;
    }

    private static int hostEnd(final KeyValue uri, final int start, final int to)
    {
        int at = start;
        if (is(uri, start, '['))
        {
            while (at < to && !is(uri, at, ']'))
            {
                at++;
            }
        }
        while (at < to && !is(uri, at, ':'))
        {
            at++;
        }
        return at;
    }
}
