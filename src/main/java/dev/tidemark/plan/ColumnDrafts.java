package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Columns that come, go, are renamed, or become and cease to be NOT NULL. */
final class ColumnDrafts {
    /** Of the check through which a large table's column becomes NOT NULL. */
    static final String NOT_NULL_CHECK = "tidemark_nn_";

    private final Context ctx;
    private final RowQuestions rows;

    ColumnDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    Draft add(Change.AddColumn change) {
        QName table = ctx.now(change.table().name());
        Column column = change.column();
        Draft.Builder draft = draft(change, table, column.name(), Action.CREATE, "column " + summary(column))
                .required();
        boolean filled = !ctx.empty(table);
        Domains domains = new Domains(ctx);
        boolean fills = Columns.fillsItself(column) || domains.fills(column.type());
        if (filled && domains.notNull(column.type(), column.notNull()) && !fills) {
            draft.always(requiredColumn(table, column));
        }
        if (filled) {
            computedValues(draft, table, column);
        }
        // A child's column of the same name takes its type on first.
        boolean meetsAnother = ctx.inherited().keptChildren(table).stream()
                .anyMatch(child -> ctx.liveColumn(child, column.name()).isPresent());
        Rank rank = column.generated() == Column.Generated.NO && !meetsAnother ? Rank.COLUMN : Rank.AFTER_TYPES;
        // PostgreSQL computes a virtual column for every row to prove its NOT NULL: validated afterwards, others go on
        // meanwhile.
        boolean provenLater = column.generated() == Column.Generated.VIRTUAL
                && column.notNull()
                && !column.hasUnvalidatedNotNull()
                && !Locks.small(ctx, table);
        String definition = provenLater ? Columns.nullableDefinition(column) : Columns.definition(table, column);
        Op add = alter(rank, Sql.alterTable(table, "ADD COLUMN " + definition), table, column.name());
        if (filled && (Columns.rewrites(column) || checked(domains, column))) {
            Locks.rewrite(draft, ctx, table);
            add = add.costing(CostClass.BLOCKING, Locks.rewriteTime(ctx, table));
        }
        draft.op(add);
        if (provenLater) {
            natively(draft, table, column);
        } else {
            notNullComment(draft, table, column);
        }
        extras(draft, table, column);
        return draft.build();
    }

    /** What rows that exist get in a column that is computed for each of them, or that has a type which refuses some values. */
    void computedValues(Draft.Builder draft, QName table, Column column) {
        Optional<String> question = rows.computed(table, column);
        String failure =
                question.map(q -> ctx.facts().failures().getOrDefault(q, "")).orElse("");
        if (TypeDrafts.isOfValues(failure)) {
            draft.ifApplied(ctx.problem(
                    "TDM-212",
                    Context.column(table, column.name()),
                    "its value cannot be computed for every row (" + failure + ")",
                    "mend the rows or the expression, then sync again"));
        }
        long nulls =
                question.map(ctx.facts()::answer).orElse(OptionalLong.empty()).orElse(0);
        boolean required = new Domains(ctx).notNull(column.type(), column.notNull());
        if (required && nulls > 0 && column.generated() != Column.Generated.NO) {
            draft.ifApplied(ctx.problem(
                    "TDM-214",
                    Context.column(table, column.name()),
                    "NOT NULL, but its expression gives no value for " + Words.count(nulls, "row"),
                    "mend these rows or the expression, or declare it nullable"));
        }
        rows.refusedByNewType(table, column).map(ctx.facts()::answer).orElse(OptionalLong.empty()).stream()
                .filter(n -> n > 0)
                .forEach(n -> draft.ifApplied(ctx.problem(
                        "TDM-212",
                        Context.column(table, column.name()),
                        Words.count(n, "row") + " would get a value that " + column.type() + " refuses",
                        "declare another default, or a domain that takes it")));
    }

    /** A virtual column stores nothing, and a domain is not allowed there before PostgreSQL 19. */
    private static boolean checked(Domains domains, Column column) {
        return column.generated() != Column.Generated.VIRTUAL && domains.checked(column.type());
    }

