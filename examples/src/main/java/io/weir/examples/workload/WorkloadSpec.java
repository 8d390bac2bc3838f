package io.weir.examples.workload;

import java.time.Duration;
import java.util.List;

/**
 * What a workload is: flows of Zipf popularity over simulated exporters, with anomalies injected. Immutable.
 *
 * @param protocol         that the exporters speak.
 * @param records          flow samples or flow records of the background; {@link Long#MAX_VALUE} for no end.
 * @param flows            distinct 5-tuples of the background.
 * @param zipf             exponent of their popularity, 0 for uniform.
 * @param exporters        number of devices.
 * @param firstExporter    IPv4 address of the first device; the others follow.
 * @param seed             the same seed gives the same bytes.
 * @param startNs          epoch nanoseconds at which the traffic begins.
 * @param recordsPerSecond rate of the background's samples or records, over all exporters.
 * @param samplingRate     N of "one in N", sFlow only.
 * @param meanFrames       of a record, NetFlow only.
 * @param meanDuration     of a record, NetFlow only.
 * @param maxDuration      of a record, NetFlow only: the active timeout of the routers.
 * @param maxDelay         that a record waits for its datagram to fill.
 * @param injections       anomalies.
 */
public record WorkloadSpec(
    WorkloadProtocol protocol,
    long records,
    int flows,
    double zipf,
    int exporters,
    int firstExporter,
    long seed,
    long startNs,
    double recordsPerSecond,
    long samplingRate,
    double meanFrames,
    Duration meanDuration,
    Duration maxDuration,
    Duration maxDelay,
    List<Injection> injections)
{
    /** Most exporters of a workload. */
    public static final int MAX_EXPORTERS = 65_536;

    /**
     * A checked specification. {@link #builder} is the better way to make one.
     *
     * @param protocol         that the exporters speak.
     * @param records          flow samples or flow records of the background; {@link Long#MAX_VALUE} for no end.
     * @param flows            distinct 5-tuples of the background.
     * @param zipf             exponent of their popularity, 0 for uniform.
     * @param exporters        number of devices.
     * @param firstExporter    IPv4 address of the first device; the others follow.
     * @param seed             the same seed gives the same bytes.
     * @param startNs          epoch nanoseconds at which the traffic begins.
     * @param recordsPerSecond rate of the background's samples or records, over all exporters.
     * @param samplingRate     N of "one in N", sFlow only.
     * @param meanFrames       of a record, NetFlow only.
     * @param meanDuration     of a record, NetFlow only.
     * @param maxDuration      of a record, NetFlow only: the active timeout of the routers.
     * @param maxDelay         that a record waits for its datagram to fill.
     * @param injections       anomalies.
     * @throws IllegalArgumentException if an attribute is out of range.
     */
    public WorkloadSpec
    {
        injections = List.copyOf(injections);
        check("records", records, 1, Long.MAX_VALUE);
        check("flows", flows, 1, FlowPopulation.MAX_FLOWS);
        check("exporters", exporters, 1, MAX_EXPORTERS);
        check("samplingRate", samplingRate, 1, 1 << 24);
        if (!(zipf >= 0 && zipf <= 8))
        {
            throw new IllegalArgumentException("workload: zipf is out of range: zipf=" + zipf + " range=0..8");
        }
        if (!(recordsPerSecond > 0 && recordsPerSecond <= 1e9))
        {
            throw new IllegalArgumentException(
                "workload: recordsPerSecond is out of range: recordsPerSecond=" + recordsPerSecond);
        }
        for (final Injection injection : injections)
        {
            check("exporter of an injection", injection.exporter(), 0, exporters - 1);
        }
    }

    private static void check(final String attribute, final long value, final long min, final long max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(
                "workload: " + attribute + " is out of range: " + value + " range=" + min + ".." + max);
        }
    }

    /**
     * Begin a specification.
     *
     * @param protocol that the exporters speak.
     * @return a builder with the default of every other attribute.
     */
    public static Builder builder(final WorkloadProtocol protocol)
    {
        return new Builder(protocol);
    }

    /** Collects the attributes of a workload. Not thread safe. */
    public static final class Builder
    {
        /** In 198.18.0.0/15, which is set apart for benchmarks. */
        private static final int DEFAULT_FIRST_EXPORTER = 0xC612_0001;
        /** 2026-01-01T00:00:00Z. */
        private static final long DEFAULT_START_NS = 1_767_225_600_000_000_000L;

        private final WorkloadProtocol protocol;
        private long records = Long.MAX_VALUE;
        private int flows = 10_000;
        private double zipf = 1.0;
        private int exporters = 1;
        private int firstExporter = DEFAULT_FIRST_EXPORTER;
        private long seed = 1;
        private long startNs = DEFAULT_START_NS;
        private double recordsPerSecond = 10_000;
        private long samplingRate = 1000;
        private double meanFrames = 20;
        private Duration meanDuration = Duration.ofSeconds(2);
        private Duration maxDuration = Duration.ofSeconds(60);
        private Duration maxDelay = Duration.ofSeconds(1);
        private List<Injection> injections = List.of();

        private Builder(final WorkloadProtocol protocol)
        {
            this.protocol = protocol;
        }

        /**
         * Set the number of samples or records of the background; no end unless told.
         *
         * @param count 1 or more.
         * @return this.
         */
        public Builder records(final long count)
        {
            records = count;
            return this;
        }

        /**
         * Set the flows of the background.
         *
         * @param count    distinct 5-tuples, 1 to 2^24; 10,000 unless told.
         * @param exponent of their Zipf popularity, 0 for uniform; 1 unless told.
         * @return this.
         */
        public Builder flows(final int count, final double exponent)
        {
            flows = count;
            zipf = exponent;
            return this;
        }

        /**
         * Set the devices.
         *
         * @param count 1 to 65536; 1 unless told.
         * @return this.
         */
        public Builder exporters(final int count)
        {
            exporters = count;
            return this;
        }

        /**
         * Set the address of the first device; in 198.18.0.0/15 unless told.
         *
         * @param address IPv4.
         * @return this.
         */
        public Builder firstExporter(final int address)
        {
            firstExporter = address;
            return this;
        }

        /**
         * Set the seed; 1 unless told.
         *
         * @param newSeed any value.
         * @return this.
         */
        public Builder seed(final long newSeed)
        {
            seed = newSeed;
            return this;
        }

        /**
         * Set the time at which the traffic begins; the first second of 2026 unless told.
         *
         * @param epochNs nanoseconds since the Unix epoch.
         * @return this.
         */
        public Builder startNs(final long epochNs)
        {
            startNs = epochNs;
            return this;
        }

        /**
         * Set the rate of the background over all exporters.
         *
         * @param rate samples or records per second; 10,000 unless told.
         * @return this.
         */
        public Builder recordsPerSecond(final double rate)
        {
            recordsPerSecond = rate;
            return this;
        }

        /**
         * Set the sampling rate of the switches.
         *
         * @param oneIn N of "one in N"; 1000 unless told.
         * @return this.
         */
        public Builder samplingRate(final long oneIn)
        {
            samplingRate = oneIn;
            return this;
        }

        /**
         * Set what a flow record holds on average.
         *
         * @param frames   more than 1; 20 unless told.
         * @param duration 2 s unless told.
         * @param max      longest duration, the active timeout of the routers; 60 s unless told.
         * @return this.
         */
        public Builder flowRecords(final double frames, final Duration duration, final Duration max)
        {
            meanFrames = frames;
            meanDuration = duration;
            maxDuration = max;
            return this;
        }

        /**
         * Set how long a record waits for its datagram to fill; 1 s unless told.
         *
         * @param delay more than 0.
         * @return this.
         */
        public Builder maxDelay(final Duration delay)
        {
            maxDelay = delay;
            return this;
        }

        /**
         * Set the anomalies; none unless told.
         *
         * @param anomalies to inject.
         * @return this.
         */
        public Builder injections(final List<Injection> anomalies)
        {
            injections = anomalies;
            return this;
        }

        /**
         * Check and build.
         *
         * @return the specification.
         * @throws IllegalArgumentException if an attribute is out of range.
         */
        public WorkloadSpec build()
        {
            return new WorkloadSpec(protocol, records, flows, zipf, exporters, firstExporter, seed, startNs,
                recordsPerSecond, samplingRate, meanFrames, meanDuration, maxDuration, maxDelay, injections);
        }
    }
}
