/**
 * The control tables: bootstrap, the hot read, the order of versions, the record, the journal. The hot path loads this package and {@code identity} and nothing else.
 */
@NullMarked
package dev.tidemark.control;

import org.jspecify.annotations.NullMarked;
