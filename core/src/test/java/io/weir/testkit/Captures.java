package io.weir.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the captures, which lie beside the checkout because they belong to others. */
public final class Captures
{
    private static final String FOLDER_PROPERTY = "weir.captures";
    private static final String REQUIRED_PROPERTY = "weir.captures.required";

    private Captures()
    {
    }

    /**
     * A file of the captures; without it the calling test is skipped, or fails where the build requires captures.
     *
     * @param name relative to the folder of captures.
     * @return the path, which exists.
     */
    public static Path file(final String name)
    {
        final String folder = System.getProperty(FOLDER_PROPERTY);
        if (null == folder)
        {
            fail("the build does not set the property " + FOLDER_PROPERTY);
        }
        final Path path = Path.of(folder, name).normalize();
        if (!Files.exists(path))
        {
            if (Boolean.getBoolean(REQUIRED_PROPERTY))
            {
                fail("captures are required and missing: " + path);
            }
            assumeTrue(false, "captures are not here: " + path);
        }
        return path;
    }
}
