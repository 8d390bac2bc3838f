package io.weir.record;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes a hidden class of a template: a class whose static finals are taken from its class data, so that the compiler
 * sees constants where an interpreter sees data. The template itself is never initialised. Stateless.
 */
public final class HiddenClass
{
    private HiddenClass()
    {
    }

    /**
     * An instance of a class that is defined once more, with data of its own.
     *
     * @param lookup   of a class in the template's package.
     * @param template with a constructor without arguments.
     * @param data     that its static initialiser reads.
     * @return the instance, null where the JVM does not let classes be defined.
     */
    public static Object of(final MethodHandles.Lookup lookup, final Class<?> template, final Object data)
    {
        try (InputStream bytes = template.getResourceAsStream(template.getSimpleName() + ".class"))
        {
            if (null == bytes)
            {
                return null;
            }
            final MethodHandles.Lookup hidden =
                lookup.defineHiddenClassWithClassData(bytes.readAllBytes(), data, true);
            return hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
        }
        catch (final IOException | ReflectiveOperationException | UnsupportedOperationException | LinkageError e)
        {
            return null;
        }
        catch (final Throwable e)
        {
            throw new IllegalStateException("the constructor of a template does nothing: " + template.getName(), e);
        }
    }
}
