package dev.tidemark.plan.columns;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Columns;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Columns that become and cease to be NOT NULL; from PostgreSQL 18 on that is a constraint with a name. */
public final class NotNullDrafts {
    /** Of the check through which a large table's column becomes NOT NULL. */
    static final String NOT_NULL_CHECK = "tidemark_nn_";

    private final Context ctx;
    private final RowQuestions rows;

    public NotNullDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    public Draft renameNotNull(Change.RenameNotNull change) {
        QName table = change.table().name();
        String column = change.to().name();
        String from = String.valueOf(change.from().notNullName());
        String to = String.valueOf(change.to().notNullName());
        Draft.Builder draft = ColumnDrafts.draft(change, table, column, Action.ALTER, "not null " + from + " → " + to)
                .onlyWith(ctx.changes()
                        .of(Change.ChangeTable.class, table)
                        .filter(c -> !c.from().parents().equals(c.to().parents())));
        makesRoom(draft, table, column, to);
        String meanwhile = Sql.derived("tidemark_old_", from);
        boolean steppedAside =
                ctx.changes().of(Change.RenameNotNull.class, table).anyMatch(c -> from.equals(c.to().notNullName()));
        if (steppedAside) {
            draft.op(ColumnDrafts.alter(Rank.DETACH, renaming(table, from, meanwhile), table, column)
                    .doing(Effects.NONE));
        }
        String now = steppedAside ? meanwhile : from;
        return draft.op(renamedOnceLeft(
                        ColumnDrafts.alter(Rank.RENAME, renaming(table, now, to), table, column), table, column))
                .build();
    }

    /** Another column's NOT NULL that goes in the same sync has the name until then. */
    private void makesRoom(Draft.Builder draft, QName table, String column, String name) {
        ctx.live(table).stream()
                .filter(t -> t.parents().isEmpty())
                .flatMap(t -> t.columns().stream())
                .filter(c -> !c.name().equals(column) && name.equals(c.notNullName()))
                .filter(c -> ctx.declared(table)
                        .flatMap(t -> t.column(c.name()))
                        .filter(d -> d.notNullName() != null)
                        .isEmpty())
                .forEach(c -> draft.op(ColumnDrafts.alter(
                                Rank.DETACH, renaming(table, name, Sql.derived("tidemark_old_", name)), table, column)
                        .doing(Effects.NONE)));
    }

    /** PostgreSQL renames no inherited constraint: parents let it go before. */
    private Op renamedOnceLeft(Op rename, QName table, String column) {
        if (!ctx.inherited().notNullIsAbove(table, column)) {
            return rename;
        }
        List<QName> losing = ctx.inherited().losingAbove(table, column);
        Effects after = Effects.NONE;
        for (QName parent : losing) {
            after = after.awaiting(Context.column(parent, column));
        }
        return ColumnDrafts.alter(Rank.VALIDATE, rename.sql(), table, column)
                .doing(after)
                .in(losing.isEmpty() ? Stage.FINISH : Stage.DROPS);
    }

    public Draft setNotNull(Change.SetNotNull change) {
        QName table = change.table().name();
        String column = change.column().name();
        Draft.Builder draft = ColumnDrafts.draft(change, table, column, Action.ALTER, "column " + column + "  NOT NULL")
                .hazard(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run may write nulls into \"" + column + "\"",
                        "stop writing nulls first, then declare NOT NULL");
        if (!ctx.empty(table)) {
            nullsInTheWay(draft, table, column);
        }
        Optional<QName> parent = ctx.inherited().keptParents(table).stream()
                .filter(p ->
                        ctx.changes().from(Change.SetNotNull.class, p, column).isPresent())
                .findFirst();
        if (ctx.major() >= 18 && parent.isPresent()) {
            // Before that of the parent, which is then inherited beside it.
            boolean validated = Locks.small(ctx, parent.get());
            String add = Sql.alterTable(table, Columns.notNullConstraint(change.column(), validated));
            draft.op(ColumnDrafts.alter(Rank.AFTER_TYPES, add, table, column).doing(Effects.NONE));
            comment(draft, table, change.column());
        } else if (ctx.major() >= 18) {
            makesRoom(draft, table, column, String.valueOf(change.column().notNullName()));
            natively(draft, table, change.column());
        } else if (throughCheck(ctx, table)) {
            throughCheck(draft, table, column);
        } else {
            draft.op(ColumnDrafts.alter(Rank.NOT_NULL, Sql.alterColumn(table, column, "SET NOT NULL"), table, column));
        }
        return draft.build();
    }

