/**
 * Schemas, tables and their partitions, apart from their columns, constraints and indexes.
 */
@NullMarked
package dev.tidemark.plan.tables;

import org.jspecify.annotations.NullMarked;
