package dev.tidemark.plan.types;

import dev.tidemark.Hazard;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.columns.PartitionKeys;
import dev.tidemark.plan.columns.Recomputed;
import dev.tidemark.plan.columns.RetypedColumn;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.EnumUses;
import dev.tidemark.plan.rows.NewTypes;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Enum types and their labels. */
public final class EnumDrafts {
    private static final String OLD_TYPE = "tidemark_old_";

    private final Context ctx;
    private final RowQuestions rows;

    public EnumDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    public Draft add(Change.AddEnum change) {
        ObjectName object = ObjectNames.of(ObjectKind.TYPE, change.type().name());
        Draft.Builder draft = Draft.of(
                        change,
                        object,
                        Action.CREATE,
                        "enum of " + Words.count(change.type().labels().size(), "label"))
                .required();
        ctx.changes()
                .all(Change.DropOther.class)
                .filter(c -> c.object().name().equals(object))
                .forEach(c -> held(draft, change.type().name(), "another type", "an enum"));
        return draft.build();
    }

    /** A type of another kind that takes its name: values of this one would need casts that nobody wrote. */
    private void held(Draft.Builder draft, QName type, String now, String then) {
        List<EnumUses.Use> uses = EnumUses.of(ctx, type).stream()
                .filter(u -> ctx.declared(u.table())
                        .flatMap(t -> t.column(u.column().name()))
                        .isPresent())
                .toList();
        if (!uses.isEmpty()) {
            draft.always(ctx.problem(
                    "TDM-223",
                    ObjectNames.of(ObjectKind.TYPE, type),
                    "is " + now + " now, declared is " + then + ", and column "
                            + Context.column(
                                            uses.get(0).table(),
                                            uses.get(0).column().name())
                                    .display() + " is of it",
                    "declare it under another name, and move the columns to it",
                    "or keep it as it is"));
        }
    }

    public Draft drop(Change.DropEnum change) {
        ObjectName object = ObjectNames.of(ObjectKind.TYPE, change.type().name());
        Draft.Builder draft = Draft.of(
                change,
                object,
                Action.DROP,
                "enum of " + Words.count(change.type().labels().size(), "label"));
        ctx.changes()
                .all(Change.AddOther.class)
                .filter(c -> c.object().name().equals(object))
                .forEach(c -> held(draft, change.type().name(), "an enum", "another type"));
        return draft.op(Op.free(
                        Stage.DROPS,
                        Rank.DROP_TYPE,
                        "DROP TYPE " + Sql.name(change.type().name()),
                        object))
                .build();
    }

    public Draft rename(Change.RenameType change) {
        ObjectName object = ObjectNames.of(ObjectKind.TYPE, change.to());
        Draft.Builder draft = Draft.of(
                        change,
                        object,
                        Action.ALTER,
                        "type " + change.from().name() + " → " + change.to().name())
                .required()
                .hazard(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run cast to \"" + change.from().name() + "\"",
                        "keep the name");
        QName at = change.from();
        if (!at.schema().equals(change.to().schema())) {
            draft.op(Op.free(
                            stage(change.to()),
                            Rank.RENAME,
                            "ALTER TYPE " + Sql.name(at) + " SET SCHEMA "
                                    + Sql.id(change.to().schema()),
                            object)
                    .freeing(change.from()));
            at = new QName(change.to().schema(), at.name());
        }
        if (!at.name().equals(change.to().name())) {
            draft.op(Op.free(
                            stage(change.to()),
                            Rank.RENAME,
                            "ALTER TYPE " + Sql.name(at) + " RENAME TO "
                                    + Sql.id(change.to().name()),
                            object)
                    .freeing(change.from()));
        }
        return draft.build();
    }

    /** Types are renamed with what is new, or before their labels where those change too. */
    private Stage stage(QName type) {
        boolean labels = ctx.changes().all(Change.AddEnumValue.class).anyMatch(c -> is(c.type(), type))
                || ctx.changes().all(Change.RenameEnumValue.class).anyMatch(c -> is(c.type(), type));
        return labels ? Stage.ENUM_VALUES : Stage.CREATE;
    }

    private boolean is(EnumType type, QName now) {
        return type.name().equals(now);
    }

    public Draft addValue(Change.AddEnumValue change) {
        QName name = change.type().name();
        ObjectName object = ObjectNames.of(ObjectKind.TYPE, name);
        String sql = "ALTER TYPE " + Sql.name(name) + " ADD VALUE IF NOT EXISTS " + Sql.literal(change.label())
                + (change.before() != null
                        ? " BEFORE " + Sql.literal(change.before())
                        : change.after() != null ? " AFTER " + Sql.literal(change.after()) : "");
        return Draft.of(change, object, Action.CREATE, "label " + change.label())
                .required()
                .op(Op.free(Stage.ENUM_VALUES, Rank.COLUMN, sql, object))
                .build();
    }

