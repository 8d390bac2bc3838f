/**
 * Capture files: the UDP datagrams in pcap, pcapng and IPFIX files, and writing of pcap. Files are untrusted input:
 * whatever their bytes, memory is bounded and a fault is a {@link io.weir.capture.CaptureException}.
 */
package io.weir.capture;
