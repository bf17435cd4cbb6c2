package dev.tidemark.plan.rows;

import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions about the rows that a materialized view will be filled with. */
public final class ViewQuestions {
    /** Calls of functions that users wrote, divisions, and casts that not every value survives. */
    private static final Pattern MAY_FAIL = Pattern.compile(
            "[\\w\"]\\.[\\w\"]+\\(| / | % |::(integer|bigint|smallint|numeric|uuid|date|timestamp|jsonb?|boolean)");

    private ViewQuestions() {}

    /** How many rows it has; it fails where one of them cannot be computed. Empty where that cannot be. */
    public static Optional<String> rows(View view) {
        return view.materialized() && MAY_FAIL.matcher(view.definition()).find()
                ? Optional.of("SELECT count(made) FROM " + from(view, "made"))
                : Optional.empty();
    }

    /** How many keys of a unique index occur more than once. */
    public static Optional<String> duplicates(View view, Index index) {
        if (!view.materialized() || !index.unique()) {
            return Optional.empty();
        }
        return IndexText.parse(index.definition()).map(text -> {
            Stream<String> notNull = text.nullsNotDistinct()
                    ? Stream.empty()
                    : text.keys().stream().map(k -> k + " IS NOT NULL");
            String condition = Stream.concat(text.where().map(w -> "(" + w + ")").stream(), notNull)
                    .collect(Collectors.joining(" AND "));
            return "SELECT count(*) FROM (SELECT 1 FROM "
                    + from(view, Sql.id(view.name().name()))
                    + (condition.isEmpty() ? "" : " WHERE " + condition) + " GROUP BY "
                    + String.join(", ", text.keys()) + " HAVING count(*) > 1) AS duplicates";
        });
    }

    private static String from(View view, String alias) {
        String query = view.definition().strip();
        return "(" + (query.endsWith(";") ? query.substring(0, query.length() - 1) : query) + ") AS " + alias;
    }
}
