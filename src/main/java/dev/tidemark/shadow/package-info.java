/**
 * Declared objects to a catalog, by creating them for real in twin schemas inside a transaction that cannot commit.
 */
@NullMarked
package dev.tidemark.shadow;

import org.jspecify.annotations.NullMarked;
