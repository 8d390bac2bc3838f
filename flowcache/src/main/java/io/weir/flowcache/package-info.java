/** The flow cache: definitions of flows, live rates, top flows, and the interface for those who watch rates. */
package io.weir.flowcache;
