package io.weir.flowcache;

/** Tells the roles of ports. Called by queries, for each source that they meet. Thread safe. */
@FunctionalInterface
public interface PortRoles
{
    /**
     * Role of a port.
     *
     * @param agent      address of the device, as rows show it.
     * @param dataSource data source within it, as rows show it; empty where flows are accumulated by agent.
     * @return the role.
     */
    PortRole roleOf(String agent, String dataSource);
}
