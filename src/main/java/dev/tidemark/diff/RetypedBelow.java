package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import java.util.List;

/** A column that is computed from one whose type changes has to be made anew, though nothing of it differs: PostgreSQL refuses the change otherwise. */
final class RetypedBelow {
    private RetypedBelow() {}

    /** Says so of each such column that nothing is said of yet. */
    static void add(Catalog live, Catalog declared, Findings findings) {
        List<Change.ChangeType> retyped = findings.changes().stream()
                .filter(Change.ChangeType.class::isInstance)
                .map(Change.ChangeType.class::cast)
                .toList();
        for (Change.ChangeType change : retyped) {
            ObjectName table = ObjectNames.of(change.table());
            live.dependencies().stream()
                    .filter(d -> d.on().equals(table) && change.to().name().equals(d.column()))
                    .map(Dependency::dependent)
                    .filter(o -> o.kind() == ObjectKind.COLUMN && o.name().equals(table.name()))
                    .forEach(o -> again(live, declared, o, findings));
        }
    }

    private static void again(Catalog live, Catalog declared, ObjectName column, Findings findings) {
        QName name = new QName(column.schema(), column.name());
        Table there = live.tables().get(name);
        Table wanted = declared.tables().get(name);
        if (there == null || wanted == null) {
            return;
        }
        boolean said = findings.changes().stream()
                .anyMatch(c -> c instanceof Change.ChangeGenerated g
                        && g.table().name().equals(name)
                        && g.to().name().equals(column.member()));
        there.column(column.member())
                .filter(from -> !said && from.generated() != Column.Generated.NO)
                .flatMap(from -> wanted.column(column.member())
                        .filter(to -> to.generated() != Column.Generated.NO)
                        .map(to -> new Change.ChangeGenerated(there, from, to)))
                .ifPresent(findings::add);
    }
}
