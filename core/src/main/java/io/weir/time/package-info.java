/** Where time comes from: injected everywhere, so that a capture or a test can be the clock. */
package io.weir.time;
