package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code GRANT}, {@code REVOKE} and {@code ALTER DEFAULT PRIVILEGES}. */
final class PrivilegeReading {
    private static final Map<String, ObjectKind> KINDS = Map.of(
            "table", ObjectKind.TABLE,
            "sequence", ObjectKind.SEQUENCE,
            "function", ObjectKind.FUNCTION,
            "procedure", ObjectKind.FUNCTION,
            "routine", ObjectKind.FUNCTION,
            "type", ObjectKind.TYPE,
            "domain", ObjectKind.TYPE,
            "schema", ObjectKind.SCHEMA);

    private static final Set<String> ELSEWHERE = Set.of("database", "tablespace", "parameter", "language");
    private static final Set<String> NO_ROLES =
            Set.of("public", "current_user", "current_role", "session_user", "group", "with", "granted");
    private static final Set<String> ENDS = Set.of("with", "granted", "cascade", "restrict");

    private final List<Declared> first = new ArrayList<>();
    private final List<Declared> statements = new ArrayList<>();
    private final SortedSet<String> roles = new TreeSet<>();
    private boolean created;

    /** Whether a statement is one of them. */
    static boolean isOne(Statement statement) {
        Cursor cursor = statement.cursor();
        return cursor.sees("grant") || cursor.sees("revoke") || cursor.sees("alter", "default", "privileges");
    }

    /** Something is created: default privileges that follow do not hold for it. */
    void created() {
        created = true;
    }

    DeclaredPrivileges privileges() {
        return new DeclaredPrivileges(first, statements, roles);
    }

    /** Reads one; what is wrong with it, or null. */
    Verdict.@Nullable Refuse add(Statement statement, List<String> path) {
        Cursor cursor = statement.cursor();
        if (cursor.take("alter", "default", "privileges")) {
            return defaults(statement, cursor, path);
        }
        List<Token> tokens = statement.significant();
        int on = outside(tokens, 1, Set.of("on"));
        if (on < 0) {
            return refuse(
                    "a role's membership concerns the whole cluster, not one database's schema",
                    "Do it where the server is set up");
        }
        String kind = tokens.get(on + 1).value();
        boolean word = tokens.get(on + 1).kind() == Token.Kind.WORD;
        boolean large = word && kind.equals("large");
        if (word
                && (ELSEWHERE.contains(kind) || large)
                && on + 2 < tokens.size()
                && tokens.get(on + 2).isName()) {
            return refuse(
                    "privileges on " + (large ? "a large object" : "a " + kind)
                            + " are not part of the schemas of a database",
                    "Do it where the server is set up");
        }
        int to = outside(tokens, on + 1, Set.of("to", "from"));
        if (to < 0) {
            return refuse(Rules.shown(statement) + " is not understood");
        }
        split(statement, tokens, on, to, path, roles(tokens, to + 1));
        return null;
    }

    private Verdict.@Nullable Refuse defaults(Statement statement, Cursor cursor, List<String> path) {
        List<Token> tokens = statement.significant();
        int at = 3;
        List<String> named = new ArrayList<>();
        if (cursor.sees("for")) {
            int end = outside(tokens, at, Set.of("in", "grant", "revoke"));
            named.addAll(roles(tokens, at + 2, end));
            at = Math.max(end, at);
        }
        int to = outside(tokens, at, Set.of("to", "from"));
        if (to < 0) {
            return refuse(Rules.shown(statement) + " is not understood");
        }
        named.addAll(roles(tokens, to + 1));
        (created ? statements : first).add(declared(statement.sql(), statement, path, null, named));
        return null;
    }

    /** A statement for each of the objects that it names. */
    private void split(Statement statement, List<Token> tokens, int on, int to, List<String> path, List<String> named) {
        String kind = tokens.get(on + 1).value();
        boolean said = tokens.get(on + 1).kind() == Token.Kind.WORD
                && (KINDS.containsKey(kind) || kind.equals("all") || kind.equals("foreign"))
                && tokens.get(on + 2).isName();
        boolean foreign = said && kind.equals("foreign");
        ObjectKind of = said ? KINDS.getOrDefault(kind, ObjectKind.OTHER) : ObjectKind.TABLE;
        int start = foreign ? on + 2 + foreignWords(tokens.get(on + 2)) : said ? on + 2 : on + 1;
        if (of == ObjectKind.OTHER && !foreign) {
            statements.add(declared(statement.sql(), statement, path, null, named));
            return;
        }
        int depth = 0;
        int from = start;
        for (int i = start; i <= to; i++) {
            Token token = tokens.get(i);
            depth += token.isMark("(") ? 1 : token.isMark(")") ? -1 : 0;
            if (i == to || (depth == 0 && token.isMark(","))) {
                one(statement, tokens, new Span(start, from, i, to), of, path, named);
                from = i + 1;
            }
        }
    }

    /** How many words follow FOREIGN: SERVER, or DATA WRAPPER. */
    private static int foreignWords(Token first) {
        return first.isWord("data") ? 2 : 1;
    }

    private record Span(int start, int from, int end, int to) {}

    private void one(
            Statement statement,
            List<Token> tokens,
            Span span,
            ObjectKind kind,
            List<String> path,
            List<String> named) {
        String sql = statement.sql();
        int zero = statement.first().offset();
        String head = sql.substring(0, tokens.get(span.start()).offset() - zero);
        String object = sql.substring(
                tokens.get(span.from()).offset() - zero, tokens.get(span.end()).offset() - zero);
        String tail = sql.substring(tokens.get(span.to()).offset() - zero);
        List<String> name = new Cursor(tokens.subList(span.from(), span.end())).name();
        ObjectName target = switch (kind) {
            case SCHEMA -> ObjectName.of(kind, last(name), last(name));
            case OTHER -> {
                boolean server = tokens.get(span.start() - 1).isWord("server");
                yield ObjectName.of(kind, "", (server ? "server " : "foreign data wrapper ") + last(name));
            }
            default -> new Resolver(path).object(kind, name);
        };
        statements.add(declared(head + object.strip() + " " + tail, statement, path, target, named));
    }

    private static String last(List<String> name) {
        return name.isEmpty() ? "" : name.get(name.size() - 1);
    }

    private static Declared declared(
            String sql, Statement statement, List<String> path, @Nullable ObjectName target, List<String> named) {
        return new Declared(sql, statement.line(), statement.column(), path, null, target, named, List.of());
    }

    private static Verdict.Refuse refuse(String why, String... waysOut) {
        return new Verdict.Refuse(why, List.of(waysOut));
    }

    private List<String> roles(List<Token> tokens, int from) {
        int end = outside(tokens, from, ENDS);
        return roles(tokens, from, end < 0 ? tokens.size() : end);
    }

    private List<String> roles(List<Token> tokens, int from, int end) {
        List<String> named = new ArrayList<>();
        for (int i = from; i < end; i++) {
            Token token = tokens.get(i);
            boolean word = token.kind() == Token.Kind.WORD && NO_ROLES.contains(token.value());
            if (token.isName() && !word) {
                named.add(token.value());
            }
        }
        roles.addAll(named);
        return named;
    }

    /** Where the next of these words stands outside of parentheses, or -1. */
    private static int outside(List<Token> tokens, int from, Set<String> words) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isMark("(") ? 1 : token.isMark(")") ? -1 : 0;
            boolean qualified = i > 0 && tokens.get(i - 1).isMark(".");
            if (depth == 0 && !qualified && token.kind() == Token.Kind.WORD && words.contains(token.value())) {
                return i;
            }
        }
        return -1;
    }
}
