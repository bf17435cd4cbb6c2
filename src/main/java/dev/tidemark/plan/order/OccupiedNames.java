package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.model.Context;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of relations and types that an object and what comes with it take up. */
public final class OccupiedNames {
    private static final Set<ObjectKind> RELATIONS = Set.of(
            ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.SEQUENCE, ObjectKind.TYPE);

    private OccupiedNames() {}

    /** The names of relations and types that an object takes up. */
    public static Set<QName> of(Catalog catalog, ObjectName object) {
        Set<QName> names = new HashSet<>();
        if (object.member().isEmpty()) {
            if (RELATIONS.contains(object.kind())) {
                names.add(QName.of(object));
            }
            Table table = catalog.tables().get(QName.of(object));
            View view = catalog.views().get(QName.of(object));
            if (object.kind() == ObjectKind.TABLE && table != null) {
                table.indexes().forEach(i -> names.add(new QName(object.schema(), i.name())));
            } else if (view != null && object.kind() == ObjectKind.MATERIALIZED_VIEW) {
                view.indexes().forEach(i -> names.add(new QName(object.schema(), i.name())));
            }
        } else if (object.kind() == ObjectKind.INDEX) {
            index(catalog, object, object.member(), names);
        } else if (object.kind() == ObjectKind.CONSTRAINT) {
            Table table = catalog.tables().get(QName.of(object));
            if (table != null) {
                table.constraint(object.member())
                        .map(Constraint::index)
                        .ifPresent(i -> index(catalog, object, i, names));
            }
        }
        return names;
    }

    /**
     * The names of indexes that go with a column and have no statement of their own.
     *
     * @param dropped whether an index, or the constraint that it belongs to, is dropped by itself
     */
    public static Set<QName> ofIndexesGoingWith(Catalog catalog, ObjectName column, Predicate<ObjectName> dropped) {
        Table table = column.kind() == ObjectKind.COLUMN ? catalog.tables().get(QName.of(column)) : null;
        return table == null
                ? Set.of()
                : table.indexes().stream()
                        .filter(i -> i.columns().contains(column.member()) && !dropped.test(member(table, i)))
                        .map(i -> new QName(column.schema(), i.name()))
                        .collect(Collectors.toSet());
    }

    /** The sequences that come and go with a table or a column: of identity columns, and those that they own, unless the other side has them by themselves. */
    static Set<QName> ofSequences(Catalog catalog, Catalog other, ObjectName object) {
        Table table = catalog.tables().get(QName.of(object));
        boolean column = object.kind() == ObjectKind.COLUMN;
        if (table == null || (!column && object.kind() != ObjectKind.TABLE)) {
            return Set.of();
        }
        Set<QName> names = new HashSet<>();
        table.columns().stream()
                .filter(c -> !column || c.name().equals(object.member()))
                .flatMap(c -> Stream.ofNullable(c.identity()))
                .forEach(i -> names.add(new QName(object.schema(), i.sequence())));
        catalog.sequences().values().stream()
                .filter(s -> table.name().equals(s.ownedByTable())
                        && !other.sequences().containsKey(s.name())
                        && (!column || object.member().equals(s.ownedByColumn())))
                .forEach(s -> names.add(s.name()));
        return names;
    }

    private static ObjectName member(Table table, Index index) {
        String constraint = index.constraint();
        return constraint == null
                ? Context.table(table.name()).member(ObjectKind.INDEX, index.name())
                : Context.table(table.name()).member(ObjectKind.CONSTRAINT, constraint);
    }

    private static void index(Catalog catalog, ObjectName member, String index, Set<QName> names) {
        QName name = new QName(member.schema(), index);
        Table table = catalog.tables().get(QName.of(member));
        if (table != null && table.relkind() == 'p') {
            withClones(catalog, name, names);
        } else {
            names.add(name);
        }
    }

    /** Partitions' indexes come and go with that of their parent. */
    private static void withClones(Catalog catalog, QName index, Set<QName> names) {
        names.add(index);
        for (Table table : catalog.tables().values()) {
            for (Index clone : table.indexes()) {
                QName name = new QName(table.name().schema(), clone.name());
                if (index.equals(clone.parent()) && !names.contains(name)) {
                    withClones(catalog, name, names);
                }
            }
        }
    }
}
