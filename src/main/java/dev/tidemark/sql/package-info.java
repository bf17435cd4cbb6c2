/**
 * Quoting, for everybody who writes SQL.
 */
@NullMarked
package dev.tidemark.sql;

import org.jspecify.annotations.NullMarked;
