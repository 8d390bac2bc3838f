package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.key.KeyContext;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Text of filters: it parses, and means what its own text means, or is refused with a message. */
@Tag("tooling")
class FilterFuzzTest
{
    private final FlowRecord record = new FlowRecord();

    FilterFuzzTest()
    {
        record.putAddress4(Slots.IP_SOURCE, 0xC000_0201L);
        record.put(Slots.L4_PROTOCOL, 6);
        record.put(Slots.L4_SOURCE_PORT, 443);
    }

    static Stream<byte[]> inputs()
    {
        final List<byte[]> seeds = Stream.of(
            "ipsource=192.0.2.1&tcpsourceport=443", "ipsource!=10.0.0.0,10.0.0.1|(ipprotocol=6&tcpflags~..1.*)",
            "ipsource,ipdestination,or:[tcpsourceport]:[udpsourceport]", "mask:ipsource:24,null:vlan:none",
            "range:tcpsourceport:0:1023", "stack~.*ip.ip.*", "ip6source=2001:db8::/32", "ipsource.1,vni,macsource")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        return Stream.concat(Stream.concat(seeds.stream(), Corpus.damaged(seeds)), Corpus.found("filter.hex"));
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldParseOrRefuseAnyText(final byte[] input)
    {
        final String text = new String(input, StandardCharsets.UTF_8);
        try
        {
            final Filter filter = Filter.parse(text);
            final boolean matches = filter.matches(KeyContext.of(record));
            assertEquals(matches, Filter.parse(filter.toString()).matches(KeyContext.of(record)));
        }
        catch (final IllegalArgumentException e)
        {
            assertNotNull(e.getMessage());
        }
    }
}
