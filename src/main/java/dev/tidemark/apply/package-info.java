/**
 * Runs plans under a lease: timeouts, retries, verification, record.
 */
@NullMarked
package dev.tidemark.apply;

import org.jspecify.annotations.NullMarked;
