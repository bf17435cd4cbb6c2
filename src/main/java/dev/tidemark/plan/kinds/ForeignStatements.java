package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.ForeignOptions;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What foreign data wrappers, servers and user mappings have in common: options, whose declared values only the declared statement holds in clear. */
final class ForeignStatements {
    private ForeignStatements() {}

    /** {@code OPTIONS (ADD …, SET …, DROP …)}, or nothing where they are alike. */
    static String changedOptions(OtherObject from, OtherObject to) {
        SortedMap<String, String> there = ForeignOptions.of(from);
        SortedMap<String, String> wanted = ForeignOptions.of(to);
        SortedMap<String, String> clear = declaredOptions(to.definition());
        List<String> parts = new ArrayList<>();
        wanted.forEach((name, value) -> {
            String before = there.get(name);
            if (!Objects.equals(before, value)) {
                parts.add((before == null ? "ADD " : "SET ") + Sql.id(name) + " "
                        + Sql.literal(Objects.requireNonNull(clear.get(name))));
            }
        });
        there.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> parts.add("DROP " + Sql.id(name)));
        return parts.isEmpty() ? "" : "OPTIONS (" + String.join(", ", parts) + ")";
    }

    private static SortedMap<String, String> declaredOptions(String statement) {
        SortedMap<String, String> options = new TreeMap<>();
        List<Token> tokens =
                Lexer.tokens(statement, "").stream().filter(Token::significant).toList();
        boolean inside = false;
        for (int i = 3; i + 2 < tokens.size(); i++) {
            inside |= tokens.get(i).isWord("options") && tokens.get(i + 1).isMark("(");
            if (inside && (tokens.get(i).isMark("(") || tokens.get(i).isMark(","))) {
                options.put(tokens.get(i + 1).value(), tokens.get(i + 2).value());
            }
        }
        return options;
    }
}
