/**
 * Synthetic traffic: flows with Zipf popularity spread over simulated exporters, written as real datagrams. The same
 * seed gives the same bytes.
 */
package io.weir.examples.workload;
