/** Measures how accurate rates, intervals, largest flows and counts are, against exact counting. */
package io.weir.examples.accuracy;
