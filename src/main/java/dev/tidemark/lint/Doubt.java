package dev.tidemark.lint;

import dev.tidemark.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a rule found, not yet placed.
 *
 * @param column the column by which it is placed where the object itself has no line of its own
 */
record Doubt(Rule rule, ObjectName object, @Nullable String column, String message, String way) {}
