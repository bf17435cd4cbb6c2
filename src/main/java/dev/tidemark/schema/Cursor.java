package dev.tidemark.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads significant tokens from left to right. */
final class Cursor {
    private final List<Token> tokens;
    private int at;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The token {@code ahead} of the next one, null past the end. */
    @Nullable
    Token peek(int ahead) {
        int i = at + ahead;
        return i >= 0 && i < tokens.size() ? tokens.get(i) : null;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    /** The unquoted word that comes {@code ahead}, empty if something else does. */
    String word(int ahead) {
        Token token = peek(ahead);
        return token != null && token.kind() == Token.Kind.WORD ? token.value() : "";
    }

    /** Whether these unquoted words come next. */
    boolean sees(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!word(i).equals(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Reads these words if they come next. */
    boolean take(String... words) {
        boolean seen = sees(words);
        if (seen) {
            at += words.length;
        }
        return seen;
    }

    /** Reads as many of these words as come next. */
    Cursor skip(Set<String> words) {
        while (words.contains(word(0))) {
            at++;
        }
        return this;
    }

    Cursor skip() {
        at++;
        return this;
    }

    boolean seesMark(String mark) {
        Token token = peek(0);
        return token != null && token.isMark(mark);
    }

    /** Jumps behind the next unquoted word of this kind outside of parentheses; false, and at the end, if there is none. */
    boolean find(String word) {
        int depth = 0;
        while (at < tokens.size()) {
            Token token = tokens.get(at++);
            depth += token.isMark("(") ? 1 : token.isMark(")") ? -1 : 0;
            if (depth == 0 && token.isWord(word)) {
                return true;
            }
        }
        return false;
    }

    /** A dotted name, or nothing where none comes next. */
    List<String> name() {
        List<String> parts = new ArrayList<>();
        Token token = peek(0);
        while (token != null && token.isName()) {
            parts.add(token.value());
            at++;
            if (!seesMark(".")) {
                break;
            }
            at++;
            token = peek(0);
        }
        return parts;
    }

    /** The name of an operator, perhaps qualified. */
    List<String> operator() {
        List<String> parts = new ArrayList<>();
        Token token = peek(0);
        while (token != null && !token.isMark("(")) {
            if (!token.isMark(".")) {
                parts.add(token.value());
            }
            at++;
            if (token.kind() == Token.Kind.OPERATOR) {
                break;
            }
            token = peek(0);
        }
        return parts;
    }
}
