package dev.tidemark.diff;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What tables inherit, and which of their changes come down from a parent by themselves. A parent is <em>kept</em> where a table has it on both sides, as
 * a partition with the same bounds; any other one is left first, or joined last, and meanwhile the table stands by itself.
 */
public final class Inherited {
    private final Catalog live;
    private final Catalog declared;
    private final Map<QName, List<QName>> children = new HashMap<>();
    private final IndexFamilies indexes;

    /** Of these catalogs, renames applied. */
    public Inherited(Catalog live, Catalog declared) {
        this.live = live;
        this.declared = declared;
        this.indexes = new IndexFamilies(live, declared);
        for (Table table : live.tables().values()) {
            keptParents(table.name())
                    .forEach(p -> children.computeIfAbsent(p, key -> new ArrayList<>())
                            .add(table.name()));
        }
    }

    /** Their indexes. */
    IndexFamilies indexes() {
        return indexes;
    }

    /** The parents that a table has before and after. */
    public List<QName> keptParents(QName table) {
        Table from = live.tables().get(table);
        Table to = declared.tables().get(table);
        if (from == null || to == null || from.parents().isEmpty() || moves(from, to)) {
            return List.of();
        }
        return from.parents().stream().filter(to.parents()::contains).toList();
    }

    /** The tables of which this one is a parent before and after. */
    public List<QName> keptChildren(QName table) {
        return children.getOrDefault(table, List.of());
    }

    /** Whether a table becomes a partition, ceases to be one, or is one of another parent or with other bounds. */
    public static boolean moves(Table from, Table to) {
        return from.isPartition() != to.isPartition()
                || (from.isPartition()
                        && (!from.parents().equals(to.parents())
                                || !SqlText.same(from.partitionBound(), to.partitionBound())));
    }

    /** Whether a column that goes from a table stays with a child of it, which then keeps its rows. */
    public boolean staysBelow(QName table, String column) {
        return keptChildren(table).stream()
                .anyMatch(child ->
                        columns(declared, List.of(child), column).findAny().isPresent() || staysBelow(child, column));
    }

    /** Whether a table below has a column of this name, which a new one of its parent takes in. */
    public boolean isBelow(QName table, String column) {
        return keptChildren(table).stream()
                .anyMatch(
                        child -> columns(live, List.of(child), column).findAny().isPresent() || isBelow(child, column));
    }

    /** The kept parents that lose a column of this name, which stays with their child. */
    public List<QName> losingAbove(QName table, String column) {
        return keptParents(table).stream()
                .filter(parent -> loses(parent, column))
                .toList();
    }

    /** Whether a kept parent is declared to have a column. */
    boolean comesFromAbove(QName table, String column) {
        return aboveThen(table, column).findAny().isPresent();
    }

    /** Whether a kept parent is declared to have a constraint of this name. */
    boolean constraintComesFromAbove(QName table, String constraint) {
        return tables(declared, keptParents(table))
                .anyMatch(parent -> parent.constraint(constraint).isPresent());
    }

    /** Whether a column that a table loses needs a statement of its own: no parent takes it along. */
    boolean goesAlone(QName table, Column column) {
        Table wanted = declared.tables().get(table);
        if (wanted != null && wanted.isPartition()) {
            return column.local() && wanted.parents().stream().noneMatch(parent -> loses(parent, column.name()));
        }
        List<QName> kept = keptParents(table);
        Table there = live.tables().get(table);
        boolean left = there == null
                || there.parents().stream().anyMatch(parent -> !kept.contains(parent) && has(parent, column.name()));
        return column.local()
                || kept.isEmpty()
                || left
                || kept.stream().anyMatch(parent -> loses(parent, column.name()) && staysBelow(parent, column.name()));
    }

    private boolean has(QName table, String column) {
        Table there = live.tables().get(table);
        return there != null && there.column(column).isPresent();
    }

    private boolean loses(QName table, String column) {
        Table wanted = declared.tables().get(table);
        return has(table, column) && wanted != null && wanted.column(column).isEmpty();
    }

    /** Whether a kept parent has a constraint of this name that goes or is replaced. */
    boolean constraintGoesAbove(QName table, String constraint) {
        return keptParents(table).stream().anyMatch(parent -> {
            Table from = live.tables().get(parent);
            Table to = declared.tables().get(parent);
            return from != null
                    && to != null
                    && from.constraint(constraint)
                            .filter(there -> to.constraint(constraint)
                                    .filter(wanted -> SqlText.same(there.definition(), wanted.definition()))
                                    .isEmpty())
                            .isPresent();
        });
    }

