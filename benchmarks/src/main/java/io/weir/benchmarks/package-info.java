/** Measures the cost of each stage and of the whole pipeline. Not part of what is shipped. */
package io.weir.benchmarks;
