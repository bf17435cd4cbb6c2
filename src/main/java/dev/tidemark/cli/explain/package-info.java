/** {@code tidemark explain}: what a code or a hazard means, from the pages of the documentation. */
@NullMarked
package dev.tidemark.cli.explain;

import org.jspecify.annotations.NullMarked;
