package io.weir.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.weir.flowcache.FlowSpec;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Text of keys: it parses, or is refused with a message. */
@Tag("tooling")
class KeysFuzzTest
{
    static Stream<byte[]> inputs()
    {
        final List<byte[]> seeds = Stream.of(
            "ipsource,ipdestination,or:[tcpsourceport]:[udpsourceport]", "mask:ipsource:24,null:vlan:none",
            "range:tcpsourceport:0:1023", "ipsource.1,vni,macsource", "ipfix:95,ipfix:25461/56701,ipfix:applicationId",
            "if:ipprotocol:6:[concat:-:ipsource:ipdestination]:[null:stack]", "prefix:dnsqname:\\.:2,uri:url:host",
            "eq:macsource:macdestination,bits:tcpflags:18")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        return Stream.concat(Stream.concat(seeds.stream(), Corpus.damaged(seeds)), Corpus.found("keys.hex"));
    }

    @MethodSource("inputs")
    @FuzzTest(maxDuration = "60m", maxExecutions = 10_000_000)
    void shouldParseOrRefuseAnyText(final byte[] input)
    {
        try
        {
            final String text = new String(input, StandardCharsets.UTF_8);
            assertNotNull(FlowSpec.builder("fuzz").keys(text).value("bytes").build());
        }
        catch (final IllegalArgumentException e)
        {
            assertNotNull(e.getMessage());
        }
    }
}
