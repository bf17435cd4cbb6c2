package dev.tidemark.plan.columns;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Column.Generated;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.keys.ConstraintDrafts;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.GeneratedColumns;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Columns;
import dev.tidemark.plan.sql.Sequences;
import dev.tidemark.plan.sql.Sql;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Identity and generated columns. */
public final class GeneratedDrafts {
    private final Context ctx;
    private final RowQuestions rows;

    public GeneratedDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    public Draft identity(Change.ChangeIdentity change) {
        QName table = change.table().name();
        Column.@Nullable Identity from = change.from().identity();
        Column.@Nullable Identity to = change.to().identity();
        String name = change.to().name();
        String said = to == null ? "no identity" : to.always() ? "identity, always" : "identity, by default";
        Draft.Builder draft = ColumnDrafts.draft(change, table, name, Action.ALTER, "column " + name + "  " + said)
                .required();
        if (ctx.generated().replaced(table, name)) {
            // The column that comes in its place is as declared already.
            return draft.build();
        }
        if (to == null) {
            // The column stays: keys over it need not go before.
            Op drop = alter(Rank.BEFORE_TYPES, table, name, "DROP IDENTITY").changing(Context.column(table, name));
            draft.op(from == null ? drop : drop.freeing(new QName(table.schema(), from.sequence())));
        } else if (from == null) {
            becomeIdentity(draft, table, change.from(), to, name);
        } else {
            options(draft, table, name, from, to);
        }
        return draft.build();
    }

    private void becomeIdentity(Draft.Builder draft, QName table, Column from, Column.Identity to, String name) {
        draft.onlyWith(ctx.changes().to(Change.SetNotNull.class, table, name).stream());
        boolean dropped =
                ctx.changes().to(Change.ChangeDefault.class, table, name).isPresent();
        if (from.defaultSql() != null && !dropped) {
            draft.op(alter(Rank.BEFORE_TYPES, table, name, "DROP DEFAULT"));
        }
        Stage stage = identityStage(ctx, table, from.name());
        draft.op(alter(Rank.KEY, table, name, "ADD GENERATED " + Columns.identity(table, name, to))
                .in(stage));
        Optional<QName> old = ctx.changes()
                .all(Change.DropSequence.class)
                .map(Change.DropSequence::sequence)
                .filter(s -> belongsTo(s, table, name))
                .map(s -> Sequences.aside(s.name()))
                .findFirst();
        if (old.isPresent() || !ctx.empty(table)) {
            String goOn = old.map(o -> Sequences.goOnAfter(o, table, name, to.options()))
                    .orElseGet(() -> Sequences.goOnAfterTheLast(table, name, to.options()));
            draft.op(ColumnDrafts.alter(Rank.KEY, goOn, table, name).in(stage));
        }
    }

    private static boolean belongsTo(Sequence sequence, QName table, String column) {
        return table.equals(sequence.ownedByTable()) && column.equals(sequence.ownedByColumn());
    }

    /** When a column becomes an identity: after it has become NOT NULL. */
    static Stage identityStage(Context ctx, QName table, @Nullable String column) {
        return notNullOnline(ctx, table, column) ? Stage.FINISH : Stage.TABLES;
    }

    private static boolean notNullOnline(Context ctx, QName table, @Nullable String column) {
        return !Locks.small(ctx, table)
                && ctx.changes().from(Change.SetNotNull.class, table, column).isPresent();
    }

    private void options(Draft.Builder draft, QName table, String name, Column.Identity from, Column.Identity to) {
        if (from.always() != to.always()) {
            draft.op(alter(Rank.SEQUENCE, table, name, "SET GENERATED " + (to.always() ? "ALWAYS" : "BY DEFAULT")));
        }
        OptionalLong last = Sequences.boundsNarrow(from.options(), to.options())
                ? ctx.answer(rows.lastValue(new QName(table.schema(), from.sequence())))
                : OptionalLong.empty();
        String changed = (Sequences.changed(from.options(), to.options(), "SET ") + " "
                        + Sequences.restart(to.options(), last))
                .strip();
        if (!changed.isEmpty()) {
            draft.op(alter(Rank.SEQUENCE, table, name, changed));
        }
    }

    public Draft generated(Change.ChangeGenerated change) {
        QName table = change.table().name();
        Column from = change.from();
        Column to = change.to();
        String said = to.generated() == Generated.NO
                ? "not generated any more"
                : "generated " + to.generated().name().toLowerCase(java.util.Locale.ROOT) + "  " + to.defaultSql();
        Draft.Builder draft = ColumnDrafts.draft(
                        change, table, to.name(), Action.ALTER, "column " + to.name() + "  " + said)
                .required();
        if (to.generated() != Generated.NO && !ctx.empty(table)) {
            new ColumnDrafts(ctx, rows).computedValues(draft, table, to);
            new ConstraintDrafts(ctx, rows).keptRules(draft, table, to.name());
        }
        if (GeneratedColumns.losesExpression(from, to)) {
            draft.op(alter(Rank.BEFORE_TYPES, table, to.name(), "DROP EXPRESSION"));
            if (to.defaultSql() != null) {
                draft.op(alter(Rank.AFTER_TYPES, table, to.name(), "SET DEFAULT " + to.defaultSql()));
            }
        } else if (ctx.generated().setsExpression(from, to) && !ctx.generated().mustGo(table, to.name())) {
            draft.op(rewriting(
                    draft,
                    table,
                    to,
                    "ALTER COLUMN " + Sql.id(to.name()) + " SET EXPRESSION AS (" + to.defaultSql() + ")"));
        } else {
            madeAnew(draft, table, from, to);
        }
        return draft.build();
    }

    private void madeAnew(Draft.Builder draft, QName table, Column from, Column to) {
        draft.reshaping();
        if (from.generated() == Generated.NO) {
            valuesLost(draft, table, from);
        }
        if (to.generated() == Generated.STORED && !ctx.empty(table)) {
            Locks.rewrite(draft, ctx, table);
        }
        new Recomputed(ctx).madeAnew(draft, table, to);
    }

    private void valuesLost(Draft.Builder draft, QName table, Column from) {
        OptionalLong values = rows.values(table, from.name()).map(ctx::answer).orElse(OptionalLong.empty());
        boolean none = ctx.empty(table) || values.orElse(1) == 0;
        draft.hazard(
                Hazard.DATA_LOSS,
                none
                        ? "no row holds a value"
                        : (values.isEmpty() ? "stored values" : Words.count(values.getAsLong(), "stored value"))
                                + " are replaced by computed ones",
                "add the generated column under another name");
        if (none) {
            draft.wordless(Hazard.DATA_LOSS);
        }
    }

    private Op rewriting(Draft.Builder draft, QName table, Column to, String action) {
        Op op = ColumnDrafts.alter(Rank.AFTER_TYPES, Sql.alterTable(table, action), table, to.name());
        op = op.changing(op.object());
        if (to.generated() != Generated.STORED || ctx.empty(table)) {
            return op;
        }
        Locks.rewrite(draft, ctx, table);
        return op.costing(CostClass.BLOCKING, Locks.rewriteTime(ctx, table));
    }

    private static Op alter(Rank rank, QName table, String column, String action) {
        return ColumnDrafts.alter(rank, Sql.alterColumn(table, column, action), table, column);
    }
}
