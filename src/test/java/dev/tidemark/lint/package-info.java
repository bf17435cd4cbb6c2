/** Tests of the lint. */
@NullMarked
package dev.tidemark.lint;

import org.jspecify.annotations.NullMarked;
