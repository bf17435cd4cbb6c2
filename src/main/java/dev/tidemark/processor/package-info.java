/**
 * The annotation processor, run by the compiler only. Three steps: the readers turn annotations into declarations that are valid in themselves
 * ({@code TableReader}, {@code EnumReader}), {@code ModelBuilder} joins them to a model in which everything has a name and an order, {@code SchemaWriter}
 * writes that as SQL. Every fault is reported where it stands, all of one compilation at once; then nothing is written.
 *
 * <p>May import {@code annotation} and {@code schema}, and no library: users' compilers load it by our own coordinates alone.
 */
@NullMarked
package dev.tidemark.processor;

import org.jspecify.annotations.NullMarked;
