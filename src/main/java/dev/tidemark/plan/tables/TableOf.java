package dev.tidemark.plan.tables;

import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import org.jspecify.annotations.Nullable;

/** The existing table that a change is about. */
final class TableOf {
    private TableOf() {}

    static @Nullable Table change(Change change) {
        return switch (change) {
            case Change.DropTable c -> c.table();
            case Change.ChangeTable c -> c.from();
            case Change.AddColumn c -> c.table();
            case Change.DropColumn c -> c.table();
            case Change.RenameColumn c -> c.table();
            case Change.ChangeType c -> c.table();
            case Change.SetNotNull c -> c.table();
            case Change.DropNotNull c -> c.table();
            case Change.ChangeNotNull c -> c.table();
            case Change.RenameNotNull c -> c.table();
            case Change.ChangeDefault c -> c.table();
            case Change.ChangeIdentity c -> c.table();
            case Change.ChangeGenerated c -> c.table();
            case Change.ChangeColumnStorage c -> c.table();
            case Change.AddConstraint c -> c.table();
            case Change.DropConstraint c -> c.table();
            case Change.ReplaceConstraint c -> c.table();
            case Change.ValidateConstraint c -> c.table();
            case Change.RenameConstraint c -> c.table();
            case Change.AddIndex c -> c.live();
            case Change.ReplaceIndex c -> c.live();
            default -> null;
        };
    }
}
