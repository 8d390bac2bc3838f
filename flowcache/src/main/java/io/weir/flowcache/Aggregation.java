package io.weir.flowcache;

/** How a query merges the rows of one key that several sources saw. Totals add up in any case. */
public enum Aggregation
{
    /** The largest rate stands for all: right where every source sees the same traffic. */
    MAX,
    /** Rates add up: right where no two sources see the same packet. */
    SUM
}
