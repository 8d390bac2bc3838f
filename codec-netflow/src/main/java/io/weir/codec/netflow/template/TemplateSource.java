package io.weir.codec.netflow.template;

import static java.util.Objects.requireNonNull;

import io.weir.exporter.Protocol;
import io.weir.wire.IpText;

/**
 * Whose templates they are. Immutable.
 *
 * @param protocol    NetFlow version 9 or IPFIX.
 * @param addressHigh high 64 bits of the exporter's address.
 * @param addressLow  low 64 bits of the exporter's address, IPv4 in its mapped form.
 * @param domain      observation domain, or source id.
 */
public record TemplateSource(Protocol protocol, long addressHigh, long addressLow, long domain)
{
    /**
     * Check that there is a protocol.
     *
     * @param protocol    NetFlow version 9 or IPFIX.
     * @param addressHigh high 64 bits of the exporter's address.
     * @param addressLow  low 64 bits of the exporter's address, IPv4 in its mapped form.
     * @param domain      observation domain, or source id.
     */
    public TemplateSource
    {
        requireNonNull(protocol);
    }

    /** {@return the address as text} */
    public String address()
    {
        return IpText.of(addressHigh, addressLow);
    }
}
