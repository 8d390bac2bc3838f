/** Placeholder. */
package io.weir.codec.netflow;
