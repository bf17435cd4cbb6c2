/** Tests of {@code dev.tidemark.control}. */
@NullMarked
package dev.tidemark.control;

import org.jspecify.annotations.NullMarked;
