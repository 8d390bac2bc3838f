/** Placeholder. */
package io.weir.codec.sflow;
