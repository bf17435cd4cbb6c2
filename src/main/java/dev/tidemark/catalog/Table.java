package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
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
 * @param partitionConstraint what every row of a partition satisfies, those of its parents included; follows from the bound, and is not compared
 * @param parents what it inherits from, in order
 * @param rowSecurity {@code relrowsecurity}
 * @param properties what else PostgreSQL knows of the table itself
 * @param columns by position
 * @param constraints by name
 * @param indexes by name, those of constraints included
 * @param estimatedRows reltuples, −1 where never analysed
 * @param bytes with indexes and TOAST, −1 where there are so many tables that none was asked for
 * @param empty whether it holds no row at all (looked at, not estimated; true in a shadow)
 */
public record Table(
        QName name,
        char relkind,
        boolean unlogged,
        List<String> options,
        @Nullable String partitionKey,
        @Nullable String partitionBound,
        @Nullable String partitionConstraint,
        List<QName> parents,
        boolean rowSecurity,
        Properties properties,
        List<Column> columns,
        List<Constraint> constraints,
        List<Index> indexes,
        String owner,
        @Nullable String comment,
        long estimatedRows,
        long bytes,
        boolean empty)
        implements CatalogObject {
    public Table {
        options = List.copyOf(options);
        parents = List.copyOf(parents);
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        indexes = List.copyOf(indexes);
    }

    @Override
    public ObjectName object() {
        return ObjectNames.of(ObjectKind.TABLE, name);
    }

    /**
     * Properties that few tables have.
     *
     * @param forceRowSecurity {@code relforcerowsecurity}
     * @param replicaIdentity {@code relreplident}: {@code d}, {@code n}, {@code f} or {@code i}
     * @param accessMethod such as {@code heap}; null where it has none
     * @param tablespace null where it is the database's own
     * @param type the composite type that it is {@code OF}
     * @param server a foreign table's server
     * @param serverOptions a foreign table's options, {@code name=value}, sorted
     */
    public record Properties(
            boolean forceRowSecurity,
            char replicaIdentity,
            @Nullable String accessMethod,
            @Nullable String tablespace,
            @Nullable String type,
            @Nullable String server,
            List<String> serverOptions) {
        public Properties {
            serverOptions = List.copyOf(serverOptions);
        }

        /** The same of another composite type. */
        Properties ofType(@Nullable String other) {
            return new Properties(
                    forceRowSecurity, replicaIdentity, accessMethod, tablespace, other, server, serverOptions);
        }
    }

    /** The same as it is by itself, without what it inherits from: everything of it is its own. */
    public Table released() {
        return new Table(
                name,
                relkind,
                unlogged,
                options,
                partitionKey,
                null,
                null,
                List.of(),
                rowSecurity,
                properties,
                columns.stream().map(Column::released).toList(),
                constraints.stream().map(Constraint::released).toList(),
                indexes.stream().map(Index::released).toList(),
                owner,
                comment,
                estimatedRows,
                bytes,
                empty);
    }

    /** Whether it is a partition of another table. */
    public boolean isPartition() {
        return partitionBound != null;
    }

    /** Whether it is partitioned itself. */
    public boolean isPartitioned() {
        return relkind == 'p';
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
