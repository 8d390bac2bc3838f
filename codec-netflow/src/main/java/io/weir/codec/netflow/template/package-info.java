/** Templates of NetFlow version 9 and IPFIX: reading them, keeping them within bounds, and finding them for data. */
package io.weir.codec.netflow.template;
