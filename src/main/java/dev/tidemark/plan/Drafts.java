package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.columns.ColumnDrafts;
import dev.tidemark.plan.columns.GeneratedDrafts;
import dev.tidemark.plan.columns.Leftovers;
import dev.tidemark.plan.columns.NotNullDrafts;
import dev.tidemark.plan.columns.SequenceDrafts;
import dev.tidemark.plan.columns.TypeDrafts;
import dev.tidemark.plan.keys.ConstraintDrafts;
import dev.tidemark.plan.keys.IndexDrafts;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.privileges.PrivilegeDrafts;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.tables.Attachments;
import dev.tidemark.plan.tables.Families;
import dev.tidemark.plan.tables.RecreationDrafts;
import dev.tidemark.plan.tables.SchemaDrafts;
import dev.tidemark.plan.tables.TableDrafts;
import dev.tidemark.plan.tables.TablePropertyDrafts;
import dev.tidemark.plan.types.EnumDrafts;
import dev.tidemark.plan.views.ViewDrafts;
import java.util.Comparator;
import java.util.List;

/** Every change to its draft. */
final class Drafts {
    private final Context ctx;
    private final NewObjects newObjects;
    private final TableDrafts tables;
    private final TablePropertyDrafts properties;
    private final RecreationDrafts recreations;
    private final ColumnDrafts columns;
    private final NotNullDrafts notNull;
    private final TypeDrafts types;
    private final GeneratedDrafts generated;
    private final ConstraintDrafts constraints;
    private final IndexDrafts indexes;
    private final EnumDrafts enums;
    private final SequenceDrafts sequences;
    private final ViewDrafts views;
    private final OtherDrafts others;

    Drafts(Context ctx, NewObjects newObjects) {
        RowQuestions rows = new RowQuestions(ctx);
        this.ctx = ctx;
        this.newObjects = newObjects;
        Attachments attachments = new Attachments(ctx, rows);
        this.tables = new TableDrafts(ctx, rows, attachments);
        this.properties = new TablePropertyDrafts(ctx, attachments);
        this.recreations = new RecreationDrafts(ctx, rows);
        this.columns = new ColumnDrafts(ctx, rows);
        this.notNull = new NotNullDrafts(ctx, rows);
        this.types = new TypeDrafts(ctx, rows);
        this.generated = new GeneratedDrafts(ctx, rows);
        this.constraints = new ConstraintDrafts(ctx, rows);
        this.indexes = new IndexDrafts(ctx, rows);
        this.enums = new EnumDrafts(ctx, rows);
        this.sequences = new SequenceDrafts(ctx, rows);
        this.views = new ViewDrafts(ctx);
        this.others = new OtherDrafts(ctx);
    }

    /** One draft for each change, by entry, in a stable order. */
    List<Draft> all() {
        Families families = new Families(ctx);
        return ctx.input().diff().changes().stream()
                .filter(c -> !Leftovers.taken(ctx, c))
                .map(this::of)
                .map(families::tied)
                .sorted(Comparator.comparing(families::place, families.order()))
                .toList();
    }

    private Draft of(Change change) {
        return switch (change) {
            case Change.AddSchema c -> plain(c, newObjects.schema(c.schema()), Action.CREATE, "schema");
            case Change.DropSchema c -> SchemaDrafts.drop(c);
            case Change.AddTable c -> tables.add(c);
            case Change.DropTable c -> tables.drop(c);
            case Change.RenameTable c -> tables.rename(c);
            case Change.ChangeTable c -> properties.change(c);
            case Change.RecreateTable c -> recreations.recreate(c);
            case Change.AddColumn c -> columns.add(c);
            case Change.DropColumn c -> columns.drop(c);
            case Change.RenameColumn c -> columns.rename(c);
            case Change.SetNotNull c -> notNull.setNotNull(c);
            case Change.DropNotNull c -> notNull.dropNotNull(c);
            case Change.ChangeNotNull c -> notNull.changeNotNull(c);
            case Change.RenameNotNull c -> notNull.renameNotNull(c);
            case Change.ChangeDefault c -> columns.changeDefault(c);
            case Change.ChangeColumnStorage c -> columns.changeStorage(c);
            case Change.ChangeType c -> types.change(c);
            case Change.ChangeIdentity c -> generated.identity(c);
            case Change.ChangeGenerated c -> generated.generated(c);
            case Change.AddConstraint c -> constraints.add(c);
            case Change.DropConstraint c -> constraints.drop(c);
            case Change.ReplaceConstraint c -> constraints.replace(c);
            case Change.ValidateConstraint c -> constraints.validate(c);
            case Change.RenameConstraint c -> constraints.rename(c);
            case Change.AddIndex c -> indexes.add(c);
            case Change.DropIndex c -> indexes.drop(c);
            case Change.ReplaceIndex c -> indexes.replace(c);
            case Change.RenameIndex c -> indexes.rename(c);
            case Change.AddEnum c -> enums.add(c);
            case Change.DropEnum c -> enums.drop(c);
            case Change.RenameType c -> enums.rename(c);
            case Change.AddEnumValue c -> enums.addValue(c);
            case Change.RenameEnumValue c -> enums.renameValue(c);
            case Change.ReplaceEnum c -> enums.replace(c);
            case Change.AddSequence c ->
                sequences.add(
                        c,
                        newObjects.declares(
                                ObjectNames.of(ObjectKind.SEQUENCE, c.sequence().name())));
            case Change.DropSequence c -> sequences.drop(c);
            case Change.RenameSequence c -> sequences.rename(c);
            case Change.ChangeSequence c -> sequences.change(c);
            case Change.AddView c -> views.add(c);
            case Change.DropView c -> views.drop(c);
            case Change.ReplaceView c -> views.replace(c);
            case Change.RenameView c -> views.rename(c);
            case Change.ChangeComment c -> Comments.draft(ctx, c);
            case Change.ChangePrivileges c -> PrivilegeDrafts.draft(ctx, c);
            case Change.AddOther c -> others.add(c);
            case Change.ChangeOther c -> others.change(c);
            case Change.DropOther c -> others.drop(c);
        };
    }

    private static Draft plain(Change change, ObjectName object, Action action, String summary) {
        return Draft.of(change, object, action, summary)
                .under(standalone(object))
                .required()
                .build();
    }

    private static ObjectName standalone(ObjectName object) {
        return object.member().isEmpty()
                ? object
                : ObjectName.of(dev.tidemark.ObjectKind.TABLE, object.schema(), object.name());
    }
}
