package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.flowcache.key.Keys;

import org.junit.jupiter.api.Test;

/** {@code weir keys}: the list and the search. */
class KeysCommandTest
{
    @Test
    void shouldListEveryKey()
    {
        final CliRun run = CliRun.of("keys");

        assertEquals(0, run.exitCode());
        assertEquals(Keys.all().size() + Keys.functions().size() + ElementRegistry.standard().all().size(),
            run.out().lines().count());
        Keys.all().forEach(key -> assertTrue(run.out().contains(key.name() + " "), key::name));
        Keys.functions().keySet().forEach(call -> assertTrue(run.out().contains(call + " "), call));
    }

    @Test
    void shouldSearchNamesAndDescriptions()
    {
        final CliRun run = CliRun.of("keys", "VLAN ");

        assertEquals(0, run.exitCode());
        assertEquals(
            "ethernetprotocol  EtherType after all VLAN tags\n" +
            "vlan              VLAN id of the outermost tag\n" +
            "vlansource        VLAN on which the frame came\n" +
            "vlandestination   VLAN on which the frame left\n" +
            "priority          priority of the outermost VLAN tag\n" +
            "vlaninner         VLAN id of the innermost of several tags\n",
            run.out());
    }

    @Test
    void shouldSuggestWhenNothingIsFound()
    {
        final CliRun run = CliRun.of("keys", "ipsorce");

        assertEquals(1, run.exitCode());
        assertEquals("weir: no key has 'ipsorce': did you mean ipsource, ip6source?\n", run.err());
    }

    @Test
    void shouldListInformationElements()
    {
        final CliRun run = CliRun.of("keys", "octetDelta");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("octetDeltaCount"), run::out);
        assertTrue(run.out().contains("information element ipfix:1, unsigned64, deltaCounter"), run::out);
        assertTrue(CliRun.of("keys", "serverBytes").out().contains("ipfix:9/8337"));
    }
}
