package io.weir.codec.netflow.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file of elements, one a line: enterprise, id, name, type and semantics, with tabs between. Lines that begin
 * with {@code #} are comments. One pass over the bytes, because the standard elements are read at the start of every
 * program that decodes. Not thread safe.
 */
final class ElementFile
{
    private final byte[] bytes;
    private int at;

    private ElementFile(final byte[] bytes)
    {
        this.bytes = bytes;
    }

    static ElementFile ofResource(final String name)
    {
        try (InputStream in = ElementFile.class.getResourceAsStream(name))
        {
            return new ElementFile(in.readAllBytes());
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    static ElementFile of(final String text)
    {
        return new ElementFile(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /* The next element, or null behind the last. */
    Element next()
    {
        while (at < bytes.length && (bytes[at] < ' ' || '#' == bytes[at]))
        {
            skipLine();
        }
        return at == bytes.length ? null : new Element(number(), (int)number(), text(),
            ElementType.ofLabel(text()), ElementSemantics.ofLabel(text()));
    }

    private void skipLine()
    {
        while (at < bytes.length && '\n' != bytes[at])
        {
            at++;
        }
        at += at < bytes.length ? 1 : 0;
    }

    private long number()
    {
        return Long.parseLong(text());
    }

    private String text()
    {
        final int from = at;
        while (at < bytes.length && bytes[at] >= ' ')
        {
            at++;
        }
        final String text = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
        at += at < bytes.length ? 1 : 0;
        return text;
    }
}
