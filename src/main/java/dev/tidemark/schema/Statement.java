package dev.tidemark.schema;

import java.util.ArrayList;
import java.util.List;

/** The tokens of one statement, comments before it included, the semicolon not. */
final class Statement {
    private final List<Token> tokens;
    private final List<Token> significant = new ArrayList<>();

    Statement(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
        for (Token token : tokens) {
            if (token.significant()) {
                significant.add(token);
            }
        }
    }

    /** All tokens: comments before, inside and after. */
    List<Token> tokens() {
        return tokens;
    }

    /** What the grammar sees. */
    List<Token> significant() {
        return significant;
    }

    /** From the first to the last significant token, as written. */
    String sql() {
        StringBuilder out = new StringBuilder();
        int from = first().offset();
        int to = last().offset();
        for (Token token : tokens) {
            if (token.offset() >= from && token.offset() <= to) {
                out.append(token.text());
            }
        }
        return out.toString();
    }

    Token first() {
        return significant.get(0);
    }

    private Token last() {
        return significant.get(significant.size() - 1);
    }

    int line() {
        return first().line();
    }

    int column() {
        return first().column();
    }

    /** A reader of its significant tokens from the beginning. */
    Cursor cursor() {
        return new Cursor(significant);
    }
}
