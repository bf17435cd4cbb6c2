/**
 * (from, to) to a list of changes. Pure.
 */
@NullMarked
package dev.tidemark.diff;

import org.jspecify.annotations.NullMarked;
