/** {@code tidemark init}: a new project. */
@NullMarked
package dev.tidemark.cli.init;

import org.jspecify.annotations.NullMarked;
