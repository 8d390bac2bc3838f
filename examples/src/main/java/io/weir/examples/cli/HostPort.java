package io.weir.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.InetSocketAddress;

/** Reads and writes an address with a port: {@code 192.0.2.1:2055}, {@code host.example:6343}, {@code [::1]:6343}. */
final class HostPort implements ITypeConverter<InetSocketAddress>
{
    private static final int MAX_PORT = 65_535;

    @Override
    public InetSocketAddress convert(final String value)
    {
        final int colon = value.lastIndexOf(':');
        final String host = colon < 0 ? "" : value.substring(0, colon);
        final String port = value.substring(colon + 1);
        if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > MAX_PORT ||
            0 == Integer.parseInt(port))
        {
            throw new TypeConversionException(
                "'" + value + "' is not an address with a port, write it like 192.0.2.1:6343 or [::1]:6343");
        }
        final InetSocketAddress address = new InetSocketAddress(
            host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(port));
        if (address.isUnresolved())
        {
            throw new TypeConversionException("the name " + host + " is not known");
        }
        return address;
    }

    /**
     * Text of an address and its port.
     *
     * @param address resolved.
     * @return such as {@code [::1]:6343}.
     */
    static String text(final InetSocketAddress address)
    {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
