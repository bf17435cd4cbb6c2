package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables that are made again: which of them go and come back, which go for good, and what hangs on them. */
final class RemadeTables {
    private final Context ctx;

    RemadeTables(Context ctx) {
        this.ctx = ctx;
    }

    /** Those that come back. */
    static Stream<ObjectName> kept(Change.RecreateTable change) {
        Set<ObjectName> next = next(change);
        return old(change).filter(next::contains);
    }

    /** Partitions that do not; their rows do. */
    static Stream<ObjectName> gone(Change.RecreateTable change) {
        Set<ObjectName> next = next(change);
        return old(change).filter(t -> !next.contains(t));
    }

    /** The old tables, their columns, constraints and indexes. */
    static Stream<ObjectName> parts(Change.RecreateTable change) {
        return change.old().flatMap(t -> {
            ObjectName table = Context.table(t.name());
            return Stream.of(
                            Stream.of(table),
                            t.columns().stream().map(c -> table.member(ObjectKind.COLUMN, c.name())),
                            t.constraints().stream().map(c -> table.member(ObjectKind.CONSTRAINT, c.name())),
                            t.indexes().stream().map(i -> table.member(ObjectKind.INDEX, i.name())))
                    .flatMap(s -> s);
        });
    }

    private static Stream<ObjectName> old(Change.RecreateTable change) {
        return change.old().map(Table::object);
    }

    private static Set<ObjectName> next(Change.RecreateTable change) {
        return change.next().map(Table::object).collect(Collectors.toSet());
    }

    /** Triggers, policies and rules of these tables that nobody declares: what is declared comes with its table's statements. */
    List<ObjectName> undeclaredMembers(Set<ObjectName> tables) {
        Set<QName> names = tables.stream().map(QName::of).collect(Collectors.toSet());
        return ctx.live().others().stream()
                .map(OtherObject::name)
                .filter(o -> !o.member().isEmpty()
                        && names.contains(QName.of(o))
                        && !ctx.declared().has(o))
                .toList();
    }

    /** Whether a column holds whole rows of a table. */
    boolean isRowType(ObjectName column, ObjectName table) {
        String type = Sql.name(table);
        return ctx.live(QName.of(column))
                .flatMap(t -> t.column(column.member()))
                .filter(c -> c.type().equals(type) || c.type().equals(type + "[]"))
                .isPresent();
    }
}
