/** Tests of {@code dev.tidemark.lease}. */
@NullMarked
package dev.tidemark.lease;

import org.jspecify.annotations.NullMarked;
