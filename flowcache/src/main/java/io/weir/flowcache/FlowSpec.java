package io.weir.flowcache;

import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.table.Statistic;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.flowcache.key.Keys;
import io.weir.flowcache.key.UnresolvedException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Definition of flows: what makes a flow, what is counted, how fast it is forgotten. Immutable.
 *
 * <p>Groups, maps and functions of the caller, to which keys and filter may refer, are known to the cache: whether they
 * are there is checked by {@link FlowCache#define}. Two definitions are equal when all their attributes are.
 *
 * @param name           unique within a cache; also the name of the metric.
 * @param keys           names of the keys, or calls of functions, in order; none for one total per scope.
 * @param value          what is measured: {@code bytes}, {@code frames}, {@code requests}, or the key of a number,
 *                       with or without one of {@code rate: avg: min: max: count:} in front.
 * @param values         further values of each flow, of the same forms.
 * @param filter         records that are counted, see {@link Filter}; empty for all.
 * @param timeConstantNs of the decaying rate.
 * @param n              flows kept for queries of top flows.
 * @param capacity       most flows in a shard.
 * @param idleTimeoutNs  after which an unseen flow ends.
 * @param scope          where flows are accumulated.
 * @param separator      between the keys in their joined text.
 * @param dropped        whether it counts dropped packets, instead of packet samples and flow records.
 * @param aggregation    how queries merge rows of one key from several sources.
 * @param logging        which flow records it makes.
 */
public record FlowSpec(
    String name,
    List<String> keys,
    String value,
    List<String> values,
    String filter,
    long timeConstantNs,
    int n,
    long capacity,
    long idleTimeoutNs,
    Scope scope,
    String separator,
    boolean dropped,
    Aggregation aggregation,
    FlowLogging logging)
{
    /** Most flows that a definition may keep for queries of top flows. */
    public static final int MAX_N = 65_536;
    /** Most flows that a definition may hold in a shard. */
    public static final long MAX_CAPACITY = 1L << 28;
    /** Most bits that the keys of a definition may take together. */
    public static final int MAX_KEY_BITS = 16 * Long.SIZE;

    /** Most values that a definition may have beside the first. */
    public static final int MAX_VALUES = 16;

    private static final long MIN_TIME_CONSTANT_NS = Duration.ofMillis(10).toNanos();
    private static final long MAX_TIME_CONSTANT_NS = Duration.ofHours(1).toNanos();
    private static final long MAX_IDLE_TIMEOUT_NS = Duration.ofDays(30).toNanos();

    /**
     * A checked definition. {@link #builder} is the better way to make one.
     *
     * @param name           unique within a cache; also the name of the metric.
     * @param keys           names of the keys, or calls of functions, in order; none for one total per scope.
     * @param value          what is measured: {@code bytes}, {@code frames}, {@code requests}, or the key of a number,
     *                       with or without one of {@code rate: avg: min: max: count:} in front.
     * @param values         further values of each flow, of the same forms.
     * @param filter         records that are counted, see {@link Filter}; empty for all.
     * @param timeConstantNs of the decaying rate.
     * @param n              flows kept for queries of top flows.
     * @param capacity       most flows in a shard.
     * @param idleTimeoutNs  after which an unseen flow ends.
     * @param scope          where flows are accumulated.
     * @param separator      between the keys in their joined text.
     * @param dropped        whether it counts dropped packets, instead of packet samples and flow records.
     * @param aggregation    how queries merge rows of one key from several sources.
     * @param logging        which flow records it makes.
     * @throws IllegalArgumentException if an attribute is out of range or names what is not there.
     */
    public FlowSpec
    {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
        checkName(name);
        int bits = 0;
        for (final String key : keys)
        {
            bits += Keys.check(name, key);
        }
        checkRange(name, "bits of keys", bits, 0, MAX_KEY_BITS);
        checkValue(name, value);
        checkRange(name, "number of values", values.size(), 0, MAX_VALUES);
        for (final String more : values)
        {
            checkValue(name, more);
        }
        checkFilter(name, filter);
        checkRange(name, "timeConstantNs", timeConstantNs, MIN_TIME_CONSTANT_NS, MAX_TIME_CONSTANT_NS);
        checkRange(name, "n", n, 1, MAX_N);
        checkRange(name, "capacity", capacity, 1, MAX_CAPACITY);
        checkRange(name, "idleTimeoutNs", idleTimeoutNs, 0, MAX_IDLE_TIMEOUT_NS);
        if (null == scope || null == separator || null == aggregation || null == logging || null == logging.cacheType())
        {
            throw new IllegalArgumentException(
                name + ": scope, separator, aggregation, logging and cacheType must be given");
        }
        checkRange(name, "activeTimeoutNs", logging.activeTimeoutNs(), FlowLogging.MIN_ACTIVE_TIMEOUT_NS,
            FlowLogging.MAX_ACTIVE_TIMEOUT_NS);
    }

    /**
     * Whether a value adds up to a rate.
     *
     * @param value of a definition, such as {@code bytes} or {@code avg:duration}.
     * @return false for what tells of the numbers of records otherwise.
     */
    public static boolean isRate(final String value)
    {
        return Statistic.RATE == FlowValue.statisticOf(value);
    }

    /**
     * What a value is called: the same for {@code rate:bytes} and {@code bytes}.
     *
     * @param value of a definition.
     * @return its name, without what may be left out.
     */
    public static String valueName(final String value)
    {
        return FlowValue.nameOf(value);
    }

    private static void checkName(final String name)
    {
        if (null == name || !name.matches("[A-Za-z0-9_.-]{1,128}"))
        {
            throw new IllegalArgumentException(
                "flow: name must be 1 to 128 letters, digits, '_', '-', '.': name='" + name + "'");
        }
    }

    private static void checkFilter(final String name, final String filter)
    {
        if (null == filter)
        {
            throw new IllegalArgumentException(name + ": filter must be given, empty for none");
        }
        try
        {
            Filter.check(filter);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static void checkRange(
        final String name,
        final String attribute,
        final long value,
        final long min,
        final long max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(
                name + ": " + attribute + " is out of range: " + attribute + "=" + value +
                " range=" + min + ".." + max);
        }
    }

    private static void checkValue(final String name, final String value)
    {
        if (null == value)
        {
            throw new IllegalArgumentException(name + ": value must be given");
        }
        try
        {
            FlowValue.of(name, value, new KeyRegistry());
        }
        catch (final UnresolvedException e)
        {
            // Only the cache can tell.
            return;
        }
    }

    /**
     * Begin a definition.
     *
     * @param name of it.
     * @return a builder with the default of every other attribute.
     */
    public static Builder builder(final String name)
    {
        return new Builder(name);
    }

    /** {@return time constant of the decaying rate} */
    public Duration timeConstant()
    {
        return Duration.ofNanos(timeConstantNs);
    }

    /** {@return time after which an unseen flow ends} */
    public Duration idleTimeout()
    {
        return Duration.ofNanos(idleTimeoutNs);
    }

    /* Keys as a cache knows them. */
    List<Key> resolvedKeys(final KeyRegistry registry)
    {
        final List<Key> resolved = new ArrayList<>();
        int bits = 0;
        for (final String key : keys)
        {
            resolved.add(registry.require(name, key));
            bits += resolved.get(resolved.size() - 1).bits();
        }
        checkRange(name, "bits of keys", bits, 0, MAX_KEY_BITS);
        return resolved;
    }

    /* The value, then those beside it, as a cache knows them. */
    List<FlowValue> resolvedValues(final KeyRegistry registry)
    {
        final List<FlowValue> resolved = new ArrayList<>();
        resolved.add(FlowValue.of(name, value, registry));
        for (final String more : values)
        {
            resolved.add(FlowValue.of(name, more, registry));
        }
        return List.copyOf(resolved);
    }

    Filter resolvedFilter(final KeyRegistry registry)
    {
        try
        {
            return Filter.parse(filter, registry);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** Collects the attributes of a definition. Not thread safe. */
    public static final class Builder
    {
        private static final long DEFAULT_CAPACITY = 1L << 20;
        private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

        private final String name;
        private List<String> keys = List.of();
        private String value = "bytes";
        private List<String> values = List.of();
        private String filter = "";
        private Duration timeConstant = Duration.ofSeconds(2);
        private int n = 5;
        private long capacity = DEFAULT_CAPACITY;
        private Duration idleTimeout = Duration.ofSeconds(15);
        private Scope scope;
        private String separator = ",";
        private boolean dropped;
        private Aggregation aggregation = Aggregation.MAX;
        private boolean log;
        private boolean flowStart;
        private Duration activeTimeout = Duration.ofNanos(FlowLogging.OFF.activeTimeoutNs());
        private CacheType cacheType = CacheType.NORMAL;

        private Builder(final String name)
        {
            this.name = name;
        }

        /**
         * Name the keys in one text.
         *
         * @param commaSeparated names and calls of functions; empty for one total per scope.
         * @return this.
         */
        public Builder keys(final String commaSeparated)
        {
            return keys(Keys.split(commaSeparated));
        }

        /**
         * Name the keys.
         *
         * @param names in order.
         * @return this.
         */
        public Builder keys(final List<String> names)
        {
            keys = names;
            return this;
        }

        /**
         * Name the value; {@code bytes} unless told. It tells which flows are the largest.
         *
         * <p>{@code bytes}, {@code frames}, {@code requests} (operations of applications), or the key of a number, such
         * as {@code duration}, add up to a rate per second, each multiplied by the sampling rate of its record, as they
         * do with {@code rate:} in front. Other prefixes tell of the numbers themselves, over the window of one time
         * constant that goes on and the one before it: {@code avg:} the mean, each record weighted by its sampling
         * rate, {@code min:} and {@code max:} the least and the largest, and {@code count:} how many different ones
         * there are, of any key, such as {@code count:ipsource}: exactly up to 16, beyond with a standard error of
         * 3.25 %. The totals of such a definition, and the rate beside its value, are of frames.
         *
         * @param newValue such as {@code bytes}, {@code avg:tcprtt}, {@code count:ipsource}.
         * @return this.
         */
        public Builder value(final String newValue)
        {
            value = newValue;
            return this;
        }

        /**
         * Name values beside the first, in one text; none unless told.
         *
         * @param commaSeparated up to {@link #MAX_VALUES}, each as {@link #value} takes it.
         * @return this.
         */
        public Builder values(final String commaSeparated)
        {
            return values(Keys.split(commaSeparated));
        }

        /**
         * Name values beside the first; none unless told. A record that lacks one of them counts for the others.
         *
         * @param newValues up to {@link #MAX_VALUES}, each as {@link #value} takes it.
         * @return this.
         */
        public Builder values(final List<String> newValues)
        {
            values = newValues;
            return this;
        }

        /**
         * Count only some records; all unless told. The others are {@code filtered} in the accounts.
         *
         * @param expression such as {@code ipprotocol=6&tcpdestinationport=80,443}, see {@link Filter}.
         * @return this.
         */
        public Builder filter(final String expression)
        {
            filter = expression;
            return this;
        }

        /**
         * Set the time constant of the decaying rate, 10 ms to 1 h; 2 s unless told.
         *
         * @param t time in which an untouched rate falls to 1/e.
         * @return this.
         */
        public Builder timeConstant(final Duration t)
        {
            timeConstant = t;
            return this;
        }

        /**
         * Set how many flows are kept for queries of top flows, 1 to {@link #MAX_N}; 5 unless told. A query for more is
         * answered too, by a scan.
         *
         * @param flows number of flows.
         * @return this.
         */
        public Builder n(final int flows)
        {
            n = flows;
            return this;
        }

        /**
         * Set the most flows that a shard holds; beyond it the coldest go to {@code other}. 2^20 unless told.
         *
         * @param flows number of flows.
         * @return this.
         */
        public Builder capacity(final long flows)
        {
            capacity = flows;
            return this;
        }

        /**
         * Set the time after which an unseen flow ends; 15 s unless told. The flow stays in the table for eight time
         * constants at least, and as long as its rate is held or watched.
         *
         * @param timeout 0 to 30 days.
         * @return this.
         */
        public Builder idleTimeout(final Duration timeout)
        {
            idleTimeout = timeout;
            return this;
        }

        /**
         * Set where flows are accumulated; per data source unless told.
         *
         * @param newScope of a flow.
         * @return this.
         */
        public Builder scope(final Scope newScope)
        {
            scope = newScope;
            return this;
        }

        /**
         * Set the text between the keys in their joined text; a comma unless told.
         *
         * @param text to put between.
         * @return this.
         */
        public Builder separator(final String text)
        {
            separator = text;
            return this;
        }

        /**
         * Make flow records, for {@link FlowCache#addListener}; none unless told.
         *
         * @param newLog whether to.
         * @return this.
         */
        public Builder log(final boolean newLog)
        {
            log = newLog;
            return this;
        }

        /**
         * Tell the start of a flow, too, when flow records are made.
         *
         * @param newFlowStart whether to.
         * @return this.
         */
        public Builder flowStart(final boolean newFlowStart)
        {
            flowStart = newFlowStart;
            return this;
        }

        /**
         * Set after which time the record of a flow that goes on is cut, when flow records are made; 60 s unless told.
         *
         * @param timeout 1 s to 30 days.
         * @return this.
         */
        public Builder activeTimeout(final Duration timeout)
        {
            activeTimeout = timeout;
            return this;
        }

        /**
         * Set how long the totals of a flow are gathered before they become a record.
         *
         * @param type {@link CacheType#NORMAL} unless told.
         * @return this.
         */
        public Builder cacheType(final CacheType type)
        {
            cacheType = type;
            return this;
        }

        /**
         * Count packets that devices dropped and told of, instead of packet samples and flow records. Notifications are
         * never scaled by a sampling rate. What several sources tell of adds up, so that the scope, unless it is set,
         * is {@link Scope#NETWORK}.
         *
         * @param isDropped true for dropped packets, false by default.
         * @return this.
         */
        public Builder dropped(final boolean isDropped)
        {
            dropped = isDropped;
            return this;
        }

        /**
         * Set how queries merge rows of one key that several sources saw; {@link Aggregation#MAX} unless told.
         *
         * @param newAggregation of rates.
         * @return this.
         */
        public Builder aggregation(final Aggregation newAggregation)
        {
            aggregation = newAggregation;
            return this;
        }

        /**
         * Check and build.
         *
         * @return the definition.
         * @throws IllegalArgumentException if an attribute is out of range or names what is not there.
         */
        public FlowSpec build()
        {
            return new FlowSpec(
                name,
                keys,
                value,
                values,
                filter,
                nanos(timeConstant),
                n,
                capacity,
                nanos(idleTimeout),
                null != scope ? scope : dropped ? Scope.NETWORK : Scope.DATA_SOURCE,
                separator,
                dropped,
                aggregation,
                new FlowLogging(log, flowStart, nanos(activeTimeout), cacheType));
        }

        private static long nanos(final Duration duration)
        {
            return duration.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : duration.toNanos();
        }
    }
}
