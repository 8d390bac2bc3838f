package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.flowcache.key.Keys;
import io.weir.record.ElementNames;
import io.weir.record.ElementSlots;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.NamedElement;
import io.weir.record.NamedElement.Kind;
import io.weir.testkit.Allocation;
import io.weir.time.ManualTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Information elements as keys and in filters. */
class ElementFlowsTest
{
    private static final List<NamedElement> ELEMENTS = List.of(
        new NamedElement(0, 8, "sourceIPv4Address", Kind.IPV4),
        new NamedElement(0, 27, "sourceIPv6Address", Kind.IPV6),
        new NamedElement(0, 56, "sourceMacAddress", Kind.MAC),
        new NamedElement(0, 95, "applicationId", Kind.NUMBER),
        new NamedElement(0, 371, "userName", Kind.TEXT),
        new NamedElement(25_461, 701, "appName", Kind.TEXT));

    private static final ElementNames NAMES = new ElementNames()
    {
        @Override
        public NamedElement element(final String name)
        {
            return ELEMENTS.stream().filter(element -> name.equals(element.name())).findFirst().orElse(null);
        }

        @Override
        public NamedElement element(final long enterprise, final int id)
        {
            return ELEMENTS.stream().filter(element -> enterprise == element.enterprise() && id == element.id())
                .findFirst().orElse(null);
        }

        @Override
        public Collection<String> elementNames()
        {
            return ELEMENTS.stream().map(NamedElement::name).toList();
        }
    };

    private final FlowCache flows = FlowCache.builder().elements(NAMES).build();
    private final ShardHandle shard = flows.newShard(RunMode.REPLAY, new ManualTime(1_000_000_000L));

    @ParameterizedTest
    @CsvSource({ "ipfix:8, 10.0.0.1", "ipfix:sourceIPv4Address, 10.0.0.1", "ipfix:27, 2001:DB8::9",
        "ipfix:sourceMacAddress, 020000000005", "ipfix:95, 218103888", "ipfix:applicationId, 218103888",
        "ipfix:userName, ann", "ipfix:25461/701, web", "ipfix:appName, web", "ipfix:57554, 7",
        "mask:ipfix\\:sourceIPv4Address:8, 10.0.0.0", "concat:/:ipfix\\:userName:ipfix\\:95, ann/218103888",
        "null:ipfix\\:96:none, none" })
    void shouldCountByElements(final String key, final String expected)
    {
        define(key, "");
        shard.onFlowRecord(record());
        assertEquals(List.of(expected), keys());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = { "ipfix:sourceIPv4Address=10.0.0.0/8; 1", "ipfix:8=10.0.0.2; 0",
        "ipfix:applicationId=218103888&ipfix:userName=ann,bob; 1", "ipfix:userName~a.*; 1", "ipfix:96=null; 1",
        "ipfix:96!=null; 0", "ipfix:25461/701=web; 1" })
    void shouldFilterByElements(final String filter, final int expected)
    {
        define("agent", filter);
        shard.onFlowRecord(record());
        assertEquals(expected, keys().size());
    }

    @Test
    void shouldNotCountRecordsThatLackTheElement()
    {
        define("ipfix:95", "");
        shard.onFlowRecord(new FlowRecord().put(Field.BYTES, 1));
        assertEquals(List.of(), keys());
        assertEquals(1, flows.accounting("f").filteredRecords());
    }

    @Test
    void shouldWantTheElementsOfAllDefinitionsInSlotsOfTheirOwn()
    {
        define("ipfix:95,ipfix:userName", "");
        flows.define(FlowSpec.builder("g").keys("ipfix:userName").filter("ipfix:8=10.0.0.1").build());
        shard.onFlowRecord(record());

        final List<Field> wanted = flows.newShard(RunMode.REPLAY, new ManualTime(1)).wanted().elements().fields();
        assertEquals(List.of(Field.element(0, 95), Field.elementText(0, 371), Field.element(0, 8)), wanted);
        assertEquals("218103888,ann", flows.topTotals("f", 1).get(0).key());
        assertEquals("ann", flows.topTotals("g", 1).get(0).key());
    }

