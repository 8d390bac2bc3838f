/** Receives through Netty. */
package io.weir.collector.netty;
