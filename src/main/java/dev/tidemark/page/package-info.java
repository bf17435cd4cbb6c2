/** A plan to look at: one self-contained HTML page with an entity diagram, and the same diagram as Mermaid. Knows no database and no command line. */
@NullMarked
package dev.tidemark.page;

import org.jspecify.annotations.NullMarked;
