package dev.tidemark.processor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL's rules for names: how they are derived, what is allowed, how they are quoted. */
final class Identifiers {
    /** NAMEDATALEN - 1. */
    static final int MAX_BYTES = 63;

    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private Identifiers() {}

    /** {@code createdAt} → {@code created_at}, {@code HTTPServer} → {@code http_server}, {@code address2} → {@code address2}. */
    static String snake(CharSequence javaName) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < javaName.length(); i++) {
            char c = javaName.charAt(i);
            if (i > 0 && Character.isUpperCase(c) && startsWord(javaName, i)) {
                snake.append('_');
            }
            snake.append(c);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean startsWord(CharSequence name, int at) {
        char before = name.charAt(at - 1);
        if (before == '_' || before == '$') {
            return false;
        }
        boolean smallFollows = at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
        return !Character.isUpperCase(before) || smallFollows;
    }

    /** What forbids the name for any object; empty where nothing does. */
    static Optional<String> objection(String name) {
        if (name.isBlank()) {
            return Optional.of("it is empty");
        }
        if (!name.equals(name.strip())) {
            return Optional.of("it begins or ends with a blank");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("it holds a control character");
        }
        int bytes = bytes(name);
        return bytes > MAX_BYTES
                ? Optional.of("it has " + bytes + " bytes, and PostgreSQL keeps " + MAX_BYTES)
                : Optional.empty();
    }

    /** What forbids the name for a schema. */
    static Optional<String> schemaObjection(String name) {
        if (name.startsWith("pg_") || name.equals("information_schema")) {
            return Optional.of("PostgreSQL keeps such schemas for itself");
        }
        return name.equals("tidemark")
                ? Optional.of("the schema tidemark holds Tidemark's own tables")
                : objection(name);
    }

    /** What forbids the name for a column. */
    static Optional<String> columnObjection(String name) {
        return SYSTEM_COLUMNS.contains(name)
                ? Optional.of("every table has a system column of this name")
                : objection(name);
    }

    /** The name as SQL, quoted where PostgreSQL's own {@code quote_ident} would. */
    static String quote(String name) {
        return dev.tidemark.sql.Identifiers.quoted(name);
    }

    /** {@code schema.name}, each quoted where it has to be. */
    static String quote(String schema, String name) {
        return quote(schema) + "." + quote(name);
    }

    /** A string constant. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /**
     * The name that PostgreSQL itself gives a constraint or an index: table, columns and label joined by {@code _}, the longer of the first two cut until
     * the whole fits into 63 bytes (makeObjectName in PostgreSQL's indexcmds.c).
     */
    static String objectName(String table, String columns, String label) {
        int overhead = label.length() + 1 + (columns.isEmpty() ? 0 : 1);
        int first = bytes(table);
        int second = bytes(columns);
        while (first + second > MAX_BYTES - overhead) {
            if (first > second) {
                first--;
            } else {
                second--;
            }
        }
        String middle = columns.isEmpty() ? "" : "_" + clip(columns, second);
        return clip(table, first) + middle + "_" + label;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String clip(String text, int bytes) {
        int end = text.length();
        while (bytes(text.substring(0, end)) > bytes) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }
}
