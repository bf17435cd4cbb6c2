package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.schema.Hint;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Relations that are declared {@code external}: they must fit, and are otherwise left out of everything. */
record Externals(Catalog live, Catalog declared, NavigableSet<QName> names) {
    static Externals of(DiffInput input) {
        NavigableSet<QName> names = new TreeSet<>();
        for (Hint hint : input.hints()) {
            if (hint instanceof Hint.External external) {
                names.add(QName.of(external.object()));
            }
        }
        return new Externals(input.live(), input.declared(), names);
    }

    /** The names of external objects, whatever kind of relation or type they are on either side. */
    Set<ObjectName> left() {
        Set<ObjectName> left = new HashSet<>();
        for (QName name : names) {
            for (ObjectKind kind :
                    List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.TYPE)) {
                left.add(ObjectName.of(kind, name.schema(), name.name()));
            }
        }
        return left;
    }

    /** The schemas that external objects live in. */
    Set<String> schemas() {
        return names.stream().map(QName::schema).collect(Collectors.toSet());
    }

    /** Adds a problem for each fault. */
    void check(Findings findings) {
        for (QName name : names) {
            List<Column> wanted = columns(declared, name);
            List<Column> there = columns(live, name);
            if (wanted != null && there == null) {
                findings.add(fault(
                        ObjectName.of(ObjectKind.TABLE, name.schema(), name.name()),
                        "external, and not in the database"));
            } else if (wanted != null && there != null) {
                wanted.forEach(column -> checkColumn(name, column, there, findings));
                checkKeys(name, findings);
            }
        }
    }

    private static void checkColumn(QName name, Column wanted, List<Column> there, Findings findings) {
        ObjectName object = new ObjectName(ObjectKind.COLUMN, name.schema(), name.name(), wanted.name());
        Optional<Column> column =
                there.stream().filter(c -> c.name().equals(wanted.name())).findFirst();
        if (column.isEmpty()) {
            findings.add(fault(object, "external, and not in the database"));
        } else if (!SqlText.same(column.get().type(), wanted.type())) {
            findings.add(fault(
                    object,
                    "external, declared " + wanted.type() + " and is "
                            + column.get().type()));
        }
    }

    /** Foreign keys of ours need a key there. */
    private void checkKeys(QName name, Findings findings) {
        Table there = live.tables().get(name);
        NavigableSet<String> missing = new TreeSet<>();
        for (Table table : declared.tables().values()) {
            for (Constraint key : table.constraints()) {
                if (name.equals(key.references())
                        && !names.contains(table.name())
                        && (there == null || !hasKey(there, key.referencedColumns()))) {
                    missing.add(String.join(", ", key.referencedColumns()));
                }
            }
        }
        missing.forEach(columns -> findings.add(fault(
                ObjectName.of(ObjectKind.TABLE, name.schema(), name.name()),
                "external, and has no unique key over (" + columns + "), which a foreign key refers to")));
    }

    private static boolean hasKey(Table table, List<String> columns) {
        Set<String> wanted = Set.copyOf(columns);
        return table.indexes().stream()
                .anyMatch(
                        i -> i.unique() && i.valid() && Set.copyOf(i.columns()).equals(wanted));
    }

    private static @Nullable List<Column> columns(Catalog catalog, QName name) {
        Table table = catalog.tables().get(name);
        View view = catalog.views().get(name);
        return table != null ? table.columns() : view != null ? view.columns() : null;
    }

    private static Problem fault(ObjectName object, String message) {
        return Problem.of(
                "TDM-207",
                object,
                message,
                "have it made or changed by whoever owns it",
                "or declare it as it is in the database");
    }
}
