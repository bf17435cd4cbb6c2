package dev.tidemark.schema;

import java.util.ArrayList;
import java.util.List;

/** {@code CREATE SCHEMA s CREATE TABLE … CREATE VIEW …}: its elements are statements of their own, with {@code s} first in their search_path. */
final class SchemaElements {
    private SchemaElements() {}

    /** The schema by itself, then its elements; any other statement is left as it is. */
    static List<Statement> split(Statement statement) {
        if (!statement.cursor().sees("create", "schema")) {
            return List.of(statement);
        }
        List<Statement> parts = new ArrayList<>();
        List<Token> now = new ArrayList<>();
        boolean begun = false;
        int depth = 0;
        for (Token token : statement.tokens()) {
            depth += token.isMark("(") ? 1 : token.isMark(")") ? -1 : 0;
            boolean element = depth == 0 && (token.isWord("create") || token.isWord("grant"));
            if (element && begun) {
                parts.add(new Statement(now));
                now = new ArrayList<>();
            }
            begun |= token.significant();
            now.add(token);
        }
        parts.add(new Statement(now));
        return parts;
    }

    /** The search_path of a part. */
    static List<String> path(Statement whole, Statement part, List<String> path) {
        if (whole == part || part.cursor().sees("create", "schema")) {
            return path;
        }
        Cursor cursor = whole.cursor();
        cursor.take("create", "schema");
        cursor.take("if", "not", "exists");
        cursor.take("authorization");
        List<String> inside = new ArrayList<>(cursor.name().subList(0, 1));
        path.stream().filter(schema -> !inside.contains(schema)).forEach(inside::add);
        return inside;
    }
}
