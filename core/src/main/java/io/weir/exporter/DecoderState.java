package io.weir.exporter;

/** What a decoder keeps about an exporter, such as its templates. Thread safe: all workers share it. */
public interface DecoderState
{
    /**
     * The exporter is forgotten: its next datagram makes it known anew, with a new state. Called under the lock of the
     * exporter table, so it must be quick; a worker may still be at a datagram of this exporter.
     */
    void onForgotten();
}
