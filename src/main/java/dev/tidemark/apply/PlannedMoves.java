package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.control.ObjectMoves;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The renames and drops among the differences, for the memory that is written with each transaction which may do one. */
final class PlannedMoves {
    private PlannedMoves() {}

    static ObjectMoves of(Diff diff) {
        List<ObjectMoves.Rename> standing = new ArrayList<>();
        List<ObjectMoves.Rename> columns = new ArrayList<>();
        List<ObjectName> drops = new ArrayList<>();
        for (Change change : diff.changes()) {
            switch (change) {
                case Change.RenameTable c -> standing.add(rename(ObjectKind.TABLE, c.from(), c.to()));
                case Change.RenameView c ->
                    standing.add(rename(c.from().object().kind(), c.from().name(), c.to()));
                case Change.RenameType c -> standing.add(rename(ObjectKind.TYPE, c.from(), c.to()));
                case Change.RenameColumn c -> {
                    ObjectName table = c.table().object();
                    columns.add(new ObjectMoves.Rename(
                            table.member(ObjectKind.COLUMN, c.from()), table.member(ObjectKind.COLUMN, c.to())));
                }
                case Change.DropTable c -> drops.add(c.table().object());
                case Change.DropView c -> drops.add(c.view().object());
                case Change.DropEnum c -> drops.add(c.type().object());
                case Change.DropSequence c -> drops.add(c.sequence().object());
                case Change.DropColumn c ->
                    drops.add(c.table()
                            .object()
                            .member(ObjectKind.COLUMN, c.column().name()));
                case Change.DropConstraint c ->
                    drops.add(c.table()
                            .object()
                            .member(ObjectKind.CONSTRAINT, c.constraint().name()));
                case Change.DropIndex c ->
                    drops.add(ObjectNames.of(ObjectKind.TABLE, c.owner())
                            .member(ObjectKind.INDEX, c.index().name()));
                default -> {}
            }
        }
        standing.addAll(columns);
        return new ObjectMoves(standing, drops);
    }

    private static ObjectMoves.Rename rename(ObjectKind kind, QName from, QName to) {
        return new ObjectMoves.Rename(ObjectNames.of(kind, from), ObjectNames.of(kind, to));
    }

    /** Whether the batch may do one: neither a rename nor a drop is written without this keyword. */
    static boolean mayBeIn(Plan.Batch batch) {
        return batch.statements().stream()
                .map(statement -> statement.sql().toUpperCase(Locale.ROOT))
                .anyMatch(sql -> sql.contains("RENAME") || sql.contains("DROP"));
    }
}
