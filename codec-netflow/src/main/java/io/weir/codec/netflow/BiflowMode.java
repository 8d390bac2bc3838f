package io.weir.codec.netflow;

/**
 * What becomes of a record that counts both directions of a conversation: a biflow with reverse elements, or one that
 * counts what its initiator and its responder sent.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5103">RFC 5103</a>
 */
public enum BiflowMode
{
    /**
     * One flow record. Its bytes are those of the forward direction, and the reverse ones have slots of their own. What
     * initiator and responder sent is added up.
     */
    ONE_RECORD,
    /**
     * Two flow records, the second with source and destination swapped, unless the reverse direction is empty. The
     * bytes of the first are those of the forward direction, or of the initiator.
     */
    TWO_RECORDS
}
