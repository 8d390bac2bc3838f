package io.weir.flowcache.key;

import io.weir.record.HiddenClass;

import java.lang.invoke.MethodHandles;

/** Makes a class of {@link KeyTemplate} for each key program. Stateless. */
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
        return data[0] > KeyTemplate.MAX_WORDS || data.length - 2 > KeyTemplate.MAX_STEPS ? null :
            (KeyExtractor)HiddenClass.of(MethodHandles.lookup(), KeyTemplate.class, data);
    }
}
