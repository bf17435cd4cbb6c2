/** Tests of reading {@code pg_catalog}, against real servers. */
@NullMarked
package dev.tidemark.catalog;

import org.jspecify.annotations.NullMarked;
