/** Reads the packet headers that exporters sample into the layers of a flow record. */
package io.weir.packet;
