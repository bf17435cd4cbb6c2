package dev.tidemark.plan.columns;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.keys.ReferringKeys;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Untracked;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.NewTypes;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Columns;
import dev.tidemark.plan.sql.Sequences;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.sql.Storage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Columns that come, go, are renamed or get other values. */
public final class ColumnDrafts {
    private final Context ctx;
    private final RowQuestions rows;
    private final NotNullDrafts notNull;

    public ColumnDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
        this.notNull = new NotNullDrafts(ctx, rows);
    }

    public Draft add(Change.AddColumn change) {
        QName table = change.table().name();
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
        boolean meetsAnother = ctx.inherited().isBelow(table, column.name());
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
            notNull.natively(draft, table, column);
        } else {
            NotNullDrafts.comment(draft, table, column);
        }
        extras(draft, table, column);
        return draft.build();
    }

    /** What rows that exist get in a column that is computed for each of them, or that has a type which refuses some values. */
    void computedValues(Draft.Builder draft, QName table, Column column) {
        Optional<String> question = rows.computed(table, column);
        String failure = question.flatMap(ctx::failure).orElse("");
        if (rows.isOfValues(failure)) {
            draft.ifApplied(ctx.problem(
                    "TDM-212",
                    Context.column(table, column.name()),
                    "its value cannot be computed for every row (" + failure + ")",
                    "mend the rows or the expression, then sync again"));
        }
        long nulls = question.map(ctx::answer).orElse(OptionalLong.empty()).orElse(0);
        boolean required = new Domains(ctx).notNull(column.type(), column.notNull());
        if (required && nulls > 0 && column.generated() != Column.Generated.NO) {
            draft.ifApplied(ctx.problem(
                    "TDM-214",
                    Context.column(table, column.name()),
                    "NOT NULL, but its expression gives no value for " + Words.count(nulls, "row"),
                    "mend these rows or the expression, or declare it nullable"));
        }
        if (new NewTypes(ctx).standIn(column.type()).isEmpty()) {
            // Its default was read as a value of the type already.
            return;
        }
        rows.refusedByNewType(table, column).map(ctx::answer).orElse(OptionalLong.empty()).stream()
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

    public Draft drop(Change.DropColumn change) {
        QName table = change.table().name();
        Column column = change.column();
        Draft.Builder draft = draft(change, table, column.name(), Action.DROP, "column " + summary(column));
        OptionalLong values = ctx.empty(table)
                ? OptionalLong.of(0)
                : rows.values(table, column.name()).map(ctx::answer).orElse(OptionalLong.empty());
        draft.hazard(Hazard.DATA_LOSS, valuesLost(values, table), "declare the column again, to keep it");
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
        Effects free = Effects.NONE;
        for (QName parent : ctx.inherited().losingAbove(table, column.name())) {
            drop = drop.doing(drop.effects().awaiting(Context.column(parent, column.name())));
            free = free.awaiting(Context.column(parent, column.name()));
        }
        if (ctx.major() >= 18 && ctx.inherited().notNullStaysBelow(table, column)) {
            // PostgreSQL 18 keeps a child's constraint inherited for good when the column alone goes.
            draft.op(alter(
                            Rank.DROP_COLUMN,
                            Sql.alterColumn(table, column.name(), "DROP NOT NULL"),
                            table,
                            column.name())
                    .doing(free)
                    .in(Stage.DROPS));
        }
        draft.op(
                ctx.generated().goesFirst(table, column.name())
                        ? alter(Rank.BEFORE_TYPES, drop.sql(), table, column.name())
                        : drop.in(Stage.DROPS));
        ReferringKeys.goingOnBothSides(ctx, table, column.name())
                .forEach(i -> draft.op(ReferringKeys.drop(ctx, i).in(Stage.DROPS)));
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
        draft.withheldHalf(notNull.nullable(table, column.name()));
    }

    public Draft rename(Change.RenameColumn change) {
        QName table = change.table().name();
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

    public Draft changeDefault(Change.ChangeDefault change) {
        QName table = change.table().name();
        Column to = change.to();
        String now = to.defaultSql() == null ? "no default" : "default " + to.defaultSql();
        String action = to.defaultSql() == null ? "DROP DEFAULT" : "SET DEFAULT " + to.defaultSql();
        Rank rank = to.defaultSql() == null ? Rank.BEFORE_TYPES : Rank.AFTER_TYPES;
        return draft(change, table, to.name(), Action.ALTER, "column " + to.name() + "  " + now)
                .required()
                .op(alter(rank, alterAlone(table, to.name(), action), table, to.name()))
                .build();
    }

    /** Without its children, where one of them has a default of its own. */
    private String alterAlone(QName table, String column, String action) {
        String sql = Sql.alterColumn(table, column, action);
        return ctx.inherited().defaultsDiffer(table, column)
                ? sql.replaceFirst("^ALTER TABLE ", "ALTER TABLE ONLY ")
                : sql;
    }

    public Draft changeStorage(Change.ChangeColumnStorage change) {
        QName table = change.table().name();
        String name = change.to().name();
        List<String> actions = Storage.changed(change.from(), change.to());
        Draft.Builder draft = draft(
                change,
                table,
                name,
                Action.ALTER,
                "column " + name + "  " + String.join(", ", actions).toLowerCase(Locale.ROOT));
        if (!ctx.generated().remade(table, name)) {
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

    public static Draft.Builder draft(Change change, QName table, String column, Action action, String summary) {
        ObjectName object = Context.column(table, column);
        return Draft.of(change, object, action, summary).under(Context.table(table));
    }

    public static Op alter(Rank rank, String sql, QName table, String column) {
        return Op.alter(rank, sql, Context.column(table, column), table);
    }
}
