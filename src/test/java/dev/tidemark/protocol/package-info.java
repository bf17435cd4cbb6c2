/** The protocol's model (docs/protocol), gone through by TLC. */
@NullMarked
package dev.tidemark.protocol;

import org.jspecify.annotations.NullMarked;
