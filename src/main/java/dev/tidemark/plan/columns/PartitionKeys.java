package dev.tidemark.plan.columns;

import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** Columns by which tables are partitioned: PostgreSQL changes their types under no circumstances. */
public record PartitionKeys(Context ctx) {
    /** The table that is partitioned by a column of this one: itself, or a partition of it. */
    public Optional<QName> partitionedBy(QName table, String column) {
        boolean own = ctx.live(table)
                .map(Table::partitionKey)
                .filter(key -> Pattern.compile("(?<![\\w$])" + Pattern.quote(column) + "(?![\\w$])")
                        .matcher(key)
                        .find())
                .isPresent();
        return own
                ? Optional.of(table)
                : ctx.inherited().keptChildren(table).stream()
                        .flatMap(child -> partitionedBy(child, column).stream())
                        .findFirst();
    }
}
