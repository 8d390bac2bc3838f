package io.weir.collector;

import io.weir.exporter.NetworkSet;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks of what a builder was given. Each failure names the setting, the value and what is allowed. */
final class Settings
{
    private static final int MAX_EXPORTERS = 1 << 20;

    private Settings()
    {
    }

    static void range(final String setting, final long value, final long min, final long max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(setting + ": " + value + " is outside " + min + ".." + max);
        }
    }

    static void maxExporters(final int value)
    {
        range("maxExporters", value, 1, MAX_EXPORTERS);
    }

    static NetworkSet networks(final String setting, final List<String> networks)
    {
        try
        {
            return NetworkSet.of(networks);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
        }
    }

    static void decoders(final List<DecoderProvider> providers)
    {
        if (providers.isEmpty())
        {
            throw new IllegalArgumentException("decoders: none given, at least one is needed");
        }
        final Set<String> names = new HashSet<>();
        for (final DecoderProvider provider : providers)
        {
            if (!names.add(provider.name()))
            {
                throw new IllegalArgumentException("decoders: " + provider.name() + " is given twice");
            }
        }
    }

    static void sinks(final List<RecordSink> sinks)
    {
        for (int i = 0; i < sinks.size(); i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (sinks.get(i) == sinks.get(j))
                {
                    throw new IllegalArgumentException("sink: " + sinks.get(i) + " is given twice");
                }
            }
        }
    }

    static void addresses(final List<InetSocketAddress> addresses)
    {
        if (addresses.isEmpty())
        {
            throw new IllegalArgumentException("listen: no address given, at least one is needed");
        }
        final Set<InetSocketAddress> seen = new HashSet<>();
        for (final InetSocketAddress address : addresses)
        {
            if (address.isUnresolved())
            {
                throw new IllegalArgumentException(
                    "listen: the name " + address.getHostString() + " is not known, so that port " +
                    address.getPort() + " cannot be bound");
            }
            if (0 != address.getPort() && !seen.add(address))
            {
                throw new IllegalArgumentException("listen: " + text(address) + " is named twice");
            }
        }
    }

    static String text(final InetSocketAddress address)
    {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
