/**
 * Columns: their types, defaults, nullability, generation, and the sequences that serve them.
 */
@NullMarked
package dev.tidemark.plan.columns;

import org.jspecify.annotations.NullMarked;
