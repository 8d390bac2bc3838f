package io.weir.exporter;

/** What is counted for each exporter, beside its rejects, faults and notes by reason. */
public enum ExporterCounter
{
    /** Datagrams identified as this exporter's, rejected ones included. */
    DATAGRAMS("datagrams"),
    /** Datagrams decoded. */
    DECODED("decoded"),
    /** Bytes of datagrams. */
    DATAGRAM_BYTES("datagramBytes"),
    /** sFlow flow samples. */
    FLOW_SAMPLES("flowSamples"),
    /** sFlow counter samples. */
    COUNTER_SAMPLES("counterSamples"),
    /** sFlow discarded packet samples. */
    DISCARD_SAMPLES("discardSamples"),
    /** sFlow samples of metrics and flows that the agent names itself. */
    CUSTOM_SAMPLES("customSamples"),
    /** NetFlow and IPFIX data records. */
    FLOW_RECORDS("flowRecords"),
    /** NetFlow and IPFIX options records. */
    OPTIONS_RECORDS("optionsRecords"),
    /** Template records. */
    TEMPLATES("templates"),
    /** Template records that said something else than the template of that id before. */
    TEMPLATES_CHANGED("templatesChanged"),
    /** Withdrawals of templates; over UDP they mean nothing and are ignored. */
    WITHDRAWALS("withdrawals"),
    /** Names of interfaces, VRFs and applications, told by options records, for which there was no room. */
    NAMES_REFUSED("namesRefused"),
    /** Data sets that came before their template and have not been decoded since. */
    UNKNOWN_TEMPLATE_SETS("unknownTemplateSets"),
    /** Units lost by sequence number: datagrams, or flows in NetFlow v5. */
    LOST("lost"),
    /** Datagrams seen twice. */
    DUPLICATE("duplicate"),
    /** Datagrams that came late. */
    OUT_OF_ORDER("outOfOrder"),
    /** Restarts of the exporter, or of its sequence. */
    RESTARTS("restarts"),
    /**
     * Runs of 256 datagrams of which none has the sequence number that follows the one before: the exporter counts
     * otherwise than its protocol says, and what {@link #LOST} tells is no measure of loss.
     */
    SEQUENCE_CONTRADICTIONS("sequenceContradictions"),
    /** Sequence numbers, gaps or lives forgotten early for want of room: what is late or repeated may be miscounted. */
    SEQUENCE_FORGOTTEN("sequenceForgotten"),
    /** sFlow samples lost by the sequence number of their data source. */
    SAMPLES_LOST("samplesLost"),
    /** sFlow samples seen twice. */
    SAMPLES_DUPLICATE("samplesDuplicate"),
    /** sFlow samples that came late. */
    SAMPLES_OUT_OF_ORDER("samplesOutOfOrder"),
    /** Restarts of the sequence of an sFlow data source. */
    SAMPLE_RESTARTS("sampleRestarts"),
    /** Packets from which the flow samples of {@link #POOLED_SAMPLES} were chosen. */
    SAMPLE_POOL("samplePool"),
    /** Flow samples that followed another of their data source, so that it is known what they were chosen from. */
    POOLED_SAMPLES("pooledSamples"),
    /**
     * By how much {@link #SAMPLE_POOL} exceeds what the samples, lost ones included, stand for by the sampling rates
     * that they claim: in thousandths of a sample, below zero when it is less. Of n samples of an agent that tells the
     * truth it is 0 but for chance, whose standard deviation is 1000 times the square root of n.
     */
    SAMPLE_POOL_EXCESS("samplePoolExcess"),
    /** Flow samples that agents chose and dropped for want of resources. */
    SAMPLE_DROPS("sampleDrops"),
    /** Records or samples without a usable sampling rate, counted with a rate of 1. */
    SAMPLING_UNKNOWN("samplingUnknown"),
    /** Flows whose counters run from their beginning, forgotten for want of room: their next record counts whole. */
    FLOW_TOTALS_FORGOTTEN("flowTotalsForgotten"),
    /** Records left out because they tell of the direction that is not to be counted. */
    OTHER_DIRECTION("otherDirection"),
    /** Records without usable start and end, treated as of no duration. */
    TIME_UNKNOWN("timeUnknown"),
    /** Datagrams whose export time is further from the time of their receipt than the limit, 300 seconds by default. */
    CLOCK_SKEW("clockSkew"),
    /** Datagrams of NetFlow version 9 that hold another number of records than their header announces; only noted. */
    COUNT_MISMATCH("countMismatch"),
    /** Values that cannot be true, accepted as they are. */
    IMPLAUSIBLE("implausible");

    /** Number of counters: the size of an array indexed by {@link #ordinal()}. */
    public static final int COUNT = values().length;

    private final String label;

    ExporterCounter(final String label)
    {
        this.label = label;
    }

    /** {@return stable name in JSON and metric labels} */
    public String label()
    {
        return label;
    }
}