    private void extras(Draft.Builder draft, QName table, Column column) {
        Storage.ofNew(column)
                .forEach(action -> draft.op(
                        alter(Rank.AFTER_TYPES, Sql.alterColumn(table, column.name(), action), table, column.name())));
        if (column.hasUnvalidatedNotNull()) {
            String add = Columns.notNullConstraint(column, false);
            draft.op(alter(Rank.CHECK, Sql.alterTable(table, add), table, column.name()));
        }
        if (column.comment() != null) {
            String comment = Comments.sql(Context.column(table, column.name()), column.comment());
            draft.op(alter(Rank.COMMENT, comment, table, column.name()));
        }
    }

    private static void notNullComment(Draft.Builder draft, QName table, Column column) {
        Column.NotNullConstraint constraint = column.properties().notNullConstraint();
        if (constraint != null && constraint.comment() != null) {
            ObjectName object = Context.table(table).member(ObjectKind.CONSTRAINT, constraint.name());
            draft.op(alter(Rank.COMMENT, Comments.sql(object, constraint.comment()), table, column.name())
                    .in(Phase.FINISH));
        }
    }

    private dev.tidemark.Problem requiredColumn(QName table, Column column) {
        String spelled = Sql.id(column.name()) + " " + column.type();
        return ctx.problem(
                "TDM-210",
                Context.column(table, column.name()),
                "NOT NULL without a default, but " + Context.table(table).display() + " has " + Locks.rows(ctx, table),
                "either  " + spelled + " NOT NULL DEFAULT …     rows that exist get it, at once     in Java: @Default",
                "or      declare it nullable, sync, fill it, then declare NOT NULL and sync again     in Java:"
                        + " @Nullable");
    }

    Draft drop(Change.DropColumn change) {
        QName table = ctx.now(change.table().name());
        Column column = change.column();
        Draft.Builder draft = draft(change, table, column.name(), Action.DROP, "column " + summary(column));
        OptionalLong values = ctx.empty(table)
                ? OptionalLong.of(0)
                : rows.values(table, column.name()).map(ctx.facts()::answer).orElse(OptionalLong.empty());
        draft.hazard(
                Hazard.DATA_LOSS,
                valuesLost(values, table),
                "keep it for now: sync --safe; or declare the column again");
        if (values.orElse(-1) == 0) {
            draft.wordless(Hazard.DATA_LOSS);
        }
        boolean generated = column.generated() != Column.Generated.NO;
        Op drop = alter(
                generated ? Rank.DROP_GENERATED : Rank.DROP_COLUMN,
                "ALTER TABLE " + (ctx.inherited().staysBelow(table, column.name()) ? "ONLY " : "") + Sql.name(table)
                        + " DROP COLUMN " + Sql.id(column.name()),
                table,
                column.name());
        draft.op(
                Recomputed.goesFirst(ctx, table, column.name())
                        ? alter(Rank.BEFORE_TYPES, drop.sql(), table, column.name())
                        : drop.in(Phase.DROPS));
        KeyDetour.goingOnBothSides(ctx, table, column.name())
                .forEach(i -> draft.op(KeyDetour.drop(ctx, i).in(Phase.DROPS)));
        sequenceAside(draft, table, column);
        compatibleHalf(draft, table, column);
        return draft.build();
    }

    /** The sequence of a column that goes last, out of the way of a new one that wants its name. */
    private void sequenceAside(Draft.Builder draft, QName table, Column column) {
        Stream<QName> owned = ctx.live().sequences().values().stream()
                .filter(s -> table.equals(s.ownedByTable())
                        && column.name().equals(s.ownedByColumn())
                        && !ctx.declared().sequences().containsKey(s.name()))
                .map(Sequence::name);
        Column.Identity its = column.identity();
        Stream<QName> identity = its == null ? Stream.of() : Stream.of(new QName(table.schema(), its.sequence()));
        Stream.concat(owned, identity).filter(this::isWanted).forEach(name -> {
            String sql = "ALTER SEQUENCE " + Sql.name(name) + " RENAME TO "
                    + Sql.id(Sequences.aside(name).name());
            Op aside = alter(Rank.BEFORE_TYPES, sql, table, column.name())
                    .doing(Effects.NONE
                            .needing(Context.column(table, column.name()))
                            .freeing(name));
            draft.op(aside).withheldHalf(aside);
        });
    }

