package dev.tidemark.schema;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.schema.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's tokens (its documentation, "Lexical Structure"), and nothing else: no grammar.
 *
 * <p>Strings are read as under {@code standard_conforming_strings = on}. Lines that begin with a backslash outside of any token are psql's. What cannot be
 * a token is a {@link TidemarkException} with code TDM-101 and the place.
 */
public final class Lexer {
    private static final String OPERATOR = "~!@#^&|`?+-*/%<>=";
    private static final String MAY_END_IN_SIGN = "~!@#%^&|`?";
    private static final String PUNCTUATION = "(),;[].:";

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String sql;
    private final String origin;
    private final Escapes escapes = new Escapes();
    private int at;
    private int line = 1;
    private int column = 1;

    Lexer(String sql, String origin) {
        this.sql = sql;
        this.origin = origin;
    }

    /** All tokens of {@code sql}; {@code origin} names it in errors. */
    public static List<Token> tokens(String sql, String origin) {
        Lexer lexer = new Lexer(sql, origin);
        List<Token> tokens = new ArrayList<>();
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            tokens.add(token);
        }
        return tokens;
    }

    /** The next token, null at the end. */
    @Nullable
    Token next() {
        if (at >= sql.length()) {
            return null;
        }
        char c = sql.charAt(at);
        if (isBlank(c) || (at == 0 && c == BYTE_ORDER_MARK)) {
            return plain(Kind.BLANK, blanks(at + 1));
        }
        if (sql.startsWith("--", at)) {
            return plain(Kind.COMMENT, endOfLine(at));
        }
        if (sql.startsWith("/*", at)) {
            return plain(Kind.COMMENT, blockComment());
        }
        if (c == '\\' && atLineStart()) {
            return plain(Kind.META, endOfLine(at));
        }
        if (c == '\'' || (isStringPrefix(c) && charAt(at + 1) == '\'')) {
            return string(c);
        }
        if ((c == 'u' || c == 'U') && charAt(at + 1) == '&' && (charAt(at + 2) == '\'' || charAt(at + 2) == '"')) {
            return unicode();
        }
        if (c == '"') {
            return quoted();
        }
        if (c == '$') {
            return dollar();
        }
        if (isWordStart(c)) {
            int end = word(at);
            return token(Kind.WORD, end, Names.truncated(Names.folded(sql.substring(at, end))));
        }
        if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
            return plain(Kind.NUMBER, number());
        }
        return mark(c);
    }

    /** Jumps over the rows of a COPY … FROM stdin, which are no SQL, up to and with the line {@code \.}. */
    void skipCopyRows() {
        int end = sql.indexOf("\n\\.", at);
        int to = end < 0 ? sql.length() : endOfLine(end + 1);
        if (to > at) {
            token(Kind.META, to, "");
        }
    }

    private Token mark(char c) {
        if (OPERATOR.indexOf(c) >= 0) {
            return plain(Kind.OPERATOR, operator());
        }
        if (sql.startsWith("::", at) || sql.startsWith(":=", at) || sql.startsWith("..", at)) {
            return plain(Kind.PUNCTUATION, at + 2);
        }
        if (PUNCTUATION.indexOf(c) >= 0) {
            return plain(Kind.PUNCTUATION, at + 1);
        }
        throw error("the character " + Names.shown(sql.codePointAt(at)) + " begins nothing that PostgreSQL knows");
    }

    private Token plain(Kind kind, int end) {
        return token(kind, end, sql.substring(at, end));
    }

    private Token token(Kind kind, int end, String value) {
        Token token = new Token(kind, sql.substring(at, end), value, at, line, column);
        for (int i = at; i < end; i++) {
            char c = sql.charAt(i);
            if (c == '\0') {
                throw error("the character U+0000 ends a text for PostgreSQL; a file of UTF-16 is full of it");
            } else if (c == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        at = end;
        return token;
    }

    private int blanks(int from) {
        int i = from;
        while (i < sql.length() && isBlank(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    private int endOfLine(int from) {
        int i = from;
        while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private boolean atLineStart() {
        int i = at;
        while (i > 0 && (sql.charAt(i - 1) == ' ' || sql.charAt(i - 1) == '\t')) {
            i--;
        }
        return i == 0 || sql.charAt(i - 1) == '\n' || sql.charAt(i - 1) == '\r';
    }

    private int blockComment() {
        int depth = 1;
        int i = at + 2;
        while (depth > 0) {
            if (i >= sql.length()) {
                throw error("the comment /* is never closed");
            } else if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
            } else {
                i++;
            }
        }
        return i;
    }

    private Token string(char first) {
        boolean escaped = first == 'e' || first == 'E';
        StringBuilder value = new StringBuilder();
        int i = at + (first == '\'' ? 1 : 2);
        while (true) {
            int end = closing('\'', i, escaped);
            String raw = sql.substring(i, end);
            value.append(escaped ? escapes.backslashes(raw) : raw.replace("''", "'"));
            int more = continuation(end + 1);
            if (more < 0) {
                return token(Kind.STRING, end + 1, value.toString());
            }
            i = more + 1;
        }
    }

    /** Two strings with nothing but blanks and at least one line break between them are one; where the second one opens, or −1. */
    private int continuation(int from) {
        int i = from;
        boolean newline = false;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (isBlank(c)) {
                newline |= c == '\n' || c == '\r';
                i++;
            } else if (sql.startsWith("--", i)) {
                i = endOfLine(i);
            } else {
                return newline && c == '\'' ? i : -1;
            }
        }
        return -1;
    }

    private int closing(char quote, int from, boolean backslashes) {
        int i = from;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (backslashes && c == '\\') {
                i += 2;
            } else if (c != quote) {
                i++;
            } else if (charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i;
            }
        }
        throw error(quote == '"' ? "the quoted name is never closed" : "the string is never closed");
    }

    private Token quoted() {
        int end = closing('"', at + 1, false);
        if (end == at + 1) {
            throw error("a quoted name is empty");
        }
        return token(
                Kind.QUOTED, end + 1, Names.truncated(sql.substring(at + 1, end).replace("\"\"", "\"")));
    }

    private Token unicode() {
        char quote = sql.charAt(at + 2);
        int end = closing(quote, at + 3, false);
        String raw = sql.substring(at + 3, end).replace("" + quote + quote, "" + quote);
        String value = escapes.unicode(raw, escapeAfter(end + 1));
        return quote == '"' ? token(Kind.QUOTED, end + 1, Names.truncated(value)) : token(Kind.STRING, end + 1, value);
    }

    /** The character of a {@code UESCAPE 'c'} that follows, else a backslash. */
    private char escapeAfter(int from) {
        int i = blanks(from);
        if (!sql.regionMatches(true, i, "uescape", 0, 7)) {
            return '\\';
        }
        int open = blanks(i + 7);
        return charAt(open) == '\'' && charAt(open + 2) == '\'' ? charAt(open + 1) : '\\';
    }

    private Token dollar() {
        if (isDigit(charAt(at + 1))) {
            int i = at + 1;
            while (isDigit(charAt(i))) {
                i++;
            }
            return plain(Kind.PARAMETER, i);
        }
        int i = at + 1;
        while (i < sql.length() && sql.charAt(i) != '$' && isTagPart(sql.charAt(i))) {
            i++;
        }
        if (charAt(i) != '$') {
            throw error("$ begins neither a parameter nor a dollar-quoted string");
        }
        String tag = sql.substring(at, i + 1);
        int end = sql.indexOf(tag, i + 1);
        if (end < 0) {
            throw error("the string " + tag + " is never closed");
        }
        return token(Kind.BODY, end + tag.length(), sql.substring(i + 1, end));
    }

    private int number() {
        int i = at;
        if (sql.charAt(i) == '0' && "xXoObB".indexOf(charAt(i + 1)) >= 0 && isHex(charAt(i + 2))) {
            i += 2;
            while (isHex(charAt(i)) || charAt(i) == '_') {
                i++;
            }
            return i;
        }
        i = digits(i);
        if (charAt(i) == '.' && charAt(i + 1) != '.') {
            i = digits(i + 1);
        }
        if (charAt(i) == 'e' || charAt(i) == 'E') {
            int sign = charAt(i + 1) == '+' || charAt(i + 1) == '-' ? 2 : 1;
            if (isDigit(charAt(i + sign))) {
                i = digits(i + sign);
            }
        }
        return i;
    }

    private int digits(int from) {
        int i = from;
        while (isDigit(charAt(i)) || (charAt(i) == '_' && isDigit(charAt(i + 1)))) {
            i++;
        }
        return i;
    }

    /** An operator ends before a comment, and in + or − only where it holds a character that SQL's own operators do not. */
    private int operator() {
        int i = at;
        boolean special = false;
        while (i < sql.length()
                && OPERATOR.indexOf(sql.charAt(i)) >= 0
                && !sql.startsWith("--", i)
                && !sql.startsWith("/*", i)) {
            special |= MAY_END_IN_SIGN.indexOf(sql.charAt(i)) >= 0;
            i++;
        }
        while (!special && i > at + 1 && (sql.charAt(i - 1) == '+' || sql.charAt(i - 1) == '-')) {
            i--;
        }
        return i;
    }

    private int word(int from) {
        int i = from;
        while (i < sql.length() && isWordPart(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    private char charAt(int i) {
        return i < sql.length() ? sql.charAt(i) : '\0';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }

    private static boolean isStringPrefix(char c) {
        return "eEbBxXnN".indexOf(c) >= 0;
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isTagPart(char c) {
        return isWordStart(c) || isDigit(c);
    }

    private static boolean isWordPart(char c) {
        return isTagPart(c) || c == '$';
    }

    private TidemarkException error(String what) {
        String place = origin + ":" + line + ":" + column;
        return new TidemarkException(Problem.of("TDM-101", null, what, place, null, List.of()), false, null);
    }
}