    @Test
    void shouldFollowElementsFromOneSlotToAnother()
    {
        define("ipfix:95", "");
        shard.onFlowRecord(new FlowRecord().put(Field.element(0, 95), 1).put(Field.BYTES, 10));
        shard.onFlowRecord(new FlowRecord().put(Field.element(0, 8), 9).put(Field.element(0, 95), 1)
            .put(Field.BYTES, 10));
        assertEquals(1, flows.topTotals("f", 9).size());
        assertEquals(20, flows.topTotals("f", 9).get(0).total());
    }

    @Test
    void shouldKnowNumbersWithoutNames()
    {
        assertEquals("218103888", Keys.find("ipfix:95").orElseThrow().format(record()));
        assertNull(Keys.find("ipfix:9/1").orElseThrow().format(record()));
        final FlowCache nameless = FlowCache.builder().build();
        nameless.define(FlowSpec.builder("f").keys("ipfix:8").build());
        final String message = assertThrows(IllegalArgumentException.class,
            () -> nameless.define(FlowSpec.builder("g").keys("ipfix:userName").build())).getMessage();
        assertTrue(message.contains("unknown element 'ipfix:userName'") && message.contains("ipfix:95"), message);
    }

    @Test
    void shouldSuggestNamesOfElements()
    {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> define("ipfix:applicationID", "")).getMessage();
        assertTrue(message.contains("did you mean applicationId"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = { "ipfix:", "ipfix:1/2/3", "ipfix:70000", "ipfix:99999999999/1", "ipfix:4294967296/1",
        "ipfix:-1", "ipfix:a b" })
    void shouldRefuseWhatIsNoElement(final String key)
    {
        assertThrows(IllegalArgumentException.class, () -> FlowSpec.builder("f").keys(key).build());
    }

    @Test
    void shouldRefuseMoreElementsThanARecordHolds()
    {
        final String most = IntStream.range(500, 500 + ElementSlots.MAX / 2)
            .mapToObj(id -> "ipfix:" + id).collect(Collectors.joining(","));
        final String more = most.replace("ipfix:5", "ipfix:6");
        define(most.substring(0, most.lastIndexOf(',')), "");
        flows.define(FlowSpec.builder("g").keys(more.substring(0, more.lastIndexOf(','))).build());
        flows.define(FlowSpec.builder("h").keys("ipfix:1,ipfix:2").build());
        assertThrows(IllegalStateException.class,
            () -> flows.define(FlowSpec.builder("i").keys("ipfix:3").build()));
        assertEquals(3, flows.definitions().size());
    }

    @Test
    void shouldAllocateNothing()
    {
        define("ipfix:95,ipfix:userName,ipfix:27", "ipfix:8=10.0.0.0/8");
        final FlowRecord record = record();
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 50_000; i++)
            {
                shard.onFlowRecord(record);
            }
        }));
    }

    private void define(final String keys, final String filter)
    {
        flows.define(FlowSpec.builder("f").keys(keys).filter(filter).build());
    }

    private List<String> keys()
    {
        return flows.topTotals("f", 10).stream().map(FlowRow::key).toList();
    }

    private static FlowRecord record()
    {
        return new FlowRecord().put(Field.BYTES, 100).put(Field.FRAMES, 1)
            .putAddress(Field.AGENT, 0, 0xFFFF_C000_0201L)
            .put(Field.element(0, 8), 0x0A00_0001L)
            .putAddress(Field.element(0, 27), 0x2001_0DB8_0000_0000L, 9)
            .put(Field.element(0, 56), 0x0200_0000_0005L)
            .put(Field.element(0, 95), 0x0D00_0050L)
            .put(Field.element(0, 57_554), 7)
            .putText(Field.elementText(0, 371), "ann".getBytes(StandardCharsets.UTF_8))
            .putText(Field.elementText(25_461, 701), "web".getBytes(StandardCharsets.UTF_8));
    }
}
