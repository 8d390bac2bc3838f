package io.weir.exporter;

/**
 * What an exporter tells of itself in options records, for one domain: totals since it started.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-4">RFC 7011, section 4</a>
 */
public enum ExporterStatistic
{
    /** Bytes of messages sent, element 40. */
    EXPORTED_OCTETS("exportedOctetTotalCount"),
    /** Messages sent, element 41. */
    EXPORTED_MESSAGES("exportedMessageTotalCount"),
    /** Flow records sent, element 42. */
    EXPORTED_FLOW_RECORDS("exportedFlowRecordTotalCount"),
    /** Flows observed, element 163. */
    OBSERVED_FLOWS("observedFlowTotalCount"),
    /** Packets that were not looked at, for want of resources, element 164. */
    IGNORED_PACKETS("ignoredPacketTotalCount"),
    /** Bytes of packets that were not looked at, element 165. */
    IGNORED_OCTETS("ignoredOctetTotalCount"),
    /** Flow records that were dropped before they were sent, element 166. */
    NOT_SENT_FLOWS("notSentFlowTotalCount"),
    /** Packets of flow records that were dropped, element 167. */
    NOT_SENT_PACKETS("notSentPacketTotalCount"),
    /** Bytes of flow records that were dropped, element 168. */
    NOT_SENT_OCTETS("notSentOctetTotalCount");

    /** Number of statistics: the size of an array indexed by {@link #ordinal()}. */
    public static final int COUNT = values().length;

    private final String label;

    ExporterStatistic(final String label)
    {
        this.label = label;
    }

    /** {@return stable name in JSON: that of the information element} */
    public String label()
    {
        return label;
    }
}
