/**
 * Who this code is: app, hash and format from the compiled schema's properties, generation and lineage from the environment, and every
 * {@link dev.tidemark.identity.Setting}.
 *
 * <p>Imports nothing of ours but {@code TidemarkException} and {@code Problem}. On the hot path of a cold start: no regular expression, no stream, no
 * {@code String.format}, no reflection, and no string {@code +} outside of errors (its first use links a call site, which costs a cold JVM more than the
 * read from the database).
 */
@NullMarked
package dev.tidemark.identity;

import org.jspecify.annotations.NullMarked;
