package io.weir.flowcache.filter;

import io.weir.flowcache.key.KeyValue;

import java.util.List;

/** Texts, and patterns of texts. Immutable; does not allocate when it is asked. */
final class TextSet
{
    private final byte[][] texts;
    private final TextPattern[] patterns;

    TextSet(final List<byte[]> texts, final List<TextPattern> patterns)
    {
        this.texts = texts.toArray(new byte[0][]);
        this.patterns = patterns.toArray(new TextPattern[0]);
    }

    boolean contains(final KeyValue text)
    {
        for (int i = 0; i < texts.length; i++)
        {
            if (text.isText(texts[i]))
            {
                return true;
            }
        }
        for (int i = 0; i < patterns.length; i++)
        {
            if (patterns[i].matches(text))
            {
                return true;
            }
        }
        return false;
    }
}
