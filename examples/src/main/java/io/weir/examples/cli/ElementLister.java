package io.weir.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.codec.netflow.DataRecordView;
import io.weir.codec.netflow.element.Element;
import io.weir.codec.netflow.element.ElementTable;
import io.weir.codec.netflow.element.ElementType;
import io.weir.codec.netflow.template.Template;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes the fields of NetFlow version 9 and IPFIX records, and of templates, as JSON: by the names of their elements,
 * with values in the form that their types ask for. What is not known is named by its numbers, as in
 * {@code 25461/23933}, and is a number where it is short and hexadecimal where it is not.
 */
final class ElementLister
{
    private static final HexFormat HEX = HexFormat.of();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long REVERSE = 29_305;
    private static final long NTP_TO_EPOCH_SECONDS = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000L;
    private static final long MICROSECOND_BITS = ~0x7FFL;
    private static final int MAX_TEXT_BYTES = 256;
    private static final int IPV6_LENGTH = 16;
    private static final int MAC_LENGTH = 6;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final String[] SCOPES = { "", "system", "interface", "lineCard", "cache", "template" };

    private final ElementTable elements;

    /**
     * A lister.
     *
     * @param elements that are known.
     */
    ElementLister(final ElementTable elements)
    {
        this.elements = elements;
    }

    /**
     * The fields of a record, in their order; one that occurs more than once is a list.
     *
     * @param record with its cursor before the first field.
     * @param scope  whether to take the scope fields of an options record, or the others.
     * @return an object, empty when there are none.
     */
    ObjectNode fields(final DataRecordView record, final boolean scope)
    {
        final ObjectNode fields = Json.object();
        while (record.nextField())
        {
            if (scope == record.isScope())
            {
                put(fields, name(record.template(), record.fieldIndex()), value(record));
            }
        }
        return fields;
    }

    private static void put(final ObjectNode fields, final String name, final JsonNode value)
    {
        final JsonNode present = fields.get(name);
        if (null == present)
        {
            fields.set(name, value);
        }
        else if (present instanceof ArrayNode list)
        {
            list.add(value);
        }
        else
        {
            fields.putArray(name).add(present).add(value);
        }
    }

    /**
     * Put what a template says.
     *
     * @param line     to put it into.
     * @param template to read.
     */
    void put(final ObjectNode line, final Template template)
    {
        line.put("template", template.id());
        line.put("options", template.format().isOptions());
        if (template.format().isOptions())
        {
            line.put("scopeFields", template.scopeFieldCount());
        }
        final ArrayNode fields = line.putArray("fields");
        for (int i = 0; i < template.fieldCount(); i++)
        {
            final ObjectNode field = fields.addObject();
            field.put("name", name(template, i));
            field.put("id", template.elementId(i));
            if (0 != template.enterprise(i))
            {
                field.put("enterprise", template.enterprise(i));
            }
            if (Template.VARIABLE_LENGTH == template.fieldLength(i))
            {
                field.put("length", "variable");
            }
            else
            {
                field.put("length", template.fieldLength(i));
            }
        }
    }

    private String name(final Template template, final int index)
    {
        final int id = template.elementId(index);
        final long enterprise = template.enterprise(index);
        if (template.format().isVersion9() && index < template.scopeFieldCount() && id > 0 && id < SCOPES.length)
        {
            return SCOPES[id];
        }
        if (REVERSE == enterprise)
        {
            return elements.find(0, id).map(element -> reverse(element.name())).orElse(enterprise + "/" + id);
        }
        return elements.find(enterprise, id).map(Element::name)
            .orElse(0 == enterprise ? Integer.toString(id) : enterprise + "/" + id);
    }

