/** The meeting point of codecs and consumers: fields, sets of wanted fields, and the reused records. */
package io.weir.record;
