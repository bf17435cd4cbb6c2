package dev.tidemark.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index of a table or a materialized view, those of constraints included.
 *
 * @param definition {@code pg_get_indexdef}: a whole CREATE INDEX statement with qualified names
 * @param columns the plain columns among its keys and included columns, and those its expressions and predicate read
 * @param constraint the constraint that owns it, if one does
 * @param valid {@code indisvalid}
 * @param building whether another live backend is building it now (pg_stat_progress_create_index)
 * @param parent the partitioned index that it is attached to
 */
public record Index(
        String name,
        String definition,
        boolean unique,
        List<String> columns,
        @Nullable String constraint,
        boolean valid,
        boolean building,
        boolean clustered,
        boolean replicaIdentity,
        @Nullable QName parent,
        @Nullable String comment) {
    public Index {
        columns = List.copyOf(columns);
    }

    /** The same attached to no other. */
    Index released() {
        return new Index(
                name,
                definition,
                unique,
                columns,
                constraint,
                valid,
                building,
                clustered,
                replicaIdentity,
                null,
                comment);
    }
}
