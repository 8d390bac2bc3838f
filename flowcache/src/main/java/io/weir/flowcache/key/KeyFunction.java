package io.weir.flowcache.key;

/**
 * A function of keys that the caller adds: the country of an address, the owner of a prefix, the name of a host. It is
 * called as {@code name:key} or {@code name:key:attribute} in definitions and filters.
 *
 * <p>Called on the threads that feed a cache, for each record that needs it, at most once for a record however many
 * definitions ask for it. It may be called by several threads at a time, must not wait for anything, should not
 * allocate, and may keep neither argument nor result. What it throws is caught and counts as a missing value.
 */
@FunctionalInterface
public interface KeyFunction
{
    /**
     * Compute.
     *
     * @param argument  value of the key: a number or an address, or the text of a key of texts; read only.
     * @param attribute what stands behind the key in the call, empty for nothing.
     * @param result    to set, to what {@link #type} tells.
     * @return false where there is no value: the record then lacks this key.
     */
    boolean apply(KeyValue argument, String attribute, KeyValue result);

    /**
     * What the function gives. Called when a definition is made.
     *
     * @param argument  type of the key.
     * @param attribute what stands behind the key in the call, empty for nothing.
     * @return type of the result: {@link KeyType#TEXT}, {@link KeyType#ADDRESS}, {@link KeyType#BOOLEAN} or
     *     {@link KeyType#NUMBER}; texts unless overridden.
     * @throws IllegalArgumentException if the function does not take such a key or attribute; the message tells why.
     */
    default KeyType type(final KeyType argument, final String attribute)
    {
        return KeyType.TEXT;
    }
}
