package dev.tidemark.cli;

import org.jspecify.annotations.Nullable;

/**
 * A declared schema that was read from a file.
 *
 * @param app whose it is, where the file says so
 * @param text the SQL
 * @param origin its name in errors
 * @param sources the Java elements behind it, as the processor wrote them; empty for SQL that somebody wrote
 */
public record SchemaText(@Nullable String app, String text, String origin, String sources) {
    public SchemaText(@Nullable String app, String text, String origin) {
        this(app, text, origin, "");
    }
}