    /** Whether the declaration has a sequence of this name, or an identity column whose sequence has it. */
    private boolean isWanted(QName sequence) {
        return ctx.declared().sequences().containsKey(sequence)
                || ctx.declared().tables().values().stream()
                        .filter(t -> t.name().schema().equals(sequence.schema()))
                        .flatMap(t -> t.columns().stream())
                        .flatMap(c -> Stream.ofNullable(c.identity()))
                        .anyMatch(i -> i.sequence().equals(sequence.name()));
    }

    private String valuesLost(OptionalLong values, QName table) {
        if (values.isEmpty()) {
            return "up to " + Locks.rows(ctx, table) + " hold a value; no later sync brings it back";
        }
        long count = values.getAsLong();
        return count == 0
                ? "no row holds a value"
                : Words.count(count, "row") + (count == 1 ? " holds" : " hold")
                        + " a value; no later sync brings it back";
    }

    /** New code does not write a column that it does not know: one that is kept must take nulls. */
    private void compatibleHalf(Draft.Builder draft, QName table, Column column) {
        if (!column.notNull() || Columns.fillsItself(column)) {
            return;
        }
        Optional<Constraint> primary = primaryKey(table, column.name());
        if (primary.isPresent() && !replaced(table, primary.get().name())) {
            return;
        }
        draft.withheldHalf(nullable(table, column.name()));
    }

    /** NOT NULL goes once the primary key over the column has gone. */
    private Op nullable(QName table, String column) {
        Op op = alter(Rank.AFTER_TYPES, Sql.alterColumn(table, column, "DROP NOT NULL"), table, column);
        return primaryKey(table, column)
                .map(k -> op.doing(Effects.NONE
                        .needing(op.object())
                        .awaiting(Context.table(table).member(ObjectKind.CONSTRAINT, k.name()))))
                .orElse(op);
    }

    private Optional<Constraint> primaryKey(QName table, String column) {
        return ctx.live(table)
                .flatMap(t -> t.primaryKey())
                .filter(k -> k.columns().contains(ctx.columnBefore(table, column)));
    }

    private boolean replaced(QName table, String constraint) {
        return ctx.changes(Change.DropConstraint.class)
                        .anyMatch(c -> ctx.now(c.table().name()).equals(table)
                                && c.constraint().name().equals(constraint))
                || ctx.changes(Change.ReplaceConstraint.class)
                        .anyMatch(c -> ctx.now(c.table().name()).equals(table)
                                && c.from().name().equals(constraint));
    }

    Draft rename(Change.RenameColumn change) {
        QName table = ctx.now(change.table().name());
        Draft.Builder draft = draft(
                        change, table, change.to(), Action.ALTER, "column " + change.from() + " → " + change.to())
                .required()
                .hazard(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run ask for \"" + change.from() + "\"",
                        "deploy in two steps: add the new column, move the code, drop the old one");
        Untracked.note(ctx, draft);
        String action = "RENAME COLUMN " + Sql.id(change.from()) + " TO " + Sql.id(change.to());
        return draft.op(alter(Rank.RENAME, Sql.alterTable(table, action), table, change.to()))
                .build();
    }

    Draft renameNotNull(Change.RenameNotNull change) {
        QName table = ctx.now(change.table().name());
        String column = change.to().name();
        String from = String.valueOf(change.from().notNullName());
        String to = String.valueOf(change.to().notNullName());
        String action = "RENAME CONSTRAINT " + Sql.id(from) + " TO " + Sql.id(to);
        return draft(change, table, column, Action.ALTER, "not null " + from + " → " + to)
                .op(alter(Rank.RENAME, Sql.alterTable(table, action), table, column))
                .build();
    }

    Draft setNotNull(Change.SetNotNull change) {
        QName table = ctx.now(change.table().name());
        String column = change.column().name();
        Draft.Builder draft = draft(change, table, column, Action.ALTER, "column " + column + "  NOT NULL")
                .hazard(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run may write nulls into \"" + column + "\"",
                        "stop writing nulls first, then declare NOT NULL");
        if (!ctx.empty(table)) {
            nullsInTheWay(draft, table, column);
        }
        if (ctx.major() >= 18) {
            natively(draft, table, change.column());
        } else if (throughCheck(ctx, table)) {
            throughCheck(draft, table, column);
        } else {
            draft.op(alter(Rank.NOT_NULL, Sql.alterColumn(table, column, "SET NOT NULL"), table, column));
        }
        return draft.build();
    }

