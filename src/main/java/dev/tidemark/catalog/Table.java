package dev.tidemark.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary, partitioned or foreign table.
 *
 * @param relkind {@code r}, {@code p} or {@code f}
 * @param unlogged {@code relpersistence = 'u'}
 * @param options {@code reloptions}, sorted
 * @param partitionKey {@code pg_get_partkeydef}
 * @param partitionBound {@code FOR VALUES …}, where it is a partition
 * @param parents what it inherits from, in order
 * @param rowSecurity {@code relrowsecurity}
 * @param columns by position
 * @param constraints by name
 * @param indexes by name, those of constraints included
 * @param estimatedRows reltuples, −1 where never analysed
 * @param bytes with indexes and TOAST
 * @param empty whether it holds no row at all (looked at, not estimated; true in a shadow)
 */
public record Table(
        QName name,
        char relkind,
        boolean unlogged,
        List<String> options,
        @Nullable String partitionKey,
        @Nullable String partitionBound,
        List<QName> parents,
        boolean rowSecurity,
        List<Column> columns,
        List<Constraint> constraints,
        List<Index> indexes,
        String owner,
        @Nullable String comment,
        long estimatedRows,
        long bytes,
        boolean empty) {
    public Table {
        options = List.copyOf(options);
        parents = List.copyOf(parents);
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        indexes = List.copyOf(indexes);
    }

    /** The column of this name. */
    public Optional<Column> column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /** The constraint of this name. */
    public Optional<Constraint> constraint(String constraint) {
        return constraints.stream().filter(c -> c.name().equals(constraint)).findFirst();
    }

    /** The index of this name. */
    public Optional<Index> index(String index) {
        return indexes.stream().filter(i -> i.name().equals(index)).findFirst();
    }

    /** The primary key. */
    public Optional<Constraint> primaryKey() {
        return constraints.stream()
                .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY)
                .findFirst();
    }
}
