package dev.tidemark.schema;

import java.util.List;

/** The stand-ins that {@code pg_dump} makes for views of a circle: {@code CREATE VIEW v AS SELECT NULL::integer AS a, …}, replaced further down. */
final class Placeholders {
    private Placeholders() {}

    /** Whether a CREATE VIEW selects nothing but typed NULLs. */
    static boolean isPlaceholder(Statement statement) {
        Cursor cursor = statement.cursor();
        List<Token> tokens = statement.significant();
        return cursor.sees("create")
                && cursor.find("view")
                && cursor.find("select")
                && cursor.sees("null")
                && tokens.stream().noneMatch(t -> t.isWord("from") || t.isWord("where"))
                && columns(cursor);
    }

    private static boolean columns(Cursor cursor) {
        boolean begins = true;
        int depth = 0;
        for (Token token = cursor.peek(0); token != null; token = cursor.skip().peek(0)) {
            if (begins && !token.isWord("null")) {
                return false;
            }
            depth += token.isMark("(") ? 1 : token.isMark(")") ? -1 : 0;
            begins = depth == 0 && token.isMark(",");
        }
        return true;
    }
}
