/** {@code tidemark diff}: two schemas compared, wherever they are. */
@NullMarked
package dev.tidemark.cli.diff;

import org.jspecify.annotations.NullMarked;
