/** Placeholder. */
package io.weir.threshold;
