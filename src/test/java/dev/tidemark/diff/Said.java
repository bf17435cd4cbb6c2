package dev.tidemark.diff;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import org.jspecify.annotations.Nullable;

/** A change in one line, for expectations. */
final class Said {
    private Said() {}

    static String of(Change change) {
        String name = change.getClass().getSimpleName();
        return name + " "
                + switch (change) {
                    case Change.AddSchema c -> c.schema();
                    case Change.DropSchema c -> c.schema();
                    case Change.ChangePrivileges c -> c.object() + " + " + c.granted() + " - " + c.revoked();
                    case Change.AddTable c -> c.table().name();
                    case Change.DropTable c -> c.table().name();
                    case Change.RecreateTable c -> c.to().name();
                    case Change.RenameTable c -> c.from() + " -> " + c.to();
                    case Change.AddColumn c -> column(c.table().name(), c.column());
                    case Change.DropColumn c -> column(c.table().name(), c.column());
                    case Change.RenameColumn c -> c.table().name() + "." + c.from() + " -> " + c.to();
                    case Change.ChangeType c -> column(c.table().name(), c.from()) + " -> " + type(c.to());
                    case Change.SetNotNull c -> column(c.table().name(), c.column());
                    case Change.ChangeNotNull c ->
                        column(c.table().name(), c.to()) + " "
                                + c.to().properties().notNullConstraint();
                    case Change.RenameNotNull c ->
                        c.table().name() + "." + c.from().notNullName() + " -> " + c.to().notNullName();
                    case Change.DropNotNull c -> column(c.table().name(), c.column());
                    case Change.ChangeDefault c -> values(c.table().name(), c.from(), c.to());
                    case Change.ChangeIdentity c ->
                        c.table().name() + "." + c.to().name() + " "
                                + identity(c.from().identity()) + " -> "
                                + identity(c.to().identity());
                    case Change.ChangeGenerated c -> values(c.table().name(), c.from(), c.to());
                    case Change.ChangeColumnStorage c ->
                        c.table().name() + "." + c.to().name() + " " + storage(c.from()) + " -> " + storage(c.to());
                    case Change.AddConstraint c ->
                        c.table().name() + "." + c.constraint().name() + " "
                                + c.constraint().definition();
                    case Change.DropConstraint c ->
                        c.table().name() + "." + c.constraint().name();
                    case Change.ReplaceConstraint c ->
                        c.table().name() + "." + c.from().name() + " "
                                + c.from().definition() + " -> " + c.to().definition();
                    case Change.ValidateConstraint c ->
                        c.table().name() + "." + c.constraint().name();
                    case Change.RenameConstraint c ->
                        c.table().name() + "." + c.from().name() + " -> " + c.to().name();
                    case Change.AddIndex c -> c.owner() + "." + c.index().name();
                    case Change.DropIndex c -> c.owner() + "." + c.index().name();
                    case Change.ReplaceIndex c -> c.owner() + "." + c.to().name();
                    case Change.RenameIndex c -> c.owner() + "." + c.from().name() + " -> " + c.to().name();
                    case Change.ChangeTable c -> c.to().name();
                    case Change.AddEnum c -> c.type().name();
                    case Change.DropEnum c -> c.type().name();
                    case Change.RenameType c -> c.from() + " -> " + c.to();
                    case Change.AddEnumValue c ->
                        c.type().name() + " " + c.label() + " before " + c.before() + " after " + c.after();
                    case Change.RenameEnumValue c -> c.type().name() + " " + c.from() + " -> " + c.to();
                    case Change.ReplaceEnum c -> c.to().name() + " " + c.to().labels() + " removed " + c.removed();
                    case Change.AddSequence c -> c.sequence().name();
                    case Change.DropSequence c -> c.sequence().name();
                    case Change.RenameSequence c -> c.from() + " -> " + c.to();
                    case Change.ChangeSequence c -> c.to().name();
                    case Change.AddView c -> c.view().name();
                    case Change.DropView c -> c.view().name();
                    case Change.ReplaceView c -> c.to().name();
                    case Change.RenameView c -> c.from().name() + " -> " + c.to();
                    case Change.ChangeComment c -> c.object() + ": " + c.from() + " -> " + c.to();
                    case Change.AddOther c -> c.object().name();
                    case Change.ChangeOther c -> c.to().name();
                    case Change.DropOther c -> c.object().name();
                };
    }

    private static String column(QName table, Column column) {
        return table + "." + column.name() + " " + type(column);
    }

    private static String type(Column column) {
        return column.collation() == null ? column.type() : column.type() + " collate " + column.collation();
    }

    private static String values(QName table, Column from, Column to) {
        return table + "." + to.name() + " " + value(from) + " -> " + value(to);
    }

    private static String value(Column column) {
        return column.generated() == Column.Generated.NO
                ? String.valueOf(column.defaultSql())
                : column.generated() + " " + column.defaultSql();
    }

    private static String identity(Column.@Nullable Identity identity) {
        return identity == null
                ? "none"
                : (identity.always() ? "always" : "by default") + " from "
                        + identity.options().start();
    }

    private static String storage(Column column) {
        return column.storage() + "/" + column.compression() + "/" + column.statistics();
    }
}
