/**
 * The lease. Its protocol is written here in full.
 */
@NullMarked
package dev.tidemark.lease;

import org.jspecify.annotations.NullMarked;
