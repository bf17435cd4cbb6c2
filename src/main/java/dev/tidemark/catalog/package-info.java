/**
 * {@code pg_catalog} read into immutable records; the queries are {@code .sql} files beside the class that runs them.
 */
@NullMarked
package dev.tidemark.catalog;

import org.jspecify.annotations.NullMarked;
