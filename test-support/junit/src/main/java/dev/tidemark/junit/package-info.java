/**
 * A PostgreSQL database with the declared schema for each test: {@link dev.tidemark.junit.TidemarkTest} on the class, a {@code DataSource} as a parameter.
 *
 * <p>The schema is built once, in a template database; each test gets a copy of it. {@code docs/junit.md} shows the use.
 */
@NullMarked
package dev.tidemark.junit;

import org.jspecify.annotations.NullMarked;
