/** Placeholder. */
package io.weir.flowcache;
