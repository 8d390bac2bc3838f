/** Who sends: the table of exporters, their counters and the accounting of their sequence numbers. */
package io.weir.exporter;
