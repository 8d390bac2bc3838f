package io.weir.examples.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

/** Flows are distinct, and plausible. */
class FlowPopulationTest
{
    private static final int FLOWS = 300_000;

    @Test
    void shouldHaveAsManyDistinctTuplesAsFlows()
    {
        final FlowPopulation population = new FlowPopulation(FLOWS, 3);
        final Set<Long> clients = new HashSet<>();
        final Set<Integer> servers = new HashSet<>();
        for (int rank = 0; rank < FLOWS; rank++)
        {
            clients.add((long)population.source(rank) << 32 | population.sourcePort(rank));
            servers.add(population.destination(rank));
            assertTrue(population.sourcePort(rank) >= 32_768 && population.sourcePort(rank) <= 65_535);
            assertTrue(population.frameBytes(rank) >= 64 && population.frameBytes(rank) <= 1514);
        }
        assertEquals(FLOWS, clients.size());
        assertTrue(servers.size() > FLOWS / 16 && servers.size() <= FLOWS / 8, () -> "servers " + servers.size());
    }

    @Test
    void shouldGiveTheSameFlowsForTheSameSeed()
    {
        final FlowPopulation population = new FlowPopulation(FLOWS, 3);

        assertEquals(population.destination(5), new FlowPopulation(FLOWS, 3).destination(5));
        assertNotEquals(population.destination(5), new FlowPopulation(FLOWS, 4).destination(5));
    }
}
