/** Detectors measured on simulated samples: how late they raise, and how often wrongly. */
package io.weir.examples.detectors;
