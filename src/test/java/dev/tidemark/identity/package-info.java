/** Tests of {@code dev.tidemark.identity}. */
@NullMarked
package dev.tidemark.identity;

import org.jspecify.annotations.NullMarked;
