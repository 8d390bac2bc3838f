/** Flow keys: their names, where their values stand in a record, and their text. */
package io.weir.flowcache.key;
