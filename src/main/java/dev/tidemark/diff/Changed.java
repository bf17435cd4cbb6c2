package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import java.util.List;
import java.util.stream.Stream;

/** Which objects a change is about: those that stand by themselves, under their old and their new names. */
public final class Changed {
    private Changed() {}

    /** Those of one change. */
    public static List<ObjectName> by(Change change) {
        return switch (change) {
            case Change.AddSchema c -> List.of(ObjectNames.schema(c.schema()));
            case Change.DropSchema c -> List.of(ObjectNames.schema(c.schema()));
            case Change.AddTable c -> List.of(c.table().object());
            case Change.DropTable c -> List.of(c.table().object());
            case Change.RenameTable c -> List.of(table(c.from()), table(c.to()));
            case Change.AddColumn c -> List.of(c.table().object());
            case Change.DropColumn c -> List.of(c.table().object());
            case Change.RenameColumn c -> List.of(c.table().object());
            case Change.ChangeType c -> List.of(c.table().object());
            case Change.SetNotNull c -> List.of(c.table().object());
            case Change.DropNotNull c -> List.of(c.table().object());
            case Change.ChangeNotNull c -> List.of(c.table().object());
            case Change.RenameNotNull c -> List.of(c.table().object());
            case Change.ChangeDefault c -> List.of(c.table().object());
            case Change.ChangeIdentity c -> List.of(c.table().object());
            case Change.ChangeGenerated c -> List.of(c.table().object());
            case Change.ChangeColumnStorage c -> List.of(c.table().object());
            case Change.AddConstraint c -> List.of(c.table().object());
            case Change.DropConstraint c -> List.of(c.table().object());
            case Change.ReplaceConstraint c -> List.of(c.table().object());
            case Change.ValidateConstraint c -> List.of(c.table().object());
            case Change.RenameConstraint c -> List.of(c.table().object());
            case Change.AddIndex c -> List.of(table(c.owner()));
            case Change.DropIndex c -> List.of(table(c.owner()));
            case Change.ReplaceIndex c -> List.of(table(c.owner()));
            case Change.RenameIndex c -> List.of(table(c.owner()));
            case Change.ChangeTable c -> List.of(c.from().object(), c.to().object());
            case Change.RecreateTable c ->
                Stream.concat(c.old(), c.next()).map(Table::object).distinct().toList();
            case Change.AddEnum c -> List.of(c.type().object());
            case Change.DropEnum c -> List.of(c.type().object());
            case Change.RenameType c -> List.of(type(c.from()), type(c.to()));
            case Change.AddEnumValue c -> List.of(c.type().object());
            case Change.RenameEnumValue c -> List.of(c.type().object());
            case Change.ReplaceEnum c -> List.of(c.from().object(), c.to().object());
            case Change.AddSequence c -> List.of(c.sequence().object());
            case Change.DropSequence c -> List.of(c.sequence().object());
            case Change.RenameSequence c -> List.of(c.table().object());
            case Change.ChangeSequence c -> List.of(c.from().object(), c.to().object());
            case Change.AddView c -> List.of(c.view().object());
            case Change.DropView c -> List.of(c.view().object());
            case Change.ReplaceView c -> List.of(c.from().object(), c.to().object());
            case Change.RenameView c -> List.of(c.from().object(), ObjectNames.of(ObjectKind.VIEW, c.to()));
            case Change.ChangeComment c -> List.of(c.object());
            case Change.ChangePrivileges c -> List.of(c.object());
            case Change.AddOther c -> List.of(c.object().name());
            case Change.ChangeOther c -> List.of(c.from().name(), c.to().name());
            case Change.DropOther c -> List.of(c.object().name());
        };
    }

    private static ObjectName table(QName name) {
        return ObjectNames.of(ObjectKind.TABLE, name);
    }

    private static ObjectName type(QName name) {
        return ObjectNames.of(ObjectKind.TYPE, name);
    }
}
