package dev.tidemark.plan.columns;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.plan.keys.ConstraintDrafts;
import dev.tidemark.plan.keys.ReferringKeys;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Estimates;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.GeneratedColumns;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.NewTypes;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.rows.TypeChange;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Columns whose type changes. */
public final class TypeDrafts {
    private final Context ctx;
    private final RowQuestions rows;

    public TypeDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    public Draft change(Change.ChangeType change) {
        QName table = change.table().name();
        Column from = change.from();
        Column to = change.to();
        if (ctx.generated().replaced(table, to.name())) {
            return ColumnDrafts.draft(change, table, to.name(), Action.ALTER, summary(from, to))
                    .reshaping()
                    .build();
        }
        if (ctx.generated().mustGo(table, to.name())) {
            return recomputed(change, table);
        }
        TypeChange kind = TypeChange.of(from, to);
        Draft.Builder draft = ColumnDrafts.draft(change, table, to.name(), Action.ALTER, summary(from, to))
                .reshaping();
        new PartitionKeys(ctx)
                .partitionedBy(table, to.name())
                .ifPresent(by -> draft.always(ctx.problem(
                        "TDM-224",
                        Context.table(by),
                        "is partitioned by " + to.name() + ", " + from.type() + " now, declared is " + to.type()
                                + ": PostgreSQL cannot change the type of such a column",
                        "declare it under another name, move the rows, then drop this one",
                        "or keep " + from.type())));
        boolean lossy = values(draft, table, from, to, kind);
        if (!kind.widening()) {
            new ConstraintDrafts(ctx, rows).keptRules(draft, table, to.name());
        }
        if (!kind.widening()) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run read and write " + from.type(),
                    "add a new column beside it, move the code, drop the old one");
        }
        if (TypeChange.required(from, to)) {
            draft.required();
        }
        boolean rewrites = rewrites(from, to, kind);
        if (rewrites) {
            Locks.rewrite(draft, ctx, table);
        } else if (rebuildsIndexes(table, from, to)) {
            Locks.rebuiltIndexes(draft, ctx, table, to.name());
        }
        statement(draft, table, from, to, lossy, rewrites);
        foreignKeys(draft, table, from, to);
        ctx.generated()
                .servedBy(table, to.name())
                .forEach(reader -> new Recomputed(ctx).around(draft, table, reader, rewrites));
        return draft.build();
    }

    /** A generated column whose own type changes with that of a column that it reads. */
    private Draft recomputed(Change.ChangeType change, QName table) {
        Column from = change.from();
        Column to = change.to();
        Draft.Builder draft = ColumnDrafts.draft(change, table, to.name(), Action.ALTER, summary(from, to))
                .reshaping()
                .required();
        if (!TypeChange.of(from, to).widening()) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run read " + from.type(),
                    "add a new column beside it, move the code, drop the old one");
        }
        new Recomputed(ctx).around(draft, table, to.name(), false);
        return draft.build();
    }

    private static String summary(Column from, Column to) {
        return from.type().equals(to.type())
                ? "column " + to.name() + "  collation " + to.collation()
                : "column " + to.name() + "  " + from.type() + " → " + to.type();
    }

    /** Whether no row is written for it. */
    public static boolean isOfTheCatalog(Column from, Column to) {
        return !rewrites(from, to, TypeChange.of(from, to));
    }

    private static boolean rewrites(Column from, Column to, TypeChange kind) {
        return kind != TypeChange.WIDENING_IN_PLACE && !from.type().equals(to.type());
    }

    /** Looks at the rows; true where values are known or feared to be lost. */
    private boolean values(Draft.Builder draft, QName table, Column from, Column to, TypeChange kind) {
        if (ctx.empty(table) || kind.harmless()) {
            return false;
        }
        String failure = failure(table, from, to);
        // Types of extensions complain of a value as of a syntax error.
        boolean refuses = failure.startsWith(SqlStates.CANNOT_COERCE)
                || failure.startsWith(SqlStates.SYNTAX_ERROR)
                || Facts.isOfValues(failure);
        if (refuses) {
            draft.ifApplied(castFails(table, from, to, "does not cast for every row (" + failure + ")"));
        } else if (failure.startsWith(SqlStates.UNDEFINED_OBJECT)
                && !movesExtension()
                && rows.values(table, to.name())
                                .map(ctx::answer)
                                .orElse(OptionalLong.empty())
                                .orElse(1)
                        > 0) {
            draft.ifApplied(castFails(table, from, to, "cannot be tried before the type is there"));
        } else {
            refused(table, from, to).ifPresent(why -> draft.ifApplied(castFails(table, from, to, why)));
        }
        OptionalLong altered =
                rows.alteredValues(table, from, to).map(ctx::answer).orElse(OptionalLong.empty());
        if (altered.orElse(1) == 0) {
            draft.hazard(Hazard.MAY_FAIL_ON_DATA, "a value written until then may not fit " + to.type(), "");
            return false;
        }
        String what = altered.isEmpty()
                ? "values may be cut off or fail to cast"
                : Words.count(altered.getAsLong(), "value") + " would be cut off or become another";
        draft.hazard(Hazard.DATA_LOSS, what, "keep " + from.type() + ", or change the values first");
        return true;
    }

    /** Whether an extension is altered: a type of its may be there under another schema. */
    private boolean movesExtension() {
        return ctx.changes()
                .all(Change.ChangeOther.class)
                .anyMatch(c -> c.to().name().kind() == ObjectKind.EXTENSION);
    }

    private String failure(QName table, Column from, Column to) {
        return rows.castFailures(table, from, to).flatMap(ctx::failure).orElse("");
    }

    /** What a type that is not there yet does not take, in words. */
    private Optional<String> refused(QName table, Column from, Column to) {
        boolean tried = rows.castFailures(table, from, to)
                .map(ctx::answer)
                .filter(OptionalLong::isPresent)
                .isPresent();
        if (tried && new NewTypes(ctx).standIn(to.type()).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> question = rows.refusedByNewType(table, to);
        Optional<String> failure = question.flatMap(ctx::failure).filter(Facts::isOfValues);
        if (failure.isPresent()) {
            return Optional.of("does not work for every row (" + failure.get() + ")");
        }
        OptionalLong count = question.map(ctx::answer).orElse(OptionalLong.empty());
        if (count.orElse(0) == 0) {
            return Optional.empty();
        }
        String many = Words.count(count.getAsLong(), "row") + (count.getAsLong() == 1 ? " holds" : " hold");
        return Optional.of(
                new NewTypes(ctx).standIn(to.type()).isEmpty()
                        ? "cannot be tried before the type is there, and " + many + " a value"
                        : "does not work: " + many + " a value that the new type refuses");
    }

    private dev.tidemark.Problem castFails(QName table, Column from, Column to, String why) {
        return ctx.problem(
                "TDM-212",
                Context.column(table, to.name()),
                from.type() + " → " + to.type() + " " + why,
                "mend the values first: UPDATE " + Sql.name(ctx.before(table)) + " SET "
                        + Sql.id(ctx.columnBefore(table, to.name())) + " = …",
                "or keep " + from.type());
    }

    private void statement(Draft.Builder draft, QName table, Column from, Column to, boolean lossy, boolean rewrites) {
        String column = "ALTER COLUMN " + Sql.id(to.name()) + " ";
        StringBuilder type = new StringBuilder(column).append("TYPE ").append(to.type());
        if (to.collation() != null) {
            type.append(" COLLATE ").append(to.collation());
        }
        boolean stored = (from.generated() == Column.Generated.NO || GeneratedColumns.losesExpression(from, to))
                && ctx.live(table).filter(t -> t.relkind() == 'f').isEmpty();
        if (stored && rewrites && (lossy || !TypeChange.castsByItself(from, to))) {
            // Without rows any way will do, where the server knows no direct one.
            type.append(" USING ")
                    .append(
                            failure(table, from, to).startsWith(SqlStates.CANNOT_COERCE)
                                    ? Sql.id(to.name()) + "::text::" + to.type()
                                    : TypeChange.cast(ctx, Sql.id(to.name()), from, to));
        }
        boolean blocking = !ctx.empty(table) && (rewrites || rebuildsIndexes(table, from, to));
        boolean moves = movesDefault(from, to);
        boolean set = moves && to.defaultSql() != null && to.generated() == Column.Generated.NO;
        List<QName> losing = ctx.inherited().losingAbove(table, to.name());
        if (!losing.isEmpty() && ctx.policy().mode() != Mode.AUTO) {
            draft.ifApplied(ctx.problem(
                    "TDM-224",
                    Context.column(table, to.name()),
                    "cannot get another type as long as the drop of " + losing.get(0) + "." + to.name()
                            + " is withheld: it is inherited from there",
                    "sync outside of safe mode; or keep " + from.type()));
        }
        new RetypedColumn(
                        Context.column(table, to.name()),
                        table,
                        to.name(),
                        type.toString(),
                        moves,
                        set ? String.valueOf(to.defaultSql()) : "",
                        blocking ? CostClass.BLOCKING : CostClass.INSTANT,
                        blocking ? workTime(table, rewrites) : Estimates.INSTANT)
                .ops(ctx, Rank.COLUMN)
                .forEach(op -> draft.op(onceLeft(op, losing, to.name())));
    }

    /** An inherited column changes with its parent's only: the parents that lose theirs do so before. */
    private static Op onceLeft(Op op, List<QName> losing, String column) {
        Op after = op;
        for (QName parent : losing) {
            after = after.doing(after.effects().awaiting(Context.column(parent, column)))
                    .in(Stage.DROPS);
        }
        return after;
    }

    private Duration workTime(QName table, boolean rewrites) {
        return rewrites ? Locks.rewriteTime(ctx, table) : Locks.indexTime(ctx, table);
    }

    /** Whether the order of values changes, so that PostgreSQL builds the column's indexes again. */
    private boolean rebuildsIndexes(QName table, Column from, Column to) {
        return !Objects.equals(from.collation(), to.collation())
                && ctx.live(table).stream()
                        .flatMap(t -> t.indexes().stream())
                        .anyMatch(i -> i.columns().contains(to.name()));
    }

    /** Whether the statements of this change drop the column's default, and set the declared one. */
    public static boolean movesDefault(Column from, Column to) {
        return from.defaultSql() != null
                && from.generated() == Column.Generated.NO
                && rewrites(from, to, TypeChange.of(from, to));
    }

    /**
     * A key between two columns that both change their type stands in the way of either, unless nothing stored changes: it goes before and comes back
     * after. So does one that needs a key which merely includes the column: PostgreSQL makes that key again.
     */
    private void foreignKeys(Draft.Builder draft, QName table, Column from, Column to) {
        including(table, to.name()).forEach(i -> ReferringKeys.around(ctx, draft, i));
        boolean inPlace = TypeChange.of(from, to) == TypeChange.WIDENING_IN_PLACE;
        Stream<Context.Inbound> own = ctx.live(table).stream()
                .flatMap(t -> t.constraints().stream())
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                .map(c -> new Context.Inbound(table, c));
        own.filter(k -> k.key().columns().contains(to.name()))
                .filter(k -> changesThere(k, inPlace) && kept(k) && !ReferringKeys.itsKeyGoes(ctx, k))
                .forEach(k -> ReferringKeys.around(ctx, draft, k));
        ReferringKeys.goingWithTheirTables(ctx, table, to.name()).forEach(k -> draft.op(ReferringKeys.drop(ctx, k)));
    }

    /** Foreign keys that need a key which includes the column beside its own. */
    private List<Context.Inbound> including(QName table, String column) {
        List<Set<String>> keys = ctx.live(table).stream()
                .flatMap(t -> t.indexes().stream())
                .filter(i -> i.unique() && i.columns().contains(column))
                .map(Index::definition)
                .filter(d -> d.contains(" INCLUDE ("))
                .flatMap(d -> IndexText.parse(d).stream())
                .map(i -> Set.copyOf(i.keys()))
                .toList();
        return ctx.inbound(table).stream()
                .filter(i -> !i.key().referencedColumns().contains(column) && kept(i))
                .filter(i -> keys.contains(
                        i.key().referencedColumns().stream().map(Sql::id).collect(Collectors.toSet())))
                .toList();
    }

    private boolean changesThere(Context.Inbound inbound, boolean inPlaceHere) {
        Constraint key = inbound.key();
        QName parent = Objects.requireNonNull(key.references());
        return key.referencedColumns().stream()
                .flatMap(column -> ctx.changes().typeChange(parent, column).stream())
                .anyMatch(c -> !inPlaceHere || TypeChange.of(c.from(), c.to()) != TypeChange.WIDENING_IN_PLACE);
    }

    private boolean kept(Context.Inbound inbound) {
        return ReferringKeys.untouched(ctx, inbound);
    }
}
