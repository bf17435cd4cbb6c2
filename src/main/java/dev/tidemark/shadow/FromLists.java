package dev.tidemark.shadow;

import dev.tidemark.schema.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Whether a token stands in a FROM list, where a dotted name is a relation's and never a column's. */
final class FromLists {
    private static final Set<String> BEGIN = Set.of("from", "join");
    private static final Set<String> END = Set.of(
            "select", "where", "on", "using", "group", "order", "having", "set", "values", "union", "window", "limit");
    private static final Set<String> BEFORE_NAMES = Set.of(
            "into",
            "update",
            "table",
            "references",
            "view",
            "function",
            "type",
            "only",
            "aggregate",
            "procedure",
            "returns",
            "setof");

    private final Deque<Boolean> inside = new ArrayDeque<>();

    FromLists() {
        inside.push(false);
    }

    /** Whether what follows this token is the name of a relation, a routine or a type. */
    static boolean precedesName(Token token) {
        return token.isMark("::") || (token.kind() == Token.Kind.WORD && BEFORE_NAMES.contains(token.value()));
    }

    /** Takes notice of the token at {@code at}. */
    void follow(List<Token> line, int at) {
        Token token = line.get(at);
        if (token.isMark("(")) {
            inside.push(inside.element() && at > 0 && opensList(line.get(at - 1)));
        } else if (token.isMark(")") && inside.size() > 1) {
            inside.pop();
        } else if (token.kind() == Token.Kind.WORD && BEGIN.contains(token.value())) {
            replace(true);
        } else if (token.kind() == Token.Kind.WORD && END.contains(token.value())) {
            replace(false);
        }
    }

    private static boolean opensList(Token before) {
        return before.isWord("from") || before.isWord("join") || before.isMark("(") || before.isMark(",");
    }

    private void replace(boolean now) {
        inside.pop();
        inside.push(now);
    }

    boolean inside() {
        return inside.element();
    }
}
