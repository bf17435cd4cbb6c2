/** Two declarations compared on a server that need hold neither of them. {@link dev.tidemark.compare.Comparison} is the door. */
@NullMarked
package dev.tidemark.compare;

import org.jspecify.annotations.NullMarked;
