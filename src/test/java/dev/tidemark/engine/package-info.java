/** The whole engine on real servers: what a sync promises, each promise by its own name. */
@NullMarked
package dev.tidemark.engine;

import org.jspecify.annotations.NullMarked;