    /**
     * Name of the element for the reverse direction of a biflow.
     *
     * @param name of the element.
     * @return the name.
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5103#section-6.1">RFC 5103, section 6.1</a>
     */
    static String reverse(final String name)
    {
        return "reverse" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private JsonNode value(final DataRecordView record)
    {
        final boolean isScopeType = record.isScope() && record.template().format().isVersion9();
        final Optional<Element> element = isScopeType ? Optional.empty() :
            elements.find(REVERSE == record.enterprise() ? 0 : record.enterprise(), record.elementId());
        final JsonNode typed = element.isPresent() ? typed(record, element.get().type()) : null;
        return null != typed ? typed : record.isNumber() ? unsigned(record.number()) : hex(record);
    }

    /* The value by its type, or null where its length does not fit that. */
    private static JsonNode typed(final DataRecordView record, final ElementType type)
    {
        final int length = record.fieldLength();
        switch (type)
        {
            case STRING:
                return NODES.textNode(text(record));
            case IPV4_ADDRESS:
                return Integer.BYTES == length ? NODES.textNode(IpText.v4(record.number())) : address6(record);
            case IPV6_ADDRESS:
                return address6(record);
            case MAC_ADDRESS:
                return MAC_LENGTH == length ? NODES.textNode(CounterFields.mac(record.number())) : null;
            case OCTET_ARRAY:
            case BASIC_LIST:
            case SUB_TEMPLATE_LIST:
            case SUB_TEMPLATE_MULTI_LIST:
                return hex(record);
            case FLOAT32:
            case FLOAT64:
                return Integer.BYTES == length ? number(Float.intBitsToFloat((int)record.number())) :
                    Long.BYTES == length ? number(Double.longBitsToDouble(record.number())) : null;
            case BOOLEAN:
                return record.isNumber() && (TRUE == record.number() || FALSE == record.number()) ?
                    NODES.booleanNode(TRUE == record.number()) : null;
            case SIGNED8:
            case SIGNED16:
            case SIGNED32:
            case SIGNED64:
                return record.isNumber() ? NODES.numberNode(signed(record.number(), length)) : null;
            default:
                return time(record, type);
        }
    }

    private static JsonNode time(final DataRecordView record, final ElementType type)
    {
        final boolean isLong = Long.BYTES == record.fieldLength();
        switch (type)
        {
            case DATE_TIME_SECONDS:
                return Integer.BYTES == record.fieldLength() ?
                    NODES.textNode(Instant.ofEpochSecond(record.number()).toString()) : null;
            case DATE_TIME_MILLISECONDS:
                return isLong ? NODES.textNode(Instant.ofEpochMilli(record.number()).toString()) : null;
            case DATE_TIME_MICROSECONDS:
                return isLong ? ntp(record.number() & MICROSECOND_BITS) : null;
            case DATE_TIME_NANOSECONDS:
                return isLong ? ntp(record.number()) : null;
            default:
                return null;
        }
    }

    private static JsonNode ntp(final long time)
    {
        return NODES.textNode(Instant.ofEpochSecond(
            (time >>> 32) - NTP_TO_EPOCH_SECONDS, (time & 0xFFFF_FFFFL) * NANOS >>> 32).toString());
    }

    private static JsonNode address6(final DataRecordView record)
    {
        return IPV6_LENGTH == record.fieldLength() ? NODES.textNode(IpText.of(
            Wire.u64(record.buffer(), record.fieldOffset()),
            Wire.u64(record.buffer(), record.fieldOffset() + Long.BYTES))) : null;
    }

    private static long signed(final long value, final int length)
    {
        final int unused = Long.SIZE - length * Byte.SIZE;
        return value << unused >> unused;
    }

    /* JSON has no word for what is not a number or infinite. */
    private static JsonNode number(final double value)
    {
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(Double.toString(value));
    }

    private static JsonNode unsigned(final long value)
    {
        return value >= 0 ? NODES.numberNode(value) : NODES.numberNode(new BigInteger(Long.toUnsignedString(value)));
    }

    private static JsonNode hex(final DataRecordView record)
    {
        return NODES.textNode(HEX.formatHex(
            record.buffer(), record.fieldOffset(), record.fieldOffset() + record.fieldLength()));
    }

    private static String text(final DataRecordView record)
    {
        int length = Math.min(record.fieldLength(), MAX_TEXT_BYTES);
        while (length > 0 && 0 == record.buffer()[record.fieldOffset() + length - 1])
        {
            length--;
        }
        return CounterFields.text(record.buffer(), record.fieldOffset(), length);
    }
}
