/** Big-endian reads and writes over {@code byte[]}, and the outcome of decoding. Depends on nothing. */
package io.weir.wire;
