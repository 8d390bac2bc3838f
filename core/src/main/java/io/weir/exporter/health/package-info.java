/** Health of exporters: states with reasons and messages, their history, and roll-up to sites and customers. */
package io.weir.exporter.health;
