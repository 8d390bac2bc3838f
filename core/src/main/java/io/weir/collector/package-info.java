/** The collector, its workers, and the two interfaces around them: decoders before, record sinks behind. */
package io.weir.collector;
