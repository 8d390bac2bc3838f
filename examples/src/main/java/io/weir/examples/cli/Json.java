package io.weir.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** JSON as weir prints it: one object a line, members in a fixed order, numbers without exponents. Thread safe. */
final class Json
{
    private static final JsonMapper MAPPER =
        JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();
    private static final int RATE_DIGITS = 3;

    private Json()
    {
    }

    /** {@return an empty object} */
    static ObjectNode object()
    {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Text of a node, without line breaks.
     *
     * @param node to write.
     * @return the text.
     */
    static String text(final JsonNode node)
    {
        try
        {
            return MAPPER.writeValueAsString(node);
        }
        catch (final JsonProcessingException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Put numbers as {@link #putRate} does.
     *
     * @param object  to put them into.
     * @param name    of the member.
     * @param numbers to put.
     */
    static void putRates(final ObjectNode object, final String name, final List<Double> numbers)
    {
        final ArrayNode array = object.putArray(name);
        for (final double number : numbers)
        {
            array.add(rounded(number));
        }
    }

    /**
     * Put a rate with three decimals, whole where it is whole, null where it is not a number.
     *
     * @param object to put it into.
     * @param name   of the member.
     * @param rate   to put.
     */
    static void putRate(final ObjectNode object, final String name, final double rate)
    {
        object.set(name, rounded(rate));
    }

    private static JsonNode rounded(final double rate)
    {
        if (!Double.isFinite(rate))
        {
            return NullNode.getInstance();
        }
        final BigDecimal rounded = BigDecimal.valueOf(rate).setScale(RATE_DIGITS, RoundingMode.HALF_EVEN);
        final BigDecimal plain = rounded.stripTrailingZeros();
        return DecimalNode.valueOf(plain.scale() < 0 ? plain.setScale(0) : plain);
    }
}
