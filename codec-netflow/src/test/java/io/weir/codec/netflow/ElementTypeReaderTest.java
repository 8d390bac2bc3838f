package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.element.Element;
import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.codec.netflow.element.ElementSemantics;
import io.weir.codec.netflow.element.ElementTable;
import io.weir.codec.netflow.element.ElementType;
import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateFormat;
import io.weir.testkit.DecoderKit;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Elements of enterprises, as exporters describe them on the wire. */
class ElementTypeReaderTest
{
    private static final int CERT = 6_871;
    private static final Template TYPES = Template.builder(TemplateFormat.IPFIX_OPTIONS, 256)
        .scope(346, 4).scope(303, 2).field(339, 1).field(344, 1).field(345, 2)
        .field(341, Template.VARIABLE_LENGTH).build();

    private final NetflowDecoder.Provider provider = NetflowDecoder.builder()
        .elements(List.of(new Element(CERT, 1, "mine", ElementType.STRING, ElementSemantics.DEFAULT))).build();
    private final DecoderKit kit = DecoderKit.keeping(provider);
    private final IpfixMessageWriter writer = new IpfixMessageWriter(1);
    private final byte[] buffer = new byte[1_400];

    private void tell(final long enterprise, final int id, final int type, final int semantics, final String name)
    {
        writer.begin(buffer, 0, buffer.length).exportTime(DecoderKit.TIME_NS);
        writer.template(TYPES);
        writer.beginRecord(TYPES).number(enterprise).number(id).number(type).number(semantics).number(0).text(name)
            .endRecord();
        kit.decode(Arrays.copyOf(buffer, writer.finish()));
    }

    @Test
    void shouldLearnAnElement()
    {
        tell(CERT, 18, 2, 4, "silkAppLabel");
        tell(CERT, 21, 3, 1, "reverseFlowDeltaMilliseconds\0\0");
        tell(CERT, 0x8000 | 22, 23, 99, "huge");
        assertEquals(new Element(CERT, 18, "silkAppLabel", ElementType.UNSIGNED16, ElementSemantics.IDENTIFIER),
            provider.elements().find(CERT, 18).orElseThrow());
        assertEquals("reverseFlowDeltaMilliseconds", provider.elements().find(CERT, 21).orElseThrow().name());
        assertEquals(new Element(CERT, 22, "huge", ElementType.UNSIGNED256, ElementSemantics.DEFAULT),
            provider.elements().find(CERT, 22).orElseThrow());
        tell(CERT, 18, 3, 4, "silkAppLabel");
        assertEquals(ElementType.UNSIGNED32, provider.elements().find(CERT, 18).orElseThrow().type());
        assertEquals(3, provider.elements().learnedCount());
        assertEquals(0, provider.elements().refusedCount());
        assertEquals("silkAppLabel", provider.elements().registry().find("silkAppLabel").orElseThrow().name());
    }

    @Test
    void shouldNotLearnWhatIsKnownOrOdd()
    {
        tell(0, 1, 13, 0, "notOctetDeltaCount");
        tell(CERT, 1, 13, 0, "other");
        tell(CERT, 2, 13, 0, "");
        tell(CERT, 3, 13, 0, "two words");
        tell(CERT, 4, 13, 0, "x\u001b[31m");
        tell(CERT, 5, 13, 0, "x".repeat(65));
        tell(CERT, 6, 13, 0, "x".repeat(300));
        assertEquals("octetDeltaCount", provider.elements().find(0, 1).orElseThrow().name());
        assertEquals("mine", provider.elements().find(CERT, 1).orElseThrow().name());
        assertEquals(0, provider.elements().learnedCount());
        assertEquals(6, provider.elements().refusedCount());
    }

    @Test
    void shouldBoundWhatItLearns()
    {
        final ElementTable table = new ElementTable(ElementRegistry.standard());
        for (int id = 0; id < ElementTable.MAX_LEARNED; id++)
        {
            assertTrue(table.learn(element(id, "e" + id)));
        }
        assertFalse(table.learn(element(ElementTable.MAX_LEARNED, "more")));
        assertTrue(table.learn(element(7, "renamed")));
        assertTrue(table.learn(element(7, "renamed")));
        assertEquals(ElementTable.MAX_LEARNED, table.learnedCount());
        assertEquals(1, table.refusedCount());
    }

    private static Element element(final int id, final String name)
    {
        return new Element(99, id, name, ElementType.STRING, ElementSemantics.DEFAULT);
    }

    @Test
    void shouldNumberTypesAsTheRegistryDoes()
    {
        assertEquals(ElementType.OCTET_ARRAY, ElementType.ofNumber(0));
        assertEquals(ElementType.UNSIGNED64, ElementType.ofNumber(4));
        assertEquals(ElementType.SIGNED8, ElementType.ofNumber(5));
        assertEquals(ElementType.FLOAT64, ElementType.ofNumber(10));
        assertEquals(ElementType.STRING, ElementType.ofNumber(13));
        assertEquals(ElementType.DATE_TIME_NANOSECONDS, ElementType.ofNumber(17));
        assertEquals(ElementType.IPV6_ADDRESS, ElementType.ofNumber(19));
        assertEquals(ElementType.SUB_TEMPLATE_MULTI_LIST, ElementType.ofNumber(22));
        assertEquals(ElementType.UNSIGNED256, ElementType.ofNumber(23));
        assertNull(ElementType.ofNumber(24));
        assertNull(ElementType.ofNumber(-1));
        assertEquals(ElementSemantics.SNMP_GAUGE, ElementSemantics.ofNumber(8));
        assertEquals(ElementSemantics.DEFAULT, ElementSemantics.ofNumber(-1));
    }

    @Test
    void shouldKnowElementsOfEnterprisesAndKeepIanasNames()
    {
        final ElementRegistry registry = ElementRegistry.standard();
        assertEquals("serverBytesNetwork", registry.find(9, 8_337).orElseThrow().name());
        assertEquals("tenantSourceIPv4", registry.find(6_876, 881).orElseThrow().name());
        assertEquals("juniperCommonPropertiesId", registry.find(2_636, 137).orElseThrow().name());
        final ElementRegistry with = registry.with(
            List.of(new Element(77, 5, "octetDeltaCount", ElementType.STRING, ElementSemantics.DEFAULT)));
        assertEquals(0, with.find("octetDeltaCount").orElseThrow().enterprise());
        assertEquals("octetDeltaCount", with.find(77, 5).orElseThrow().name());
    }
}
