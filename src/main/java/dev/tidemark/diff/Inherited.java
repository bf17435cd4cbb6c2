package dev.tidemark.diff;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Changes of inherited columns that come down from the parent by themselves. */
final class Inherited {
    private Inherited() {}

    /** Whether a parent's column of the same name changes in the same way. */
    static boolean fromParent(Change change, Catalog live, Catalog declared) {
        return switch (change) {
            case Change.ChangeType c -> fromParent(c, c.table(), c.to(), live, declared);
            case Change.SetNotNull c -> fromParent(c, c.table(), c.column(), live, declared);
            case Change.DropNotNull c -> fromParent(c, c.table(), c.column(), live, declared);
            case Change.ChangeDefault c -> fromParent(c, c.table(), c.to(), live, declared);
            case Change.ChangeGenerated c -> fromParent(c, c.table(), c.to(), live, declared);
            case Change.ChangeIdentity c -> fromParent(c, c.table(), c.to(), live, declared);
            default -> false;
        };
    }

    private static boolean fromParent(Change change, Table table, Column column, Catalog live, Catalog declared) {
        return table.parents().stream().anyMatch(parent -> changesAlike(change, parent, column.name(), live, declared));
    }

    private static boolean changesAlike(
            Change change, QName parent, String column, Catalog live, Catalog declared) {
        Table from = live.tables().get(parent);
        Table to = declared.tables().get(parent);
        if (from == null || to == null) {
            return false;
        }
        List<Change> changes = new ArrayList<>();
        from.column(column)
                .ifPresent(f -> to.column(column)
                        .ifPresent(t -> new ColumnDiff(from, to, f, t, new Findings(Set.of(), Set.of()), changes::add)
                                .compare()));
        return changes.stream().anyMatch(c -> c.getClass() == change.getClass());
    }
}
