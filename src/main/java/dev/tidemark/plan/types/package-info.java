/**
 * Enums, and types that are made again under the columns that hold them.
 */
@NullMarked
package dev.tidemark.plan.types;

import org.jspecify.annotations.NullMarked;
