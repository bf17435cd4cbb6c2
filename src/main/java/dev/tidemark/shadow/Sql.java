package dev.tidemark.shadow;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts inside SQL; everything is quoted, {@code standard_conforming_strings} is on. */
final class Sql {
    private Sql() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** {@code array['a', 'b']::text[]}. */
    static String array(Collection<String> texts) {
        return texts.stream().map(Sql::literal).collect(Collectors.joining(", ", "array[", "]::text[]"));
    }
}
