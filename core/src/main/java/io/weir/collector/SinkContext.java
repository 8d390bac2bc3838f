package io.weir.collector;

import io.weir.time.TimeSource;

/**
 * What a sink is told when it makes a handler. Immutable.
 *
 * @param mode   of the run.
 * @param worker index of the worker, from 0.
 * @param time   source of time of the run.
 */
public record SinkContext(RunMode mode, int worker, TimeSource time)
{
}
