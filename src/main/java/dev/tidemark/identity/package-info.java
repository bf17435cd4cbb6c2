/**
 * Who this code is: app, hash and format from the compiled schema's properties, generation and lineage from the environment. Imports nothing of ours but the exception; on the hot path.
 */
@NullMarked
package dev.tidemark.identity;

import org.jspecify.annotations.NullMarked;
