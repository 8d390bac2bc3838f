/** Placeholder. */
package io.weir.examples;
