package io.weir.flowcache.key;

import java.nio.charset.StandardCharsets;

/**
 * A text that is known when definitions are made: of a group, of a map, or written in a call. Immutable.
 *
 * @param bytes  of it, not to be changed.
 * @param number unique within a cache, from 0 on; -1 for none.
 */
record Label(byte[] bytes, int number)
{
    @Override
    public String toString()
    {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
