/**
 * Random schemas, their next versions, rows that fit them, and the shrinking of pairs that fail. {@code RandomSchemas} makes a {@code Model}, {@code Mutations}
 * its second version, {@code SqlWriter} the text of either. Everything follows from a seed.
 */
@NullMarked
package dev.tidemark.testkit.random;

import org.jspecify.annotations.NullMarked;
