package io.weir.flowcache.key;

/** Where values of keys come from: a record, or a flow. Not thread safe. */
public interface KeySource
{
    /**
     * Whether there is a value.
     *
     * @param key to look up.
     * @return true if there is.
     */
    boolean isPresent(Key key);

    /**
     * High 64 bits of a value.
     *
     * @param key that is present.
     * @return the bits, 0 where the key has no more than 64.
     */
    long high(Key key);

    /**
     * Low 64 bits of a value.
     *
     * @param key that is present, not of texts.
     * @return the bits.
     */
    long low(Key key);

    /**
     * Text of a value.
     *
     * @param key of texts, see {@link KeyRegistry#textOf}.
     * @return the text until the source turns elsewhere; null where there is none.
     */
    KeyValue text(Key key);
}
