/** weir beside other programs: what other decoders read in the same bytes, and what other exporters send. */
package io.weir.examples.peers;
