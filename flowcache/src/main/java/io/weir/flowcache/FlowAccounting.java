package io.weir.flowcache;

/**
 * Where everything went that a definition was fed: {@code in = live + exported + other + filtered}, exactly. The first
 * five are in scaled value units. Immutable.
 *
 * @param in              value of every record.
 * @param live            value of the flows in the table.
 * @param exported        value of flows that expired, and of the records of flows that were cut.
 * @param other           value of flows that were evicted, and of records with a text for which there was no room.
 * @param filtered        value of records that lack a key, that the filter excludes, or whose sampling rate is above
 *                        {@link FlowCache#MAX_SAMPLING_RATE}.
 * @param records         number of records.
 * @param filteredRecords number of the filtered records, and of those that lack the value.
 * @param flows           flows in the table.
 * @param evictedFlows    flows that were evicted.
 * @param expiredFlows    flows that expired.
 * @param heldRecords     interval records that were held for their length.
 * @param badTimes        interval records whose start and end were of no use.
 * @param clamped         records whose scaled value was beyond what a record can sensibly hold, and was cut.
 * @param textOverflows   records with a text for which there was no room, see {@link FlowCache.Builder#maxTexts}.
 * @param cutRecords      flow records that ended while the flow went on.
 * @param distinctOverflows values that a count of distinct ones lacks for want of room, see
 *                        {@link FlowCache.Builder#maxDistinctBytes}.
 * @param consistent      whether the numbers were read at one instant in each shard.
 */
public record FlowAccounting(
    long in,
    long live,
    long exported,
    long other,
    long filtered,
    long records,
    long filteredRecords,
    long flows,
    long evictedFlows,
    long expiredFlows,
    long heldRecords,
    long badTimes,
    long clamped,
    long textOverflows,
    long cutRecords,
    long distinctOverflows,
    boolean consistent)
{
    /** {@return whether nothing was lost: always true of a consistent reading} */
    public boolean balances()
    {
        return in == live + exported + other + filtered;
    }
}
