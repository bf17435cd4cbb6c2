/** Tests of the export. */
@NullMarked
package dev.tidemark.export;

import org.jspecify.annotations.NullMarked;
