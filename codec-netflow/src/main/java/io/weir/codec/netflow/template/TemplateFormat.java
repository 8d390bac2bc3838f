package io.weir.codec.netflow.template;

/** How a template record is laid out on the wire. */
public enum TemplateFormat
{
    /** Data template of NetFlow version 9. */
    V9_DATA(false, true),
    /** Options template of NetFlow version 9. */
    V9_OPTIONS(true, true),
    /** Template of IPFIX. */
    IPFIX_DATA(false, false),
    /** Options template of IPFIX. */
    IPFIX_OPTIONS(true, false);

    private final boolean options;
    private final boolean version9;

    TemplateFormat(final boolean options, final boolean version9)
    {
        this.options = options;
        this.version9 = version9;
    }

    /** {@return whether the records are about the exporter and not about flows} */
    public boolean isOptions()
    {
        return options;
    }

    /** {@return whether it is NetFlow version 9: no enterprise numbers, and scopes have types of their own} */
    public boolean isVersion9()
    {
        return version9;
    }
}