    /** From PostgreSQL 18 on the constraint itself can come unvalidated; one that is there is validated. */
    private void natively(Draft.Builder draft, QName table, Column column) {
        String name = column.name();
        Optional<Column> live = ctx.liveColumn(table, name);
        boolean there = live.map(Column::hasUnvalidatedNotNull).orElse(false);
        boolean slow = !Locks.small(ctx, table);
        Column.NotNullConstraint wanted =
                Objects.requireNonNull(column.properties().notNullConstraint());
        if (there) {
            boolean stays = Objects.requireNonNull(live.get().properties().notNullConstraint())
                    .noInherit();
            if (stays != wanted.noInherit()) {
                draft.op(inheritance(table, column));
            }
        } else {
            notNullComment(draft, table, column);
        }
        if (!there && !slow) {
            String sql = Columns.isChosenByServer(table, column) && !wanted.noInherit() && !isNamedAlikeBelow(table)
                    ? Sql.alterColumn(table, name, "SET NOT NULL")
                    : Sql.alterTable(table, Columns.notNullConstraint(column, true));
            draft.op(alter(Rank.NOT_NULL, sql, table, name));
            return;
        }
        if (!there) {
            Op add = alter(Rank.CHECK, Sql.alterTable(table, Columns.notNullConstraint(column, false)), table, name);
            draft.op(add).deferredHalf(add);
        }
        // By its declared name: a rename comes before.
        String validate = "VALIDATE CONSTRAINT " + Sql.id(String.valueOf(column.notNullName()));
        Op op = alter(Rank.NOT_NULL, Sql.alterTable(table, validate), table, name)
                .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                .costing(CostClass.ONLINE, Locks.scanTime(ctx, table));
        draft.op(slow ? op.online(1) : op);
    }

    /** Children whose constraints have the same name have PostgreSQL choose another one for this. */
    private boolean isNamedAlikeBelow(QName table) {
        return ctx.declared().tables().values().stream()
                .anyMatch(t -> t.parents().contains(table));
    }

    private static Op inheritance(QName table, Column column) {
        Column.NotNullConstraint wanted =
                Objects.requireNonNull(column.properties().notNullConstraint());
        String action = "ALTER CONSTRAINT " + Sql.id(wanted.name()) + (wanted.noInherit() ? " NO INHERIT" : " INHERIT");
        return alter(Rank.CHECK, Sql.alterTable(table, action), table, column.name());
    }

