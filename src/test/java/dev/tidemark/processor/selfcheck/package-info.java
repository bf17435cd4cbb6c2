/** Compiled with the tests, so that a processor that silently does not run is noticed. */
@Database(app = "selfcheck")
@NullMarked
package dev.tidemark.processor.selfcheck;

import dev.tidemark.annotation.Database;
import org.jspecify.annotations.NullMarked;
