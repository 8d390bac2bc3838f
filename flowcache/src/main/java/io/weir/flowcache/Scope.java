package io.weir.flowcache;

/** Where a flow is accumulated: what, beside its key, makes a flow a flow of its own. */
public enum Scope
{
    /** Each data source of each agent counts for itself. */
    DATA_SOURCE,
    /** Each agent counts for itself, whatever its data source. */
    AGENT,
    /** The key alone: all agents add up. */
    NETWORK
}
