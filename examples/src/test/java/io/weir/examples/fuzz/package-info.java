/**
 * Fuzz targets: one for each thing that reads bytes or text of others. As tests they run over a corpus; told to, they
 * search for inputs that break a promise.
 */
package io.weir.examples.fuzz;