    public Draft renameValue(Change.RenameEnumValue change) {
        QName name = change.type().name();
        ObjectName object = ObjectNames.of(ObjectKind.TYPE, name);
        String sql = "ALTER TYPE " + Sql.name(name) + " RENAME VALUE " + Sql.literal(change.from()) + " TO "
                + Sql.literal(change.to());
        return Draft.of(change, object, Action.ALTER, "label " + change.from() + " → " + change.to())
                .required()
                .hazard(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run read and write '" + change.from() + "'",
                        "add the new label, move the code, remove the old one")
                .op(Op.free(Stage.ENUM_VALUES, Rank.ENUM, sql, object))
                .build();
    }

    public Draft replace(Change.ReplaceEnum change) {
        QName name = change.from().name();
        ObjectName object = ObjectNames.of(ObjectKind.TYPE, name);
        List<EnumUses.Use> uses = EnumUses.of(ctx, change.from().name()).stream()
                .filter(u -> !becomesAnother(u))
                .toList();
        Draft.Builder draft = Draft.of(change, object, Action.ALTER, summary(change));
        if (!change.removed().isEmpty()) {
            labelsInUse(draft, change, object, uses);
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may write " + quoted(change.removed()),
                    "stop writing it first");
        }
        uses.stream().map(EnumUses.Use::table).distinct().forEach(t -> Locks.rewrite(draft, ctx, t));
        uses.stream()
                .filter(u -> new PartitionKeys(ctx)
                        .partitionedBy(u.table(), u.column().name())
                        .isPresent())
                .findFirst()
                .ifPresent(u -> draft.always(ctx.problem(
                        "TDM-224",
                        Context.table(u.table()),
                        "is partitioned by " + u.column().name() + ", of enum " + object.name()
                                + ", of which labels go or change their order: PostgreSQL cannot change the type of"
                                + " such a column",
                        "declare the labels that are there, in their order, and new ones behind them",
                        "or a new type, and a new table whose rows you move")));
        List<EnumUses.Use> stored = uses.stream()
                .filter(u -> u.column().generated() == Column.Generated.NO)
                .toList();
        madeAnew(draft, change, name, object, stored, uses);
        Recomputed.around(ctx, draft, uses);
        newLabels(change, name, object, draft::withheldHalf);
        newLabels(change, name, object, draft::deferredHalf);
        return draft.build();
    }

    /** Whether the column gets another type, which happens before the enum is made again. */
    private boolean becomesAnother(EnumUses.Use use) {
        return ctx.changes()
                .typeChange(use.table(), use.column().name())
                .filter(c -> !NewTypes.element(c.to().type())
                        .equals(NewTypes.element(use.column().type())))
                .isPresent();
    }

    private static String summary(Change.ReplaceEnum change) {
        return change.removed().isEmpty()
                ? "labels in another order"
                : "label " + String.join(", ", change.removed()) + " goes";
    }

    private static String quoted(List<String> labels) {
        return labels.stream().map(Sql::literal).collect(Collectors.joining(", "));
    }

    private void labelsInUse(
            Draft.Builder draft, Change.ReplaceEnum change, ObjectName object, List<EnumUses.Use> uses) {
        for (String question : rows.containedLabels(change.from(), change.removed())) {
            OptionalLong count = ctx.answer(question);
            if (count.orElse(1) > 0) {
                draft.hazard(
                        Hazard.DATA_LOSS,
                        "values of domains or composite types may hold " + quoted(change.removed()),
                        "give these values another label first");
                count.ifPresent(n -> draft.ifApplied(ctx.problem(
                        "TDM-212",
                        object,
                        "label " + quoted(change.removed()) + " goes, but " + Words.count(n, "value") + " of a domain,"
                                + " composite type or range " + (n == 1 ? "is" : "are") + " one",
                        RowQuestions.seeThem(question),
                        "mend them, or declare the label again")));
            }
        }
        for (EnumUses.Use use : uses) {
            if (ctx.empty(use.table())) {
                continue;
            }
            OptionalLong count =
                    rows.labelUse(use, change.removed()).map(ctx::answer).orElse(OptionalLong.empty());
            if (count.orElse(1) == 0) {
                continue;
            }
            String where = Context.column(use.table(), use.column().name()).display();
            String rowsThere = count.isEmpty()
                    ? "rows of " + where + " may"
                    : Words.count(count.getAsLong(), "row") + " of " + where;
            draft.hazard(
                    Hazard.DATA_LOSS,
                    rowsThere + " hold " + quoted(change.removed()),
                    "give these rows another label first");
            count.ifPresent(n -> draft.ifApplied(ctx.problem(
                    "TDM-212",
                    object,
                    "label " + quoted(change.removed()) + " goes, but " + Words.count(n, "row") + " of " + where
                            + (n == 1 ? " holds" : " hold") + " it",
                    "UPDATE " + Sql.name(ctx.before(use.table())) + " SET "
                            + Sql.id(ctx.columnBefore(use.table(), use.column().name()))
                            + " = … WHERE "
                            + Sql.id(ctx.columnBefore(use.table(), use.column().name())) + "::text IN ("
                            + quoted(change.removed()) + ")",
                    "or declare the label again")));
        }
    }

    private void madeAnew(
            Draft.Builder draft,
            Change.ReplaceEnum change,
            QName name,
            ObjectName object,
            List<EnumUses.Use> stored,
            List<EnumUses.Use> uses) {
        QName old = new QName(name.schema(), Sql.derived(OLD_TYPE, name.name()));
        Set<QName> tables = uses.stream().map(EnumUses.Use::table).collect(Collectors.toSet());
        Set<QName> touched = new HashSet<>(tables);
        touched.addAll(becomingUsers(name));
        Consumer<Op> add = op -> draft.op(op.in(Stage.TABLES).touching(touched));
        List<Op> after = new ArrayList<>();
        tables.stream().sorted().forEach(t -> around(name, object, t, add, after));
        add.accept(Op.free(
                        Stage.TABLES,
                        Rank.ENUM,
                        "ALTER TYPE " + Sql.name(name) + " RENAME TO " + Sql.id(old.name()),
                        object)
                .doing(Effects.dropping(object)));
        add.accept(Op.free(Stage.TABLES, Rank.ENUM, create(name, change.to()), object)
                .doing(Effects.making(object)));
        stored.forEach(u -> cast(u, name, object).forEach(add));
        add.accept(Op.free(Stage.TABLES, Rank.ENUM, "DROP TYPE " + Sql.name(old), object)
                .doing(TypeReplacement.goes(ctx, object)));
        if (change.to().comment() != null) {
            add.accept(Op.free(
                    Stage.TABLES, Rank.COMMENT, Comments.sql(object, change.to().comment()), object));
        }
        after.forEach(add);
    }

    /** Tables that are there and get columns of the type: its new shape has to come first. */
    private Set<QName> becomingUsers(QName type) {
        Set<String> types = Set.of(Sql.name(type), Sql.name(type) + "[]");
        return ctx.declared().tables().values().stream()
                .filter(t -> ctx.exists(t.name()) && t.columns().stream().anyMatch(c -> types.contains(c.type())))
                .map(Table::name)
                .collect(Collectors.toSet());
    }

    private static String create(QName name, EnumType type) {
        return "CREATE TYPE " + Sql.name(name) + " AS ENUM (" + quoted(type.labels()) + ")";
    }

    private List<Op> cast(EnumUses.Use use, QName name, ObjectName object) {
        String column = Sql.id(use.column().name());
        String array = use.array() ? "[]" : "";
        String to = Sql.name(name) + array;
        String action = "ALTER COLUMN " + column + " TYPE " + to + " USING " + column + "::text" + array + "::" + to;
        return RetypedColumn.of(ctx, use, object, action, true).ops(ctx, Rank.ENUM);
    }

    /** Checks and partial indexes that name the type are bound to the old one: they go before, and come back after. */
    private void around(QName type, ObjectName object, QName table, Consumer<Op> before, List<Op> after) {
        String mention = "::" + Sql.name(type);
        var live = ctx.live(table).orElseThrow();
        var declared = ctx.declared(table);
        for (Constraint c : live.constraints()) {
            if (c.kind() != Constraint.Kind.CHECK || !c.definition().contains(mention) || touched(table, c.name())) {
                continue;
            }
            ObjectName check = Context.table(table).member(ObjectKind.CONSTRAINT, c.name());
            before.accept(Op.alter(
                            Rank.DROP_CONSTRAINT,
                            Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(c.name())),
                            object,
                            table)
                    .doing(Effects.dropping(check)));
            String again =
                    declared.flatMap(t -> t.constraint(c.name())).orElse(c).definition();
            after.add(Op.alter(
                            Rank.CHECK,
                            Sql.alterTable(table, "ADD CONSTRAINT " + Sql.id(c.name()) + " " + again),
                            object,
                            table)
                    .doing(Effects.making(check)));
        }
        for (Index i : live.indexes()) {
            if (i.constraint() != null || !i.definition().contains(mention) || touched(table, i.name())) {
                continue;
            }
            QName index = new QName(table.schema(), i.name());
            ObjectName partial = Context.table(table).member(ObjectKind.INDEX, i.name());
            before.accept(Op.alter(Rank.DROP_INDEX, "DROP INDEX " + Sql.name(index), object, table)
                    .doing(Effects.dropping(partial)));
            after.add(Op.alter(
                            Rank.INDEX,
                            declared.flatMap(t -> t.index(i.name())).orElse(i).definition(),
                            object,
                            table)
                    .doing(Effects.making(partial)));
        }
    }

    private boolean touched(QName table, String member) {
        return ctx.changes().dropsConstraint(table, member) || ctx.changes().dropsIndex(table, member);
    }

    /** Labels that come need no table to be rewritten. */
    private void newLabels(Change.ReplaceEnum change, QName name, ObjectName object, Consumer<Op> half) {
        Set<String> there = new HashSet<>(change.from().labels());
        String previous = null;
        for (String label : change.to().labels()) {
            if (there.add(label)) {
                String sql = "ALTER TYPE " + Sql.name(name) + " ADD VALUE IF NOT EXISTS " + Sql.literal(label)
                        + (previous == null ? "" : " AFTER " + Sql.literal(previous));
                half.accept(Op.free(Stage.ENUM_VALUES, Rank.COLUMN, sql, object));
            }
            previous = label;
        }
    }
}
