/**
 * The control tables: bootstrap, the hot read, the order of versions, the record, the journal.
 *
 * <p>The hot path of a cold start loads {@link dev.tidemark.control.ControlTables}, {@link dev.tidemark.control.VersionOrder} and their values and
 * nothing else of this package: what the slow path needs is in classes of its own, loaded when called. There, strings are put together without
 * {@code +} (see {@code identity}).
 *
 * <p>Statements are plain ones with quoted literals, never named prepared ones, so that they work behind a pooler that hands each transaction another
 * server connection. Imports {@code identity} and the root's values.
 */
@NullMarked
package dev.tidemark.control;

import org.jspecify.annotations.NullMarked;
