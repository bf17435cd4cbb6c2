package dev.tidemark.schema;

import java.util.Objects;

/**
 * One token of PostgreSQL's, blanks and comments included: the texts of all tokens, joined, are the input.
 *
 * @param kind what it is
 * @param text as written
 * @param value a word folded to lower case, a quoted name or string without quotes and escapes, a body without its tags; else the text
 * @param offset where it begins in the input, in Java chars
 * @param line where it begins, from 1
 * @param column likewise, in characters
 */
public record Token(Kind kind, String text, String value, int offset, int line, int column) {
    /** What a token can be. */
    public enum Kind {
        WORD,
        QUOTED,
        STRING,
        BODY,
        NUMBER,
        PARAMETER,
        OPERATOR,
        PUNCTUATION,
        BLANK,
        COMMENT,
        META
    }

    public Token {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(text);
        Objects.requireNonNull(value);
    }

    /** Whether PostgreSQL's grammar sees it: neither a blank nor a comment nor a line for psql. */
    public boolean significant() {
        return kind != Kind.BLANK && kind != Kind.COMMENT && kind != Kind.META;
    }

    /** Whether it can be a name: a word or a quoted name. */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** Whether it is this unquoted word, given in lower case. */
    public boolean isWord(String word) {
        return kind == Kind.WORD && value.equals(word);
    }

    /** Whether it is this operator or punctuation mark. */
    public boolean isMark(String mark) {
        return (kind == Kind.OPERATOR || kind == Kind.PUNCTUATION) && text.equals(mark);
    }
}
