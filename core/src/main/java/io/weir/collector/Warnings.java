package io.weir.collector;

import io.weir.exporter.SourcePolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences for the person who runs a collector, about settings that are legal but not what was meant. */
final class Warnings
{
    private Warnings()
    {
    }

    /**
     * Look at a started collector's settings.
     *
     * @param askedBytes receive buffer asked of the kernel.
     * @param givenBytes receive buffer that it gave.
     * @param policy     of the sources.
     * @return one sentence for each warning.
     */
    static List<String> of(final int askedBytes, final int givenBytes, final SourcePolicy policy)
    {
        final List<String> warnings = new ArrayList<>();
        if (givenBytes < askedBytes)
        {
            warnings.add("receiveBufferBytes: " + askedBytes + " asked, " + givenBytes + " given: bursts may be lost" +
                (isLinux() ? "; raise net.core.rmem_max" : ""));
        }
        if (policy.allowed().isEmpty())
        {
            warnings.add("allow: no network given: datagrams of any source are accepted");
        }
        return List.copyOf(warnings);
    }

    private static boolean isLinux()
    {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    }
}
