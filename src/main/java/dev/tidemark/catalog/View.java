package dev.tidemark.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary or a materialized view.
 *
 * @param definition {@code pg_get_viewdef}: the SELECT, with a trailing semicolon as PostgreSQL prints it
 * @param columns names and types, in order, with their comments
 * @param indexes of a materialized view
 * @param dependsOn relations that its query reads, ordinary tables and views alike
 */
public record View(
        QName name,
        boolean materialized,
        String definition,
        List<String> options,
        List<Column> columns,
        List<Index> indexes,
        List<QName> dependsOn,
        String owner,
        @Nullable String comment) {
    public View {
        options = List.copyOf(options);
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        dependsOn = List.copyOf(dependsOn);
    }
}
