package io.weir.codec.netflow.template;

import static java.util.Objects.requireNonNull;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Describes a template field by field, for an exporter. Not thread safe.
 *
 * <p>What {@link #build()} returns has gone through a {@link TemplateView}, so that it obeys the bounds of a template
 * that came from a network.
 */
public final class TemplateBuilder
{
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int OPTIONS_HEADER_LENGTH = 6;
    private static final int DATA_HEADER_LENGTH = 4;
    private static final int SPECIFIER_LENGTH = 4;
    private static final int ENTERPRISE_LENGTH = 4;

    private final TemplateFormat format;
    private final int id;
    private final List<Long> scopes = new ArrayList<>();
    private final List<Long> fields = new ArrayList<>();

    TemplateBuilder(final TemplateFormat format, final int id)
    {
        this.format = requireNonNull(format);
        this.id = id;
    }

    /**
     * Add a scope field; those come first in a record.
     *
     * @param type   scope type in NetFlow version 9, element id in IPFIX.
     * @param length in bytes.
     * @return this builder.
     */
    public TemplateBuilder scope(final int type, final int length)
    {
        scopes.add(packed(0, type, length));
        return this;
    }

    /**
     * Add a field of an IANA element, or of a private type of NetFlow version 9.
     *
     * @param elementId of it, 0..32767, in NetFlow version 9 to 65535.
     * @param length    in bytes, or {@link Template#VARIABLE_LENGTH}.
     * @return this builder.
     */
    public TemplateBuilder field(final int elementId, final int length)
    {
        return field(0, elementId, length);
    }

    /**
     * Add a field of an element of an enterprise.
     *
     * @param enterprise private enterprise number, 0..2^32-1; must be 0 in NetFlow version 9.
     * @param elementId  of it, 0..32767.
     * @param length     in bytes, or {@link Template#VARIABLE_LENGTH}.
     * @return this builder.
     */
    public TemplateBuilder field(final long enterprise, final int elementId, final int length)
    {
        fields.add(packed(enterprise, elementId, length));
        return this;
    }

    private long packed(final long enterprise, final int elementId, final int length)
    {
        final int maxId = format.isVersion9() ? 0xFFFF : ENTERPRISE_BIT - 1;
        if (enterprise < 0 || enterprise > (format.isVersion9() ? 0 : 0xFFFF_FFFFL) ||
            elementId < 0 || elementId > maxId || length < 0 || length > Template.VARIABLE_LENGTH)
        {
            throw new IllegalArgumentException("template " + id + ": field is out of range: enterprise=" + enterprise +
                " elementId=" + elementId + " length=" + length + " format=" + format);
        }
        return Template.field(enterprise, elementId, length);
    }

    /**
     * Check and build.
     *
     * @return the template.
     * @throws IllegalArgumentException if it breaks its specification or a bound of {@link TemplateView}.
     */
    public Template build()
    {
        final byte[] buffer = new byte[OPTIONS_HEADER_LENGTH +
            (scopes.size() + fields.size()) * (SPECIFIER_LENGTH + ENTERPRISE_LENGTH)];
        int at = putHeader(buffer);
        for (final long scope : scopes)
        {
            at = putSpecifier(buffer, at, scope);
        }
        for (final long field : fields)
        {
            at = putSpecifier(buffer, at, field);
        }
        final TemplateView view = new TemplateView();
        final DecodeStatus status = view.wrap(format, buffer, 0, at);
        final boolean hasRightScopes = scopes.isEmpty() != format.isOptions();
        if (DecodeStatus.OK != status || view.isWithdrawal() || !hasRightScopes || id > 0xFFFF)
        {
            throw new IllegalArgumentException("template " + id + ": is no template: format=" + format +
                " scopeFields=" + scopes.size() + " fields=" + fields.size() + " status=" + status);
        }
        return view.toTemplate();
    }

    private int putHeader(final byte[] buffer)
    {
        Wire.putU16(buffer, 0, id);
        if (!format.isOptions())
        {
            Wire.putU16(buffer, 2, fields.size());
            return DATA_HEADER_LENGTH;
        }
        final boolean inBytes = format.isVersion9();
        Wire.putU16(buffer, 2, inBytes ? scopes.size() * SPECIFIER_LENGTH : scopes.size() + fields.size());
        Wire.putU16(buffer, 4, inBytes ? fields.size() * SPECIFIER_LENGTH : scopes.size());
        return OPTIONS_HEADER_LENGTH;
    }

    private static int putSpecifier(final byte[] buffer, final int at, final long field)
    {
        final long enterprise = field >>> 32;
        Wire.putU16(buffer, at, (int)(field >>> 16) & 0xFFFF | (0 == enterprise ? 0 : ENTERPRISE_BIT));
        Wire.putU16(buffer, at + 2, (int)field & 0xFFFF);
        if (0 == enterprise)
        {
            return at + SPECIFIER_LENGTH;
        }
        Wire.putU32(buffer, at + SPECIFIER_LENGTH, enterprise);
        return at + SPECIFIER_LENGTH + ENTERPRISE_LENGTH;
    }
}
