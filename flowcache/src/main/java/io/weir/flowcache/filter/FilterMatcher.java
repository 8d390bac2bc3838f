package io.weir.flowcache.filter;

import io.weir.flowcache.key.KeyContext;

/** Tells which records are counted. A class rather than an interface, whose methods take longer to find. */
abstract class FilterMatcher
{
    /**
     * Whether a record is to be counted.
     *
     * @param context whose record to look at.
     * @return true if it is.
     */
    abstract boolean matches(KeyContext context);
}
