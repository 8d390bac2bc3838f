/**
 * NetFlow and IPFIX: the decoder that turns their datagrams into flow records, views of the raw fields, and the writer
 * of version 5.
 *
 * <p>Versions are told apart by the first 16 bits. Versions 5 and 9 and IPFIX are decoded; datagrams of versions 1, 6,
 * 7 and 8 are claimed and rejected with {@link io.weir.wire.DecodeStatus#VERSION}. Of records with reverse elements
 * (RFC 5103) the forward direction is counted; total counters (octetTotalCount) and the contents of lists and of
 * sampled packet sections are shown by {@link io.weir.codec.netflow.DataRecordView} and not counted.
 */
package io.weir.codec.netflow;
