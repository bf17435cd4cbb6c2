/** {@code tidemark export}: a database or a dump as files. */
@NullMarked
package dev.tidemark.cli.export;

import org.jspecify.annotations.NullMarked;
