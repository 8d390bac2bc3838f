/** The information elements that NetFlow version 9 and IPFIX records are made of: numbers, names and types. */
package io.weir.codec.netflow.element;
