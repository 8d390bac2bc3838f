package io.weir.codec.netflow;

import io.weir.exporter.Exporter;

/**
 * Sees every data and options record of NetFlow version 9 and IPFIX, and every record of versions 1, 6, 7 and 8, with
 * all its fields as they are on the wire, before the flow record is handed on.
 */
@FunctionalInterface
public interface DataRecordListener
{
    /**
     * One record. Called on the thread of the worker, so it must not block; several workers call at the same time. What
     * it throws is counted as a defect, and the rest of the datagram is lost.
     *
     * @param exporter that sent it.
     * @param record   with its cursor before the first field; reused, valid during the call.
     */
    void onDataRecord(Exporter exporter, DataRecordView record);
}
