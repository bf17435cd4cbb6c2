package dev.tidemark.catalog;

import dev.tidemark.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** A piece of SQL as PostgreSQL's deparsers print it; the pieces of a text, joined, are the text. */
record Token(Kind kind, String text) {
    enum Kind {
        BLANK,
        WORD,
        QUOTED,
        STRING,
        DOLLAR,
        SIGN
    }

    static List<Token> of(String sql) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            Token token = next(sql, at);
            tokens.add(token);
            at += token.text.length();
        }
        return tokens;
    }

    static String join(List<Token> tokens) {
        StringBuilder sql = new StringBuilder();
        tokens.forEach(token -> sql.append(token.text));
        return sql.toString();
    }

    /** An identifier as a token, quoted where PostgreSQL quotes it. */
    static Token identifier(String name) {
        String text = Identifiers.quoted(name);
        return new Token(text.charAt(0) == '"' ? Kind.QUOTED : Kind.WORD, text);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** What an identifier names, or a plain string says. */
    String value() {
        return switch (kind) {
            case QUOTED -> text.substring(1, text.length() - 1).replace("\"\"", "\"");
            case STRING -> text.substring(1, text.length() - 1).replace("''", "'");
            case WORD, BLANK, DOLLAR, SIGN -> text;
        };
    }

    /** Whether it is a string without escapes, so that {@link #value()} can be changed. */
    boolean isPlainString() {
        return kind == Kind.STRING && text.startsWith("'");
    }

    static Token string(String value) {
        return new Token(Kind.STRING, "'" + value.replace("'", "''") + "'");
    }

    private static Token next(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '"') {
            return new Token(Kind.QUOTED, sql.substring(at, quoteEnd(sql, at, '"', false)));
        }
        if (c == '\'') {
            return new Token(Kind.STRING, sql.substring(at, quoteEnd(sql, at, '\'', false)));
        }
        if ((c == 'E' || c == 'e') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
            return new Token(Kind.STRING, sql.substring(at, quoteEnd(sql, at + 1, '\'', true)));
        }
        if (c == '$') {
            int end = dollarEnd(sql, at);
            return end < 0 ? new Token(Kind.SIGN, "$") : new Token(Kind.DOLLAR, sql.substring(at, end));
        }
        if (isWordPart(c)) {
            return run(Kind.WORD, sql, at);
        }
        return Character.isWhitespace(c) ? run(Kind.BLANK, sql, at) : new Token(Kind.SIGN, String.valueOf(c));
    }

    private static Token run(Kind kind, String sql, int from) {
        int at = from + 1;
        while (at < sql.length()
                && (kind == Kind.WORD
                        ? isWordPart(sql.charAt(at)) || sql.charAt(at) == '$'
                        : Character.isWhitespace(sql.charAt(at)))) {
            at++;
        }
        return new Token(kind, sql.substring(from, at));
    }

    private static boolean isWordPart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 128;
    }

    private static int quoteEnd(String sql, int from, char quote, boolean escapes) {
        int at = from + 1;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (escapes && c == '\\') {
                at += 2;
            } else if (c != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return sql.length();
    }

    private static int dollarEnd(String sql, int from) {
        int at = from + 1;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        if (at >= sql.length() || sql.charAt(at) != '$') {
            return -1;
        }
        String tag = sql.substring(from, at + 1);
        int end = sql.indexOf(tag, at + 1);
        return end < 0 ? -1 : end + tag.length();
    }
}
