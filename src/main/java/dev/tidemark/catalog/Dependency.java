package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One edge of pg_depend that matters to a plan: {@code dependent} must go, or be made again, when {@code on} (or its column) changes.
 * Views depend through their rules, defaults and constraints through themselves, functions with SQL-standard bodies directly.
 *
 * @param column the column of {@code on} that is used, if the dependency is on a column
 */
public record Dependency(
        ObjectName dependent, ObjectName on, @Nullable String column) {}
