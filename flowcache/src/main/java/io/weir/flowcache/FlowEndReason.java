package io.weir.flowcache;

/**
 * Why a flow left its table, or why a record of it was made.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5102#section-5.11.3">RFC 5102, section 5.11.3: flowEndReason</a>
 */
public enum FlowEndReason
{
    /** It was unseen for its idle timeout. */
    EXPIRED(1),
    /** The table was full, and it was the coldest of its neighbours. */
    EVICTED(5),
    /** Its definition was removed. */
    REMOVED(4),
    /** Its definition was replaced by another of the same name. */
    REDEFINED(4),
    /** It has been active for the active timeout: its record ends, the flow goes on. */
    ACTIVE_TIMEOUT(2),
    /** Each update is a record of its own. */
    IMMEDIATE(3),
    /** The run was closed. The flow stays readable until the next run. */
    CLOSED(4);

    private final int ipfix;

    FlowEndReason(final int ipfix)
    {
        this.ipfix = ipfix;
    }

    /** {@return value of the information element flowEndReason (136)} */
    public int ipfix()
    {
        return ipfix;
    }
}
