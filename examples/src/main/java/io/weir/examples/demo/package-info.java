/**
 * The demonstration: simulated switches and routers that send real datagrams over loopback, two anomalies whose truth
 * is known, and the comparison of that truth with what was detected.
 */
package io.weir.examples.demo;
