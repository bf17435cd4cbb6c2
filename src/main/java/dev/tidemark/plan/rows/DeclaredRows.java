package dev.tidemark.plan.rows;

import dev.tidemark.catalog.QName;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.LookupRows;
import dev.tidemark.schema.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers to the questions about lookup rows as if a database held what another declaration says: values are compared as they are written. */
public final class DeclaredRows {
    private DeclaredRows() {}

    /**
     * What a plan for the input would be told by a database with these rows.
     *
     * @param input of a plan that writes rows
     * @param before the lookup rows of the other declaration
     */
    public static Facts facts(PlanInput input, List<LookupRows> before) {
        Context ctx = new Context(input);
        Map<String, Long> answers = new HashMap<>();
        for (LookupWork.Asked asked : LookupWork.asked(ctx)) {
            LookupSql sql = asked.sql();
            QName old = ctx.before(asked.table().name());
            @Nullable
            LookupRows there = before.stream()
                    .filter(rows -> new QName(rows.schema(), rows.table()).equals(old))
                    .findFirst()
                    .orElse(null);
            answer(sql, there, answers);
        }
        return new Facts(answers, Map.of());
    }

    private static void answer(LookupSql sql, @Nullable LookupRows there, Map<String, Long> answers) {
        List<Map<String, String>> rows = rows(sql.rows());
        Map<List<@Nullable String>, Map<String, String>> old = new HashMap<>();
        if (there != null) {
            rows(there).forEach(row -> old.put(key(sql, row, true), row));
        }
        Set<List<@Nullable String>> keys = new HashSet<>();
        long missing = 0;
        long differing = 0;
        for (Map<String, String> row : rows) {
            List<@Nullable String> key = key(sql, row, false);
            keys.add(key);
            @Nullable Map<String, String> other = old.get(key);
            if (other == null) {
                missing++;
            } else if (sql.parts().stream()
                    .anyMatch(part -> !Objects.equals(row.get(part.name()), other.get(part.before())))) {
                differing++;
            }
        }
        answers.put(sql.duplicates(), (long) rows.size() - keys.size());
        answers.put(sql.missing(), missing);
        answers.put(sql.differing(), differing);
        answers.put(
                sql.extra(),
                old.keySet().stream().filter(key -> !keys.contains(key)).count());
    }

    private static List<@Nullable String> key(LookupSql sql, Map<String, String> row, boolean before) {
        List<@Nullable String> key = new ArrayList<>();
        sql.parts().stream()
                .filter(LookupSql.Part::key)
                .forEach(part -> key.add(row.get(before ? part.before() : part.name())));
        return key;
    }

    /** The values of each row by quoted column. */
    private static List<Map<String, String>> rows(LookupRows declared) {
        List<Map<String, String>> rows = new ArrayList<>();
        List<List<Token>> values = new ArrayList<>();
        int depth = 0;
        for (Token token : Lexer.tokens(declared.values(), "rows")) {
            boolean opens = token.isMark("(") || token.isMark("[");
            boolean closes = token.isMark(")") || token.isMark("]");
            depth -= closes ? 1 : 0;
            if (depth == 0 && opens) {
                values = new ArrayList<>(List.of(new ArrayList<>()));
            } else if (depth == 0 && closes) {
                rows.add(row(declared, values));
            } else if (depth == 1 && token.isMark(",")) {
                values.add(new ArrayList<>());
            } else if (depth > 0 && token.significant()) {
                values.get(values.size() - 1).add(token);
            }
            depth += opens ? 1 : 0;
        }
        return rows;
    }

    private static Map<String, String> row(LookupRows declared, List<List<Token>> values) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < declared.columns().size(); i++) {
            row.put(
                    Sql.id(declared.columns().get(i)),
                    values.get(i).stream().map(DeclaredRows::canonical).collect(Collectors.joining(" ")));
        }
        return row;
    }

    private static String canonical(Token token) {
        return switch (token.kind()) {
            case STRING, BODY -> "'" + token.value();
            case WORD -> token.value();
            default -> token.text();
        };
    }
}
