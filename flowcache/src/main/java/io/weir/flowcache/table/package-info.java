/** Flow tables: slots, segments, forward decay, held rates, top flows. Internal: for the cache, not for its users. */
package io.weir.flowcache.table;