    /** From PostgreSQL 18 on the constraint itself can come unvalidated; one that is there is validated. */
    void natively(Draft.Builder draft, QName table, Column column) {
        String name = column.name();
        Optional<Column> live = ctx.liveColumn(table, name);
        boolean there = live.map(Column::hasUnvalidatedNotNull).orElse(false);
        boolean slow = !Locks.small(ctx, table);
        Column.NotNullConstraint wanted =
                Objects.requireNonNull(column.properties().notNullConstraint());
        if (there) {
            ownBeforeParentsLetGo(draft, table, live.get());
            boolean stays = Objects.requireNonNull(live.get().properties().notNullConstraint())
                    .noInherit();
            if (stays != wanted.noInherit()) {
                inheritance(draft, table, live.get(), column);
            }
        } else {
            comment(draft, table, column);
        }
        if (!there && !slow) {
            String sql = Columns.isChosenByServer(table, column) && !wanted.noInherit() && !isNamedAlikeBelow(table)
                    ? Sql.alterColumn(table, name, "SET NOT NULL")
                    : Sql.alterTable(table, Columns.notNullConstraint(column, true));
            draft.op(ColumnDrafts.alter(Rank.NOT_NULL, sql, table, name));
            return;
        }
        if (!there) {
            Op add = ColumnDrafts.alter(
                    Rank.CHECK, Sql.alterTable(table, Columns.notNullConstraint(column, false)), table, name);
            draft.op(add).deferredHalf(add);
        }
        // By its declared name, unless its rename has to wait for a parent.
        boolean waits = there && ctx.inherited().notNullIsAbove(table, name);
        String validate = "VALIDATE CONSTRAINT "
                + Sql.id(String.valueOf(waits ? live.get().notNullName() : column.notNullName()));
        Op op = ColumnDrafts.alter(Rank.NOT_NULL, Sql.alterTable(table, validate), table, name)
                .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                .costing(CostClass.ONLINE, Locks.scanTime(ctx, table));
        draft.op(slow ? op.online(1) : op);
    }

    /** An inherited constraint goes with the parent's unless it is the table's own as well. */
    private void ownBeforeParentsLetGo(Draft.Builder draft, QName table, Column live) {
        Column.NotNullConstraint there =
                Objects.requireNonNull(live.properties().notNullConstraint());
        if (!there.local() && ctx.inherited().letsGoOfNotNull(table, live.name())) {
            draft.op(ColumnDrafts.alter(
                            Rank.BEFORE_TYPES,
                            Sql.alterTable(table, Columns.notNullConstraint(live, false)),
                            table,
                            live.name())
                    .doing(Effects.NONE));
        }
    }

    /** Children whose constraints have the same name have PostgreSQL choose another one for this. */
    private boolean isNamedAlikeBelow(QName table) {
        return ctx.declared().tables().values().stream()
                .anyMatch(t -> t.parents().contains(table));
    }

    /** Under the name that it has then; one that children have under other names is renamed once it is no more theirs. */
    private Draft.Builder inheritance(Draft.Builder draft, QName table, Column from, Column to) {
        Column.NotNullConstraint wanted = Objects.requireNonNull(to.properties().notNullConstraint());
        boolean renamed = !ctx.inherited().notNullIsAbove(table, to.name())
                && ctx.changes()
                        .to(Change.RenameNotNull.class, table, to.name())
                        .isPresent();
        String name = renamed ? wanted.name() : String.valueOf(from.notNullName());
        String action = "ALTER CONSTRAINT " + Sql.id(name) + (wanted.noInherit() ? " NO INHERIT" : " INHERIT");
        draft.op(ColumnDrafts.alter(Rank.CHECK, Sql.alterTable(table, action), table, to.name()));
        if (wanted.noInherit() && !name.equals(wanted.name())) {
            draft.op(ColumnDrafts.alter(Rank.CHECK, renaming(table, name, wanted.name()), table, to.name()));
        }
        return draft;
    }

    private static String renaming(QName table, String from, String to) {
        return Sql.alterTable(table, "RENAME CONSTRAINT " + Sql.id(from) + " TO " + Sql.id(to));
    }

