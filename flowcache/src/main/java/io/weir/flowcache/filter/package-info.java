/** Filters: which records a definition counts, parsed from text and compiled to run on a record without allocation. */
package io.weir.flowcache.filter;
