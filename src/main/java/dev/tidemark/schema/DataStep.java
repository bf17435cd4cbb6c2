package dev.tidemark.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL of the declaration's author that changes rows, once in each database: {@code -- @migrate-before name} or {@code -- @migrate-after name} and the statements
 * below it.
 *
 * @param name unique in the declaration
 * @param when where in a plan it runs
 * @param safe whether its author says that it may run without anybody's approval, while older versions serve
 * @param statements one or more; they are committed together
 * @param hash {@code v1:} and SHA-256 in hex over the statements' tokens: another hash is another step
 */
public record DataStep(String name, When when, boolean safe, List<Part> statements, String hash) {
    /** Where in a plan a step runs. */
    public enum When {
        /** Before anything else; then rows are looked at again. */
        BEFORE,
        /** After all that is added and changed, before what is dropped. */
        AFTER
    }

    /**
     * One statement.
     *
     * @param sql as written, without comments around it and without a semicolon
     * @param searchPath what unqualified names refer to
     * @param place where it is written: {@code schema.sql:31:1}
     */
    public record Part(String sql, List<String> searchPath, String place) {
        public Part {
            searchPath = List.copyOf(searchPath);
        }
    }

    public DataStep {
        statements = List.copyOf(statements);
    }

    static DataStep of(String name, When when, boolean safe, List<Part> statements) {
        String text = statements.stream().map(Part::sql).collect(Collectors.joining(";\n"));
        return new DataStep(name, when, safe, statements, SchemaHash.of(text));
    }

    /** The structured comment that says when it runs, as people write it. */
    public String annotation() {
        return when == When.BEFORE ? "@migrate-before" : "@migrate-after";
    }
}
