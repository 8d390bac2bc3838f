package io.weir.flowcache;

/**
 * One flow of one source, read without allocation. Reused: valid during the call that hands it over, on that thread.
 * {@link #row} makes a copy to keep.
 */
public interface FlowView
{
    /** {@return name of the definition} */
    String definition();

    /** {@return number of keys} */
    int keys();

    /**
     * Whether a key is of a text, which {@link #text} gives; the others are numbers of up to 128 bits.
     *
     * @param key index of it.
     * @return true for texts.
     */
    boolean isText(int key);

    /**
     * Lowest 64 bits of a key: the number, the MAC address, the IPv4 address, the end of an IPv6 address. An IPv4
     * address of a key of either family is {@code 0xFFFF_xxxxxxxx}, with {@link #high} 0. 0 or 1 for a boolean.
     *
     * @param key index of it.
     * @return the bits; for a text, a number that stands for it in this shard.
     */
    long number(int key);

    /**
     * Highest 64 bits of a key.
     *
     * @param key index of it.
     * @return the bits, 0 for a key of no more than 64.
     */
    long high(int key);

    /**
     * Text of a key, as rows show it. Allocates, but for keys of texts.
     *
     * @param key index of it.
     * @return the text.
     */
    String text(int key);

    /** {@return high 64 bits of the agent's address; 0 where flows of several agents add up} */
    long agentHigh();

    /** {@return low 64 bits of the agent's address; 0 where flows of several agents add up} */
    long agentLow();

    /** {@return data source within the agent, as the record has it; -1 where flows of several add up} */
    long dataSource();

    /**
     * The definition's value, at the time of the call that hands the view over: its rate, or what {@code avg:} and the
     * like tell of the last two windows of t.
     *
     * @return the value; not a number where there is nothing to tell.
     */
    double value();

    /**
     * A further value of the definition, at the time of the call that hands the view over.
     *
     * @param value index in {@link FlowSpec#values}.
     * @return the value; not a number where there is nothing to tell.
     */
    double value(int value);

    /** {@return the definition's value since the flow, or the record of it, began: the total of a rate} */
    double lifeValue();

    /**
     * A further value since the flow, or the record of it, began: the total of a rate.
     *
     * @param value index in {@link FlowSpec#values}.
     * @return the value; not a number where no record had one.
     */
    double lifeValue(int value);

    /** {@return value units per second, at the same time; frames per second where the value is no rate} */
    double rate();

    /** {@return value since the flow, or the record of it, began, scaled; frames where the value is no rate} */
    long total();

    /** {@return frames since the flow, or the record of it, began, scaled} */
    long frames();

    /** {@return packets that were sampled since the flow, or the record of it, began} */
    long samples();

    /** {@return when the flow, or the record of it, began, epoch nanoseconds in steps of 16.8 ms} */
    long firstSeenNs();

    /** {@return when the flow was seen last, epoch nanoseconds in steps of 16.8 ms} */
    long lastSeenNs();

    /** {@return a copy to keep} */
    FlowRow row();
}
