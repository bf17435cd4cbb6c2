/** Parts of a run that need no server. */
@NullMarked
package dev.tidemark.apply;

import org.jspecify.annotations.NullMarked;
