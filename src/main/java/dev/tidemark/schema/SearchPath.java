package dev.tidemark.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The text's own search_path: {@code SET search_path}, {@code SET SCHEMA}, {@code RESET search_path}, {@code set_config('search_path', …)}. */
final class SearchPath {
    /** What unqualified names refer to where the text sets nothing. */
    static final List<String> DEFAULT = List.of("public");

    private static final Set<String> SCOPE = Set.of("local", "session");

    private SearchPath() {}

    /** The path that a statement sets, without {@code $user}; nothing if it sets none. */
    static Optional<List<String>> setBy(Statement statement) {
        Cursor cursor = statement.cursor();
        if (cursor.take("set")) {
            cursor.skip(SCOPE);
            if (cursor.take("search_path") || cursor.take("schema")) {
                return Optional.of(schemas(cursor));
            }
            return Optional.empty();
        }
        if (cursor.sees("reset", "search_path")) {
            return Optional.of(DEFAULT);
        }
        return setConfig(statement);
    }

    private static List<String> schemas(Cursor cursor) {
        List<String> schemas = new ArrayList<>();
        if (cursor.sees("to", "default")
                || (cursor.seesMark("=") && cursor.word(1).equals("default"))) {
            return DEFAULT;
        }
        cursor.take("to");
        for (Token token = cursor.peek(0); token != null; token = cursor.skip().peek(0)) {
            boolean names = token.isName() || token.kind() == Token.Kind.STRING;
            if (names && !token.value().isEmpty() && !token.value().equals("$user")) {
                schemas.add(token.value());
            }
        }
        return schemas;
    }

    private static Optional<List<String>> setConfig(Statement statement) {
        List<Token> tokens = statement.significant();
        if (!isSetConfig(statement)) {
            return Optional.empty();
        }
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).value().equals("search_path") && tokens.get(i + 1).isMark(",")) {
                Cursor inner = new Cursor(Lexer.tokens(tokens.get(i + 2).value(), "set_config").stream()
                        .filter(Token::significant)
                        .toList());
                return Optional.of(schemas(inner));
            }
        }
        return Optional.empty();
    }

    /** {@code SELECT [pg_catalog.]set_config(…)} and nothing else. */
    static boolean isSetConfig(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.take("select")) {
            return false;
        }
        List<String> name = cursor.name();
        return !name.isEmpty() && name.get(name.size() - 1).equals("set_config") && cursor.seesMark("(");
    }
}
