package io.weir.flowcache.key;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** Makes a class of {@link KeyTemplate} for each key program; the template itself is never initialised. Stateless. */
final class KeyCompiler
{
    private KeyCompiler()
    {
    }

    /**
     * An extractor for one program.
     *
     * @param data number of words, the place of the source, and the steps.
     * @return the extractor, null where the program has too many steps or the JVM does not let classes be defined.
     */
    static KeyExtractor of(final long[] data)
    {
        if (data[0] > KeyTemplate.MAX_WORDS || data.length - 2 > KeyTemplate.MAX_STEPS)
        {
            return null;
        }
        try (InputStream bytes = KeyTemplate.class.getResourceAsStream("KeyTemplate.class"))
        {
            return null == bytes ? null : (KeyExtractor)MethodHandles.lookup()
                .defineHiddenClassWithClassData(bytes.readAllBytes(), data, true)
                .lookupClass().getDeclaredConstructor().newInstance();
        }
        catch (final IOException | ReflectiveOperationException | UnsupportedOperationException | LinkageError e)
        {
            return null;
        }
    }
}
