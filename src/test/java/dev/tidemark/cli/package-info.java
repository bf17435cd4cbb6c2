/** The command line, without a process of its own: streams and terminal are the tests'. */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;
