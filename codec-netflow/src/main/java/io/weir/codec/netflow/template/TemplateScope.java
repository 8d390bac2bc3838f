package io.weir.codec.netflow.template;

/** For which datagrams a template counts, beside those of the same domain. */
public enum TemplateScope
{
    /** For those of the same address and port; where they have none, the latest of the same address. */
    SESSION_THEN_ADDRESS,
    /** For those of the same address and port. */
    SESSION,
    /** For those of the same address. */
    ADDRESS
}
