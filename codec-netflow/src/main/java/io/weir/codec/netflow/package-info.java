/**
 * NetFlow: the decoder that turns its datagrams into flow records, views of the raw fields, and the writer.
 *
 * <p>Versions are told apart by the first 16 bits. Version 5 is decoded; datagrams of the other versions are claimed
 * and rejected with {@link io.weir.wire.DecodeStatus#VERSION}.
 */
package io.weir.codec.netflow;
