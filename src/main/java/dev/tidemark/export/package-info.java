/**
 * Schemas as text: a catalog, of a live database or of what a declaration means, becomes statements in an order in which they run.
 * {@link dev.tidemark.export.Exporter} is the door.
 */
@NullMarked
package dev.tidemark.export;

import org.jspecify.annotations.NullMarked;
