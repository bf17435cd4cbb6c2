package dev.tidemark.diff;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.List;

/** Says which changes of inherited columns come down from a parent by themselves. */
record Inherited(Catalog live, Catalog declared) {
    /** Whether a parent's column of this name changes in the same way. */
    boolean brings(Table child, String column, Change change) {
        return child.parents().stream()
                .flatMap(parent -> changes(parent, column).stream())
                .anyMatch(parents -> parents.getClass() == change.getClass());
    }

    private List<Change> changes(QName parent, String column) {
        List<Change> changes = new ArrayList<>();
        Table from = live.tables().get(parent);
        Table to = declared.tables().get(parent);
        if (from != null && to != null) {
            from.column(column)
                    .ifPresent(f -> to.column(column)
                            .ifPresent(t -> new ColumnDiff(from, to, f, t, Findings.none(), changes::add).compare()));
        }
        return changes;
    }
}
