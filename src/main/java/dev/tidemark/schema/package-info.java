/**
 * The compiled schema as text: lexer, statements, declared objects, hashing. Pure; no JDBC.
 */
@NullMarked
package dev.tidemark.schema;

import org.jspecify.annotations.NullMarked;
