/** What the tests stand on: real PostgreSQL servers, fresh databases, other processes. */
@NullMarked
package dev.tidemark.testkit;

import org.jspecify.annotations.NullMarked;
