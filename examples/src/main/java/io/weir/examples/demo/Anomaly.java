package io.weir.examples.demo;

/**
 * Something injected into the traffic, and so known exactly. Immutable.
 *
 * @param name           of the anomaly, of the flow that measures it and of the threshold that watches that flow.
 * @param reportedBy     protocol and address of the device that sees it.
 * @param flowKey        joined key of the flow.
 * @param rate           that it really has, in the value of the flow per second.
 * @param startNs        epoch nanoseconds of its first frame.
 * @param endNs          epoch nanoseconds of its last frame.
 * @param steadyFromNs   from when on the measured rate should be the real one.
 * @param steadyToNs     until when the measured rate should be the real one.
 */
public record Anomaly(
    String name,
    String reportedBy,
    String flowKey,
    double rate,
    long startNs,
    long endNs,
    long steadyFromNs,
    long steadyToNs)
{
}
