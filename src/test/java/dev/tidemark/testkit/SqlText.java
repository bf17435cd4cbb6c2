package dev.tidemark.testkit;

import java.util.ArrayList;
import java.util.List;

/** Just enough of SQL's surface for dumps and for what {@link RandomSchemas} writes: a reading of its own, on purpose not Tidemark's lexer. */
final class SqlText {
    private SqlText() {}

    /** The parts between separators that stand outside of quotes, comments, parentheses and dollar quotes. */
    static List<String> split(String sql, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < sql.length(); ) {
            char c = sql.charAt(i);
            if (c == separator && depth == 0) {
                parts.add(sql.substring(start, i));
                start = i + 1;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            i = afterToken(sql, i);
        }
        if (!sql.substring(start).isBlank()) {
            parts.add(sql.substring(start));
        }
        return parts;
    }

    /** Where a quoted thing or comment that begins here ends; else the next character. */
    private static int afterToken(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            return after(sql, String.valueOf(c), at + 1);
        }
        if ((c == '\\' && (at == 0 || sql.charAt(at - 1) == '\n')) || sql.startsWith("--", at)) {
            return after(sql, "\n", at);
        }
        if (c == '$') {
            int tagEnd = sql.indexOf('$', at + 1);
            if (tagEnd > 0 && sql.substring(at + 1, tagEnd).matches("[A-Za-z_]*")) {
                String tag = sql.substring(at, tagEnd + 1);
                return after(sql, tag, tagEnd + 1);
            }
        }
        return at + 1;
    }

    private static int after(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    /** The text without lines that are blank, a comment, or a command of psql. */
    static String withoutCommentLines(String sql) {
        StringBuilder kept = new StringBuilder();
        for (String line : sql.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("--") && !line.startsWith("\\")) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }
}
