package io.weir.codec.netflow.template;

import io.weir.wire.DecodeStatus;

/**
 * Something that happened to a template. Immutable.
 *
 * @param kind     what happened.
 * @param source   whose template it is.
 * @param port     that the exporter sent from; 65536 where the scope of templates is the address.
 * @param id       of the template.
 * @param template that counts now, or counted until now; null when one was refused.
 * @param reason   why it was refused; {@link DecodeStatus#OK} when it was not.
 * @param timeNs   receive time of the datagram with which it happened, epoch nanoseconds.
 */
public record TemplateEvent(
    Kind kind,
    TemplateSource source,
    int port,
    int id,
    Template template,
    DecodeStatus reason,
    long timeNs)
{
    /** What happens to templates. */
    public enum Kind
    {
        /** It is new. */
        LEARNED,
        /** It says something else than before. */
        CHANGED,
        /** The exporter took it back, over a stream. */
        WITHDRAWN,
        /** The exporter did not repeat it for its lifetime, restarted, or is forgotten. */
        EXPIRED,
        /** It is broken or there is no room; what it would replace stays. Told once a second for each source. */
        REFUSED
    }
}
