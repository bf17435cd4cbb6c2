/**
 * The annotation processor, run by javac only: declaration (validated reading of the annotations), model, writer of {@code schema.sql}. May import {@code annotation} and {@code schema}.
 */
@NullMarked
package dev.tidemark.processor;

import org.jspecify.annotations.NullMarked;
