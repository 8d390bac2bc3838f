package io.weir.flowcache;

/**
 * How a query merges the rates of the rows of one key that several sources saw. Totals add up in any case, over the
 * rows that count.
 */
public enum Aggregation
{
    /** The largest rate stands for all: right where every source sees the same traffic, and many samples. */
    MAX,
    /** Rates add up: right where no two sources see the same packet. */
    SUM,
    /**
     * Only what ports at the edge see counts, and adds up: a packet enters the network once. Which ports these are,
     * {@link FlowCache.Builder#portRoles} tells.
     */
    EDGE,
    /** Only what ports within the network see counts; the largest rate stands for all. */
    CORE,
    /**
     * The mean of all rates, each weighted by how many packets its source samples: right where every source sees the
     * same traffic. Unbiased, where the largest of several rates is the more above the truth the fewer samples there
     * are, and with a narrower interval than any of them.
     */
    POOLED
}
