/** The {@code weir} command: its subcommands, their options and their output. */
package io.weir.examples.cli;
