/** sFlow version 5: views of its datagrams, samples and records, the decoder made of them, and a writer. */
package io.weir.codec.sflow;
