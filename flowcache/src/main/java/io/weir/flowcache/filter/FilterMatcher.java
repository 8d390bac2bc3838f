package io.weir.flowcache.filter;

import io.weir.flowcache.key.KeyContext;

/** Tells which records are counted. */
interface FilterMatcher
{
    /**
     * Whether a record is to be counted.
     *
     * @param context whose record to look at.
     * @return true if it is.
     */
    boolean matches(KeyContext context);
}
