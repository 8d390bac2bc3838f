/** Thresholds on flow rates: definitions, the engine that finds the instants, the event log and its listeners. */
package io.weir.threshold;
