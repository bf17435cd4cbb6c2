package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary or a materialized view.
 *
 * @param definition {@code pg_get_viewdef}: the SELECT, with a trailing semicolon as PostgreSQL prints it
 * @param columns names and types, in order, with their comments
 * @param indexes of a materialized view
 * @param dependsOn relations that its query reads, ordinary tables and views alike
 * @param populated whether it can be read: false for a materialized view {@code WITH NO DATA}
 * @param grants rights of others than its owner; no part of what is compared
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
        @Nullable String comment,
        boolean populated,
        List<Grant> grants)
        implements CatalogObject {
    /** A view that can be read, without rights of others. */
    public View(
            QName name,
            boolean materialized,
            String definition,
            List<String> options,
            List<Column> columns,
            List<Index> indexes,
            List<QName> dependsOn,
            String owner,
            @Nullable String comment) {
        this(name, materialized, definition, options, columns, indexes, dependsOn, owner, comment, true, List.of());
    }

    public View {
        options = List.copyOf(options);
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        dependsOn = List.copyOf(dependsOn);
        grants = List.copyOf(grants);
    }

    @Override
    public ObjectName object() {
        return ObjectNames.of(materialized ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW, name);
    }

    /**
     * A right that somebody was given.
     *
     * @param grantee a role, or an empty string for PUBLIC
     * @param column where it is a right on one column, else an empty string
     * @param grantable whether with grant option
     */
    public record Grant(String grantee, String privilege, String column, boolean grantable) {}
}
