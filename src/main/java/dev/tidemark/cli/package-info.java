/**
 * Thin: picocli commands and the printers of plans.
 */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;