    public Draft changeNotNull(Change.ChangeNotNull change) {
        QName table = change.table().name();
        Column from = change.from();
        Column to = change.to();
        String name = to.name();
        Column.NotNullConstraint there = from.properties().notNullConstraint();
        Column.NotNullConstraint wanted = Objects.requireNonNull(to.properties().notNullConstraint());
        String said = "column " + name + "  NOT NULL" + (wanted.noInherit() ? " NO INHERIT" : "")
                + (wanted.validated() ? "" : " NOT VALID");
        Draft.Builder draft = ColumnDrafts.draft(change, table, name, Action.ALTER, said);
        if (there == null) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may write nulls into \"" + name + "\"",
                    "stop writing nulls first, then declare NOT NULL");
        }
        if (there != null && there.local() != wanted.local()) {
            return locality(draft, table, change).build();
        }
        if (there != null && there.validated() == wanted.validated()) {
            return inheritance(draft, table, from, to).build();
        }
        if (there != null) {
            draft.op(ColumnDrafts.alter(
                    Rank.DROP_CONSTRAINT, Sql.alterColumn(table, name, "DROP NOT NULL"), table, name));
        }
        draft.op(ColumnDrafts.alter(
                Rank.CHECK, Sql.alterTable(table, Columns.notNullConstraint(to, false)), table, name));
        comment(draft, table, to);
        return draft.build();
    }

    /** A constraint of its own beside that of a parent, before that goes; or only that of a parent, before that comes. */
    private Draft.Builder locality(Draft.Builder draft, QName table, Change.ChangeNotNull change) {
        Column to = change.to();
        boolean own =
                Objects.requireNonNull(to.properties().notNullConstraint()).local();
        draft.op(ColumnDrafts.alter(
                        Rank.BEFORE_TYPES,
                        Sql.alterColumn(table, to.name(), own ? "SET NOT NULL" : "DROP NOT NULL"),
                        table,
                        to.name())
                .doing(Effects.NONE));
        return draft;
    }

    /** Whether a column of this table becomes NOT NULL through a validated check. */
    static boolean throughCheck(Context ctx, QName table) {
        return !Locks.small(ctx, table) && ctx.major() < 18;
    }

    private void nullsInTheWay(Draft.Builder draft, QName table, String column) {
        OptionalLong nulls = rows.nulls(table, column).map(ctx::answer).orElse(OptionalLong.empty());
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
            Op op = ColumnDrafts.alter(Rank.CHECK, Sql.alterTable(table, add), table, column);
            draft.op(op).deferredHalf(op);
        }
        if (left.map(c -> !c.validated()).orElse(true)) {
            draft.op(ColumnDrafts.alter(
                            Rank.NOT_NULL, Sql.alterTable(table, "VALIDATE CONSTRAINT " + Sql.id(check)), table, column)
                    .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                    .costing(CostClass.ONLINE, Locks.scanTime(ctx, table))
                    .online(1));
        }
        String set = "ALTER COLUMN " + Sql.id(column) + " SET NOT NULL";
        draft.op(ColumnDrafts.alter(Rank.NOT_NULL, Sql.alterTable(table, set), table, column)
                        .online(2))
                .op(ColumnDrafts.alter(
                                Rank.NOT_NULL, Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(check)), table, column)
                        .online(2));
    }

    public Draft dropNotNull(Change.DropNotNull change) {
        QName table = change.table().name();
        String column = change.column().name();
        Draft.Builder draft = ColumnDrafts.draft(change, table, column, Action.ALTER, "column " + column + "  nullable")
                .required();
        if (ctx.generated().remade(table, column)) {
            return draft.build();
        }
        // A parent's constraint that is no more inherited leaves one of the child's own.
        boolean leftBehind = ctx.inherited().keptParents(table).stream().anyMatch(p -> staysAlone(p, column));
        Op op = nullable(table, column);
        if (identifiesRows(table, column)) {
            // PostgreSQL keeps it NOT NULL until another index takes over.
            return draft.onlyWith(ctx.changes().of(Change.ChangeTable.class, table))
                    .op(op.doing(Effects.NONE.needing(Context.table(table))).in(Stage.FINISH))
                    .build();
        }
        return draft.op(
                        leftBehind
                                ? ColumnDrafts.alter(Rank.VALIDATE, op.sql(), table, column)
                                        .doing(op.effects())
                                : op)
                .build();
    }

    /** Whether the column is part of the index by which replication knows rows now, and another index takes its place. */
    private boolean identifiesRows(QName table, String column) {
        boolean now = ctx.live(table).stream()
                .flatMap(t -> t.indexes().stream())
                .anyMatch(i -> i.replicaIdentity() && i.columns().contains(column));
        return now
                && ctx.declared(table).stream()
                        .flatMap(t -> t.indexes().stream())
                        .anyMatch(Index::replicaIdentity);
    }

    /** Whether a constraint that children inherit becomes one that they do not. */
    private boolean staysAlone(QName parent, String column) {
        boolean passedOn = ctx.liveColumn(parent, column)
                .flatMap(c -> Optional.ofNullable(c.properties().notNullConstraint()))
                .filter(c -> !c.noInherit())
                .isPresent();
        return passedOn
                && ctx.declared(parent)
                        .flatMap(t -> t.column(column))
                        .flatMap(c -> Optional.ofNullable(c.properties().notNullConstraint()))
                        .filter(Column.NotNullConstraint::noInherit)
                        .isPresent();
    }

    /** NOT NULL goes once the primary key over the column has gone. */
    Op nullable(QName table, String column) {
        Op op = ColumnDrafts.alter(Rank.AFTER_TYPES, Sql.alterColumn(table, column, "DROP NOT NULL"), table, column);
        return primaryKey(table, column)
                .map(k -> op.doing(Effects.NONE
                        .needing(op.object())
                        .awaiting(Context.table(table).member(ObjectKind.CONSTRAINT, k.name()))))
                .orElse(op);
    }

    Optional<Constraint> primaryKey(QName table, String column) {
        return ctx.live(table)
                .flatMap(t -> t.primaryKey())
                .filter(k -> k.columns().contains(column));
    }

    static void comment(Draft.Builder draft, QName table, Column column) {
        Column.NotNullConstraint constraint = column.properties().notNullConstraint();
        if (constraint != null && constraint.comment() != null) {
            ObjectName object = Context.table(table).member(ObjectKind.CONSTRAINT, constraint.name());
            draft.op(ColumnDrafts.alter(Rank.COMMENT, Comments.sql(object, constraint.comment()), table, column.name())
                    .in(Stage.FINISH));
        }
    }
}
