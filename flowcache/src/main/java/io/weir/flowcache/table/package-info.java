/**
 * Flow tables: slots, segments, forward decay, held rates, top flows. Internal: for the cache, not for its users.
 *
 * <p>One thread writes a table, any number read it. What each operation promises, whatever the others do:
 *
 * <table>
 * <caption>Progress and consistency</caption>
 * <tr><th>operation</th><th>by</th><th>progress</th><th>what it sees or shows</th></tr>
 * <tr><td>update of a flow</td><td>writer</td><td>wait-free: at most 64 slots looked at, no compare-and-set, no
 * retry</td><td>one step for who reads the slot as consistent</td></tr>
 * <tr><td>insert</td><td>writer</td><td>wait-free, amortised: at most one segment of 4096 slots is split, one flow
 * evicted, for all keys but those that collide in every bit</td><td>absent, or begun without a record, or
 * whole</td></tr>
 * <tr><td>eviction, expiry, reuse of a slot</td><td>writer</td><td>wait-free</td><td>words of two flows are never
 * mixed</td></tr>
 * <tr><td>split, widening, merge of segments</td><td>writer</td><td>bounded: the slots of two segments</td><td>a flow
 * that stays is found before, meanwhile and after, once; a reader that began before sees the segment as it was
 * then</td></tr>
 * <tr><td>change of epoch</td><td>writer</td><td>wait-free: nothing is touched but what is updated</td><td>rates by
 * the old landmark and by the new are equal</td></tr>
 * <tr><td>read of a slot</td><td>anybody</td><td>bounded: 64 tries, then word by word</td><td>linearizable where
 * {@link io.weir.flowcache.table.SlotView#isConsistent}; else each word for itself</td></tr>
 * <tr><td>scan</td><td>anybody</td><td>bounded: the slots of one directory</td><td>every flow that is there all the
 * time, once; each slot linearizable for itself, the scan as a whole not</td></tr>
 * <tr><td>candidates for the largest</td><td>anybody</td><td>bounded: 64 tries, then a scan</td><td>linearizable: the
 * candidates of one instant; their rates are read afterwards</td></tr>
 * <tr><td>accounting</td><td>anybody</td><td>bounded: 64 tries, then singly</td><td>that of the end of a batch where
 * it says that it is consistent</td></tr>
 * </table>
 *
 * <p>Taking over definitions is wait-free for writers too: they look at one volatile reference between datagrams.
 * Definitions wait for each other, never for a writer. Each pair of operations that can race has a stress test, with a
 * variant whose fault the test must find.
 */
package io.weir.flowcache.table;
