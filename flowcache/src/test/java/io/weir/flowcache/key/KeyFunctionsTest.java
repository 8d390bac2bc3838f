package io.weir.flowcache.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FlowRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class KeyFunctionsTest
{
    private static final List<String> CALLS = List.of(
        "mask:ipsource:24", "mask:ipsource:0", "mask:ip6source:48", "mask:ip6source:80", "mask:ipanysource:20",
        "mask:ipanydestination:128", "bits:tcpflags:0x12", "bits:l4sourceport:1023", "bits:bytes:0xFFFF000000000000",
        "range:l4sourceport:0:1023", "range:bytes::1500", "range:bytes:1500:", "null:vlan", "null:vlan:none",
        "null:vlan:0", "null:bytes:no bytes", "null:ipsource", "null:ipanysource:\\:\\:", "null:inputifindex:unknown",
        "or:ipsource:ip6source", "or:tcpsourceport:udpsourceport:l4protocol", "or:ipanysource:ipanydestination",
        "eq:ipsource:ipdestination", "eq:ipsource:ipanysource", "eq:l4sourceport:l4destinationport",
        "mask:[or:ipsource:ip6source]:16", "null:[range:vlan:1:10]:false", "range:[bits:l4sourceport:255]:0:99",
        "null:[null:vlan:a]:b", "eq:[mask:ipsource:8]:[mask:ipdestination:8]");

    private static FlowRecord tcp4()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.IP_VERSION, 4).put(Field.L4_PROTOCOL, 6).put(Field.TCP_FLAGS, 0x13);
        record.putAddress(Field.IP_SOURCE, 0, 0xFFFF_0A04_0102L);
        record.putAddress(Field.IP_DESTINATION, 0, 0xFFFF_0A04_8102L);
        return record.put(Field.L4_SOURCE_PORT, 65_535).put(Field.L4_DESTINATION_PORT, 443).put(Field.BYTES, 1500);
    }

    private static FlowRecord udp6()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.IP_VERSION, 6).put(Field.L4_PROTOCOL, 17).put(Field.L4_DESTINATION_PORT, 53);
        record.putAddress(Field.IP_SOURCE, 0x2001_0DB8_1234_5678L, 0x9ABC_DEF0_0000_0001L);
        record.putAddress(Field.IP_DESTINATION, 0x2001_0DB8_1234_5678L, 0x9ABC_DEF0_0000_0001L);
        return record.put(Field.VLAN, 7);
    }

    @Test
    void shouldNameInterfaces()
    {
        final FlowRecord record = new FlowRecord().putText(Field.INPUT_NAME, "ge-0/0/3".getBytes(UTF_8));
        assertEquals("ge-0/0/3", Keys.require("test", "ifname:inputifindex").format(record));
        assertNull(Keys.require("test", "ifname:outputifindex").format(record));
        assertEquals("ge", Keys.require("test", "prefix:[ifname:inputifindex]:-:1").format(record));
        assertEquals("none", Keys.require("test", "null:[ifname:outputifindex]:none").format(record));
        assertTrue(Keys.require("test", "ifname:inputifindex").fields().has(Field.INPUT_NAME));
        final IllegalArgumentException wrong =
            assertThrows(IllegalArgumentException.class, () -> Keys.require("test", "ifname:vlan"));
        assertTrue(wrong.getMessage().contains("inputifindex or outputifindex, not 'vlan' at 8"), wrong::getMessage);
        record.putText(Field.APPLICATION, "13:479".getBytes(UTF_8)).putText(Field.VRF_NAME, "CUST-A".getBytes(UTF_8));
        assertEquals("13:479", Keys.require("test", "application").format(record));
        assertEquals("CUST-A", Keys.require("test", "vrfname").format(record));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "mask:ipsource:24; 10.4.1.0;", "mask:ipsource:32; 10.4.1.2;", "mask:ipsource:0; 0.0.0.0;",
        "mask:ip6source:48;; 2001:DB8:1234::", "mask:ip6source:64;; 2001:DB8:1234:5678::",
        "mask:ip6source:80;; 2001:DB8:1234:5678:9ABC::", "mask:ip6source:0;; ::",
        "mask:ipanysource:16; 10.4.0.0; 2001::", "mask:ipanysource:64; 10.4.1.2; 2001:DB8:1234:5678::",
        "bits:tcpflags:2; .......S.;", "bits:tcpflags:0x12; ....A..S.;", "bits:l4destinationport:0xFF; 187; 53",
        "range:l4destinationport:0:442; false; true", "range:l4destinationport:443; true; false",
        "range:l4destinationport::443; true; true", "range:l4destinationport:53:443; true; true",
        "null:vlan; null; 7", "null:vlan:none; none; 7", "null:vlan:0; 0; 7", "null:vlan:; ''; 7",
        "null:vlan:a\\:b; a:b; 7",
        "or:ipsource:ip6source; 10.4.1.2; 2001:DB8:1234:5678:9ABC:DEF0:0:1",
        "or:vlan:l4destinationport; 443; 7", "or:tcpsourceport:udpsourceport:udpdestinationport; 65535; 53",
        "eq:ipsource:ipdestination; false;", "eq:ip6source:ip6destination;; true",
        "eq:[mask:ipsource:16]:[mask:ipdestination:16]; true;", "eq:ipsource:ipanysource; true;",
        "mask:[or:ipsource:ip6source]:16; 10.4.0.0; 2001::", "null:[range:vlan:1:10]:false; false; true" })
    void shouldComputeItsValue(final String call, final String ofTcp4, final String ofUdp6)
    {
        final Key key = Keys.require("test", call);
        assertEquals(call, key.name());
        assertEquals(ofTcp4, key.format(tcp4()));
        assertEquals(ofUdp6, key.format(udp6()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "mask:ipsrc:24; unknown key 'ipsrc' at 6: did you mean ipsource",
        "mask:vlan:24; mask needs the key of an address at 6",
        "mask:ipsource:33; expected a number, 0..32 at 15", "mask:ipsource:x; expected a number at 15",
        "mask:ipsource; mask takes 2 arguments, not 1 at 1", "or:vlan; or takes 2 or more arguments, not 1 at 1",
        "range:vlan:9:1; the range ends below its begin at 12",
        "range:ipsource:1:2; range needs the key of a number at 7",
        "bits:ipsource:1; bits needs the key of a number at 6",
        "eq:vlan:ipsource; 'vlan' and 'ipsource' are not of one kind at 4",
        "mask:[or:ipsource:ip6source; expected ']' for the '[' at 6 at 28", "mask:ipsource:24]; unexpected ']' at 17",
        "null:[msk:ipsource:8]; unknown function 'msk' at 7: did you mean mask",
        "null:ipanysource:none; the default of 'ipanysource' must be an address",
        "or:[null:vlan:none]:vlan; a default that is no value of its key cannot be compared or joined at 4",
        "null:[null:[null:[null:[null:[null:[null:[null:[null:vlan]]]]]]]]; nested too deeply: maxDepth=8" })
    void shouldTellWhereACallIsWrong(final String call, final String message)
    {
        final String told = assertThrows(
            IllegalArgumentException.class, () -> Keys.require("elephant", call)).getMessage();
        assertTrue(told.startsWith("elephant: "), told);
        assertTrue(told.contains(message), told);
    }

    @ParameterizedTest
    @CsvSource({ "msk:ipsource:24, mask", "rnage:vlan:1, range" })
    void shouldSuggestFunctions(final String call, final String expected)
    {
        final String message = assertThrows(
            IllegalArgumentException.class, () -> Keys.require("elephant", call)).getMessage();
        assertEquals("elephant: unknown key '" + call + "': did you mean " + expected + "?", message);
    }

    @Test
    void shouldRefuseTextOutsideOfAMask()
    {
        final Key key = Keys.require("test", "mask:ipsource:24");
        assertEquals(0x0A04_0100L, key.parse("10.4.1.0")[1]);
        assertThrows(IllegalArgumentException.class, () -> key.parse("10.4.1.2"));
    }

    @Test
    void shouldSplitAtCommasThatAreNotEscaped()
    {
        assertEquals(List.of("vlan", "null:vlan:a\\,b", "ipsource"), Keys.split("vlan, null:vlan:a\\,b ,ipsource"));
        assertEquals(List.of("vlan", ""), Keys.split("vlan,"));
        assertTrue(Keys.split(" ").isEmpty());
    }

    @Test
    void shouldMaskAsArithmeticDoes()
    {
        final SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 5000; i++)
        {
            final int bits = random.nextInt(129);
            final FlowRecord record = new FlowRecord();
            record.put(Field.IP_VERSION, 6);
            record.putAddress(Field.IP_SOURCE, random.nextLong(), random.nextLong());
            final Key whole = Keys.require("test", "ip6source");
            final Key masked = Keys.require("test", "mask:ip6source:" + bits);
            final BigInteger expected = number(whole, record).shiftRight(128 - bits).shiftLeft(128 - bits);
            assertEquals(expected, number(masked, record));
        }
    }

    private static BigInteger number(final Key key, final FlowRecord record)
    {
        return new BigInteger(Long.toUnsignedString(key.high(record))).shiftLeft(64)
            .add(new BigInteger(Long.toUnsignedString(key.low(record))));
    }

    /* Packed with plain keys and a source, computed keys keep every bit, and their text is read back. */
    @Test
    void shouldKeepEveryBitOfPackedKeys()
    {
        final SplittableRandom random = new SplittableRandom(9);
        int matched = 0;
        for (int round = 0; round < 4000; round++)
        {
            final List<Key> chosen = new ArrayList<>();
            for (int i = random.nextInt(1, 7); i > 0; i--)
            {
                chosen.add(random.nextInt(4) > 0 ? Keys.require("test", CALLS.get(random.nextInt(CALLS.size()))) :
                    Keys.all().get(random.nextInt(Keys.all().size())));
            }
            final FlowRecord record = record(random);
            KeysTest.makeSound(record, random);
            final KeyProgram program = KeyProgram.of(chosen, random.nextBoolean());
            final TextTable texts = new TextTable(100, 1);
            final KeyContext context = new KeyContext(texts).on(record);
            assertEquals(chosen.stream().allMatch(key -> key.isPresent(record)), program.matches(context));
            if (program.matches(context))
            {
                matched++;
                final int source = random.nextInt(1 << KeyProgram.SOURCE_BITS);
                final long[] packed = new long[program.words() + 2];
                assertTrue(program.extract(context, source, packed, 1));
                final long[] interpreted = new long[program.words() + 2];
                assertTrue(program.interpret(context, source, interpreted, 1));
                assertArrayEquals(interpreted, packed);
                final List<String> shown = new ArrayList<>();
                for (int i = 0; i < chosen.size(); i++)
                {
                    shown.add(program.format(i, packed, 1, texts::text));
                    assertEquals(chosen.get(i).format(record), shown.get(i), chosen.get(i).name());
                }
                final long[] parsed = new long[program.words() + 2];
                program.parse(shown, parsed, 1, texts::find);
                parsed[1 + program.sourceWord()] |= packed[1 + program.sourceWord()] & program.sourceMask();
                assertArrayEquals(parsed, packed, chosen.toString());
            }
        }
        assertTrue(matched > 500, "matched=" + matched);
        assertFalse(matched == 4000);
    }

    private static FlowRecord record(final SplittableRandom random)
    {
        final FlowRecord record = new FlowRecord();
        for (final Field field : Field.wellKnown())
        {
            if (!field.isText() && random.nextInt(8) > 0)
            {
                if (2 == field.slots())
                {
                    record.putAddress(field, 0, 0xFFFF_0000_0000L | random.nextInt(1 << 20));
                }
                else
                {
                    record.put(field, random.nextLong() >>> random.nextInt(64));
                }
            }
        }
        record.putIpVersion(0, random.nextInt(4) > 0 ? 4 : 6);
        record.putL4Protocol(0, random.nextInt(4) > 0 ? 6 : 17);
        return record;
    }
}
