/** Placeholder. */
package io.weir.benchmarks;