    Draft changeNotNull(Change.ChangeNotNull change) {
        QName table = ctx.now(change.table().name());
        Column from = change.from();
        Column to = change.to();
        String name = to.name();
        Column.NotNullConstraint there = from.properties().notNullConstraint();
        Column.NotNullConstraint wanted = Objects.requireNonNull(to.properties().notNullConstraint());
        String said = "column " + name + "  NOT NULL" + (wanted.noInherit() ? " NO INHERIT" : "")
                + (wanted.validated() ? "" : " NOT VALID");
        Draft.Builder draft = draft(change, table, name, Action.ALTER, said);
        if (there == null) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may write nulls into \"" + name + "\"",
                    "stop writing nulls first, then declare NOT NULL");
        }
        if (there != null && there.validated() == wanted.validated()) {
            return draft.op(inheritance(table, to)).build();
        }
        if (there != null) {
            draft.op(alter(Rank.DROP_CONSTRAINT, Sql.alterColumn(table, name, "DROP NOT NULL"), table, name));
        }
        draft.op(alter(Rank.CHECK, Sql.alterTable(table, Columns.notNullConstraint(to, false)), table, name));
        notNullComment(draft, table, to);
        return draft.build();
    }

    /** Whether a column of this table becomes NOT NULL through a validated check. */
    static boolean throughCheck(Context ctx, QName table) {
        return !Locks.small(ctx, table) && ctx.major() < 18;
    }

    private void nullsInTheWay(Draft.Builder draft, QName table, String column) {
        OptionalLong nulls = rows.nulls(table, column).map(ctx.facts()::answer).orElse(OptionalLong.empty());
        if (nulls.orElse(1) == 0) {
            return;
        }
        draft.hazard(
                Hazard.MAY_FAIL_ON_DATA,
                nulls.isEmpty() ? "rows may hold no value" : Words.count(nulls.getAsLong(), "row") + " without a value",
                "fill them first");
        nulls.ifPresent(n -> draft.ifApplied(ctx.problem(
                "TDM-214",
                Context.column(table, column),
                "NOT NULL, but " + Words.count(n, "row") + (n == 1 ? " holds" : " hold") + " no value",
                "UPDATE " + Sql.name(ctx.before(table)) + " SET " + Sql.id(ctx.columnBefore(table, column))
                        + " = … WHERE " + Sql.id(ctx.columnBefore(table, column)) + " IS NULL",
                "or declare it nullable")));
    }

    private void throughCheck(Draft.Builder draft, QName table, String column) {
        String check = Sql.derived(NOT_NULL_CHECK, column);
        Optional<Constraint> left = ctx.live(table).flatMap(t -> t.constraint(check));
        if (left.isEmpty()) {
            String add = "ADD CONSTRAINT " + Sql.id(check) + " CHECK (" + Sql.id(column) + " IS NOT NULL) NOT VALID";
            Op op = alter(Rank.CHECK, Sql.alterTable(table, add), table, column);
            draft.op(op).deferredHalf(op);
        }
        if (left.map(c -> !c.validated()).orElse(true)) {
            draft.op(alter(Rank.NOT_NULL, Sql.alterTable(table, "VALIDATE CONSTRAINT " + Sql.id(check)), table, column)
                    .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                    .costing(CostClass.ONLINE, Locks.scanTime(ctx, table))
                    .online(1));
        }
        String set = "ALTER COLUMN " + Sql.id(column) + " SET NOT NULL";
        draft.op(alter(Rank.NOT_NULL, Sql.alterTable(table, set), table, column).online(2))
                .op(alter(Rank.NOT_NULL, Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(check)), table, column)
                        .online(2));
    }

    Draft dropNotNull(Change.DropNotNull change) {
        QName table = ctx.now(change.table().name());
        String column = change.column().name();
        Draft.Builder draft = draft(change, table, column, Action.ALTER, "column " + column + "  nullable")
                .required();
        if (GeneratedDrafts.madeAnew(ctx, table, column)) {
            return draft.build();
        }
        return draft.op(nullable(table, column)).build();
    }

    Draft changeDefault(Change.ChangeDefault change) {
        QName table = ctx.now(change.table().name());
        Column to = change.to();
        String now = to.defaultSql() == null ? "no default" : "default " + to.defaultSql();
        String action = to.defaultSql() == null ? "DROP DEFAULT" : "SET DEFAULT " + to.defaultSql();
        Rank rank = to.defaultSql() == null ? Rank.BEFORE_TYPES : Rank.AFTER_TYPES;
        return draft(change, table, to.name(), Action.ALTER, "column " + to.name() + "  " + now)
                .required()
                .op(alter(rank, Sql.alterColumn(table, to.name(), action), table, to.name()))
                .build();
    }

    Draft changeStorage(Change.ChangeColumnStorage change) {
        QName table = ctx.now(change.table().name());
        String name = change.to().name();
        List<String> actions = Storage.changed(change.from(), change.to());
        Draft.Builder draft = draft(
                change,
                table,
                name,
                Action.ALTER,
                "column " + name + "  " + String.join(", ", actions).toLowerCase(Locale.ROOT));
        if (!GeneratedDrafts.madeAnew(ctx, table, name)) {
            actions.forEach(a -> draft.op(alter(Rank.AFTER_TYPES, Sql.alterColumn(table, name, a), table, name)));
        }
        return draft.build();
    }

    /** {@code note  text}, with what else there is to say. */
    static String summary(Column column) {
        return column.name() + "  " + column.type() + (column.notNull() ? " not null" : "")
                + (column.identity() != null ? " identity" : "")
                + (column.generated() != Column.Generated.NO ? " generated" : "")
                + (column.defaultSql() != null && column.generated() == Column.Generated.NO
                        ? " default " + column.defaultSql()
                        : "");
    }

    static Draft.Builder draft(Change change, QName table, String column, Action action, String summary) {
        ObjectName object = Context.column(table, column);
        return Draft.of(change, object, action, summary).under(Context.table(table));
    }

    static Op alter(Rank rank, String sql, QName table, String column) {
        return Op.alter(rank, sql, Context.column(table, column), table);
    }
}
