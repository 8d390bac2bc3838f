package io.weir.flowcache;

/**
 * How long the totals of a flow are gathered before they become a flow record.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6728">RFC 6728, section 4.3: kinds of caches</a>
 */
public enum CacheType
{
    /** Until the flow is unseen for its idle timeout, or active for its active timeout. */
    NORMAL,
    /** Flows never leave for being unseen; their records are cut at the active timeout. */
    PERMANENT,
    /** Not at all: each update is a record of its own. The rate lives on in the table. */
    IMMEDIATE
}