    /** Whether a kept parent has a constraint of this name before. */
    boolean constraintIsAbove(QName table, String constraint) {
        return tables(live, keptParents(table))
                .anyMatch(parent -> parent.constraint(constraint).isPresent());
    }

    /** Whether a kept parent's constraint of this name gets another one, which its children's then have as well. */
    boolean constraintIsRenamedAbove(QName table, String constraint) {
        return keptParents(table).stream().anyMatch(parent -> {
            Table from = live.tables().get(parent);
            Table to = declared.tables().get(parent);
            return from != null
                    && to != null
                    && to.constraint(constraint).isEmpty()
                    && from.constraint(constraint).stream()
                            .flatMap(there -> to.constraints().stream()
                                    .filter(c -> from.constraint(c.name()).isEmpty()
                                            && c.kind() == there.kind()
                                            && SqlText.same(c.definition(), there.definition())))
                            .findAny()
                            .isPresent();
        });
    }

    /** Whether a column's NOT NULL comes from kept parents, and none of them will have it. */
    public boolean letsGoOfNotNull(QName table, String column) {
        return above(table, column).anyMatch(Inherited::hasNotNull)
                && aboveThen(table, column).noneMatch(Inherited::hasNotNull);
    }

    private static boolean hasNotNull(Column column) {
        return column.notNull() || column.hasUnvalidatedNotNull();
    }

    /** Whether a kept parent has a NOT NULL constraint on this column that its children inherit (PostgreSQL 18). */
    public boolean notNullIsAbove(QName table, String column) {
        return above(table, column).anyMatch(InheritedNotNull::passesOn);
    }

    /** Whether children that keep a column have inherited its NOT NULL constraint from this table (PostgreSQL 18). */
    public boolean notNullStaysBelow(QName table, Column column) {
        return InheritedNotNull.passesOn(column) && staysBelow(table, column.name());
    }

    /** The columns of this name of kept parents, as they are now. */
    Stream<Column> above(QName table, String column) {
        return columns(live, keptParents(table), column);
    }

    /** The columns of this name of kept parents, as they should be. */
    Stream<Column> aboveThen(QName table, String column) {
        return columns(declared, keptParents(table), column);
    }

    /** The columns of this name of kept children, as they are now. */
    Stream<Column> below(QName table, String column) {
        return columns(live, keptChildren(table), column);
    }

    private static Stream<Column> columns(Catalog catalog, List<QName> tables, String column) {
        return tables(catalog, tables).flatMap(table -> table.column(column).stream());
    }

    private static Stream<Table> tables(Catalog catalog, List<QName> names) {
        return names.stream().map(name -> catalog.tables().get(name)).filter(Objects::nonNull);
    }

    /** Whether a parent's column of this name changes in the same way. */
    boolean brings(Table child, String column, Change change) {
        return keptParents(child.name()).stream()
                .filter(parent -> !(change instanceof Change.ChangeDefault) || !defaultsDiffer(parent, column))
                .flatMap(parent -> changes(parent, column).stream())
                .anyMatch(parents -> parents.getClass() == change.getClass());
    }

    /** Whether a table below is declared with another default of its own: then each table says its own. */
    public boolean defaultsDiffer(QName table, String column) {
        Table wanted = declared.tables().get(table);
        String value = wanted == null
                ? null
                : wanted.column(column).map(Column::defaultSql).orElse(null);
        return keptChildren(table).stream().anyMatch(child -> {
            Table its = declared.tables().get(child);
            return its != null
                    && its.column(column)
                            .filter(c -> !SqlText.same(c.defaultSql(), value) || defaultsDiffer(child, column))
                            .isPresent();
        });
    }

    private List<Change> changes(QName parent, String column) {
        List<Change> changes = new ArrayList<>();
        Table from = live.tables().get(parent);
        Table to = declared.tables().get(parent);
        if (from != null && to != null) {
            from.column(column)
                    .ifPresent(f -> to.column(column)
                            .ifPresent(t ->
                                    new ColumnDiff(from, to, f, t, Findings.none(), this, changes::add).compare()));
        }
        return changes;
    }
}
