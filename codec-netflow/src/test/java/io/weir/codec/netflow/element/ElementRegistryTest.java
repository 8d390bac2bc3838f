package io.weir.codec.netflow.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;

class ElementRegistryTest
{
    private static final ElementSemantics PLAIN = ElementSemantics.DEFAULT;

    @Test
    void shouldKnowIanasElements()
    {
        final ElementRegistry registry = ElementRegistry.standard();
        assertEquals(
            new Element(0, 1, "octetDeltaCount", ElementType.UNSIGNED64, ElementSemantics.DELTA_COUNTER),
            registry.find(0, 1).orElseThrow());
        assertTrue(registry.find("octetTotalCount").orElseThrow().semantics().isCounter());
        assertFalse(registry.find("protocolIdentifier").orElseThrow().semantics().isCounter());
        assertEquals(27, registry.find("sourceIPv6Address").orElseThrow().id());
        assertEquals(ElementType.DATE_TIME_MILLISECONDS, registry.find(0, 152).orElseThrow().type());
        assertEquals(ElementType.SUB_TEMPLATE_MULTI_LIST, registry.find(0, 293).orElseThrow().type());
        assertTrue(registry.all().size() > 450);
    }

    @Test
    void shouldNameEveryElementOnce()
    {
        final HashSet<String> names = new HashSet<>();
        ElementRegistry.standard().all().forEach(element -> assertTrue(names.add(element.name()), element.name()));
    }

    @Test
    void shouldKeepEnterprisesApartAndNotKnowTheUnknown()
    {
        final ElementRegistry registry = ElementRegistry.standard();
        assertTrue(registry.find(9, 1).isEmpty());
        assertTrue(registry.find(0, 32_000).isEmpty());
        assertTrue(registry.find("noSuchElement").isEmpty());
    }

    @Test
    void shouldAddElementsAndLeaveTheStandardAlone()
    {
        final Element mine = new Element(65_545, 7, "mine", ElementType.STRING, PLAIN);
        final Element other = new Element(0, 1, "octets", ElementType.UNSIGNED64, PLAIN);
        final ElementRegistry registry = ElementRegistry.standard().with(List.of(mine, other));
        assertEquals(mine, registry.find(65_545, 7).orElseThrow());
        assertEquals(mine, registry.find("mine").orElseThrow());
        assertEquals("octets", registry.find(0, 1).orElseThrow().name());
        assertTrue(registry.find("octetDeltaCount").isEmpty());
        assertTrue(ElementRegistry.standard().find("mine").isEmpty());
    }

    @Test
    void shouldCopyNothingWhenThereIsNothingToAdd()
    {
        assertSame(ElementRegistry.standard(), ElementRegistry.standard().with(List.of()));
    }

    @Test
    void shouldPreferIanasElementsByName()
    {
        final Element mine = new Element(77, 1, "octetDeltaCount", ElementType.UNSIGNED64, PLAIN);
        final ElementRegistry registry = ElementRegistry.standard().with(List.of(mine));
        assertEquals(0, registry.find("octetDeltaCount").orElseThrow().enterprise());
        assertEquals(mine, registry.find(77, 1).orElseThrow());
    }

    @Test
    void shouldReadLinesWhateverTheirEnds()
    {
        final ElementFile file = ElementFile.of("# comment\r\n\r\n9\t12\tone\tstring\tdefault\r\n" +
            "# more\n0\t65535\ttwo\tunsigned8\tflags");
        assertEquals(new Element(9, 12, "one", ElementType.STRING, PLAIN), file.next());
        assertEquals(new Element(0, 65_535, "two", ElementType.UNSIGNED8, ElementSemantics.FLAGS), file.next());
        assertNull(file.next());
        assertNull(file.next());
    }

    @Test
    void shouldRefuseNumbersOutOfRange()
    {
        assertThrows(IllegalArgumentException.class, () -> new Element(-1, 1, "x", ElementType.STRING, PLAIN));
        assertThrows(IllegalArgumentException.class,
            () -> new Element(0x1_0000_0000L, 1, "x", ElementType.STRING, PLAIN));
        assertEquals("x: number is out of range: enterprise=0 id=65536",
            assertThrows(IllegalArgumentException.class,
                () -> new Element(0, 65_536, "x", ElementType.STRING, PLAIN)).getMessage());
    }
}
