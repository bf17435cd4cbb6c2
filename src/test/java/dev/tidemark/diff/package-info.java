/** Tests of the differ on catalogs read from a real server. */
@NullMarked
package dev.tidemark.diff;

import org.jspecify.annotations.NullMarked;
