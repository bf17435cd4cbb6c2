package dev.tidemark.plan.tables;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.SequenceOptions;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.keys.ConstraintDrafts;
import dev.tidemark.plan.keys.IndexDrafts;
import dev.tidemark.plan.keys.ReferringKeys;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Untracked;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.rows.TypeChange;
import dev.tidemark.plan.sql.Sequences;
import dev.tidemark.plan.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tables that are made again, since no statement makes them partitioned, plain, or partitioned otherwise. In one transaction the old table moves into a
 * schema of its own, names of indexes and sequences with it; the declared one is made; rows and the places of sequences move; the rows are counted; the old
 * table is dropped; and what hangs on it comes back.
 */
public final class RecreationDrafts {
    static final String WAY_OUT = "declare it under another name, move the rows in slices, then drop this one";

    private final Context ctx;
    private final RowQuestions rows;
    private final ConstraintDrafts constraints;
    private final IndexDrafts indexes;

    public RecreationDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
        this.constraints = new ConstraintDrafts(ctx, rows);
        this.indexes = new IndexDrafts(ctx, rows);
    }

    public Draft recreate(Change.RecreateTable change) {
        QName table = change.to().name();
        ObjectName object = Context.table(table);
        Draft.Builder draft = Draft.of(change, object, Action.ALTER, shape(change.from()) + " → " + shape(change.to()))
                .required()
                .reshaping();
        boolean filled = change.old().anyMatch(t -> !t.empty());
        Duration time = change.old().map(t -> Locks.rewriteTime(ctx, t.name())).reduce(Duration.ZERO, Duration::plus);
        Untracked.note(ctx, draft);
        if (filled) {
            draft.hazard(
                    Hazard.TABLE_RECREATED,
                    "is made again, partitions included, and its rows move (" + Locks.size(ctx, table) + ", "
                            + Words.about(time) + "); meanwhile nobody reads or writes it (ACCESS EXCLUSIVE)",
                    WAY_OUT);
            unmovable(change).ifPresent(draft::always);
            homeless(draft, change);
            refused(draft, change);
        }
        keys(draft, change);
        move(draft, change);
        rows(draft, change, filled ? time : Duration.ZERO);
        keysAgain(draft, change);
        return draft.build();
    }

    private static String shape(Table table) {
        return table.partitionKey() == null ? "a plain table" : "partitioned by " + table.partitionKey();
    }

    /** What would be lost or become other values on the way, or could not be filled. */
    private Optional<Problem> unmovable(Change.RecreateTable change) {
        for (Column column : change.from().columns()) {
            Optional<Column> to = change.to().column(column.name());
            if (to.isEmpty()) {
                return Optional.of(apart(change, "loses column " + column.name()));
            }
            boolean computed =
                    column.generated() == Column.Generated.NO && to.get().generated() != Column.Generated.NO;
            if (computed || !TypeChange.of(column, to.get()).harmless()) {
                return Optional.of(apart(change, "gets another column " + column.name()));
            }
        }
        return change.to().columns().stream()
                .filter(c -> change.from().column(c.name()).isEmpty())
                .filter(c -> c.notNull()
                        && c.defaultSql() == null
                        && c.identity() == null
                        && c.generated() == Column.Generated.NO)
                .findFirst()
                .map(c -> apart(change, "gets column " + c.name() + ", which is NOT NULL and has no default,"));
    }

    private Problem apart(Change.RecreateTable change, String what) {
        return ctx.problem(
                "TDM-224",
                Context.table(change.to().name()),
                shape(change.from()) + " → " + shape(change.to()) + ": it " + what
                        + " in the same sync; where rows move, columns stay as they are",
                "change the column in a sync of its own, before or after",
                WAY_OUT);
    }

    /** Rows that fit no partition. */
    private void homeless(Draft.Builder draft, Change.RecreateTable change) {
        if (!change.to().isPartitioned()) {
            return;
        }
        QName table = change.to().name();
        Optional<String> question = rows.homeless(table, change.after());
        OptionalLong count = question.map(ctx::answer).orElse(OptionalLong.empty());
        if (count.orElse(1) == 0) {
            return;
        }
        draft.hazard(
                Hazard.MAY_FAIL_ON_DATA,
                count.isEmpty()
                        ? "rows may fit no partition"
                        : Words.count(count.getAsLong(), "row") + " without a partition",
                "");
        count.ifPresent(n -> draft.ifApplied(ctx.problem(
                "TDM-213",
                Context.table(table),
                shape(change.to()) + ", but " + Words.count(n, "row") + (n == 1 ? " fits" : " fit") + " no partition",
                RowQuestions.seeThem(question.orElse("")),
                "declare a partition for them, such as a default one; or move or delete them, then sync again")));
    }

    /** Rows that the declared table would refuse. */
    private void refused(Draft.Builder draft, Change.RecreateTable change) {
        QName table = change.to().name();
        for (Column column : change.to().columns()) {
            boolean stricter = column.notNull()
                    && change.from()
                            .column(column.name())
                            .filter(c -> !c.notNull())
                            .isPresent();
            Optional<String> question = stricter ? rows.nulls(table, column.name()) : Optional.empty();
            question.map(ctx::answer).orElse(OptionalLong.empty()).ifPresent(n -> {
                if (n > 0) {
                    draft.ifApplied(ctx.problem(
                            "TDM-214",
                            Context.column(table, column.name()),
                            "NOT NULL, but " + Words.count(n, "row") + (n == 1 ? " holds" : " hold") + " NULL",
                            "fill them, then sync again; or do not declare it NOT NULL"));
                }
            });
        }
        for (Constraint constraint : change.to().constraints()) {
            if (isThere(change, constraint.columns())) {
                constraints.rowsRefused(table, constraint).ifPresent(draft::ifApplied);
            }
        }
        for (Index index : change.to().indexes()) {
            if (index.constraint() == null && isThere(change, index.columns())) {
                indexes.rowsRefused(table, index).ifPresent(draft::ifApplied);
            }
        }
    }

    private static boolean isThere(Change.RecreateTable change, List<String> columns) {
        return columns.stream().allMatch(c -> change.from().column(c).isPresent());
    }

    /** Foreign keys of other tables to it, and of its own to others, go first. */
    private void keys(Draft.Builder draft, Change.RecreateTable change) {
        change.old()
                .forEach(t -> inbound(t)
                        .forEach(i -> draft.op(ReferringKeys.drop(ctx, i).in(Stage.LATE))));
        change.old()
                .forEach(t ->
                        ReferringKeys.find(ctx, draft, Context.table(change.to().name()), inbound(t)));
        Set<QName> own = names(change.old());
        change.old()
                .forEach(t -> t.constraints().stream()
                        .filter(c -> c.references() != null && c.local() && !own.contains(c.references()))
                        .forEach(c -> draft.op(op(
                                        change,
                                        Rank.DROP_FOREIGN_KEY,
                                        Sql.alterTable(t.name(), "DROP CONSTRAINT " + Sql.id(c.name())))
                                .touching(Set.of(change.to().name(), Objects.requireNonNull(c.references())))
                                .doing(Effects.dropping(
                                        Context.table(t.name()).member(ObjectKind.CONSTRAINT, c.name()))))));
    }

    /** Those that no change of their own, or of their tables, drops. */
    private List<Context.Inbound> inbound(Table table) {
        return ctx.inbound(table.name()).stream()
                .filter(i -> ctx.changes().recreation(i.table()).isEmpty() && ReferringKeys.untouched(ctx, i))
                .toList();
    }

    private void keysAgain(Draft.Builder draft, Change.RecreateTable change) {
        change.old()
                .forEach(t -> inbound(t)
                        .forEach(i -> ReferringKeys.again(
                                ctx,
                                draft,
                                i,
                                op -> op.in(Stage.LATE).doing(op.effects().needing(Recreated.complete(change))))));
    }

    private static Set<QName> names(Stream<Table> tables) {
        return tables.map(Table::name).collect(Collectors.toSet());
    }

    /** Out of the way of the names that it and its indexes and sequences have. */
    private void move(Draft.Builder draft, Change.RecreateTable change) {
        QName table = change.to().name();
        String aside = Recreated.aside(change);
        draft.op(op(change, Rank.DROP_CONSTRAINT, "CREATE SCHEMA " + Sql.id(aside)));
        if (change.from().properties().forceRowSecurity()) {
            draft.op(op(change, Rank.DROP_CONSTRAINT, Sql.alterTable(table, "NO FORCE ROW LEVEL SECURITY")));
        }
        change.old().forEach(t -> {
            Effects gone = Effects.dropping(Context.table(t.name()));
            for (Sequence sequence : ctx.live().sequences().values()) {
                if (t.name().equals(sequence.ownedByTable())) {
                    gone = gone.freeing(sequence.name());
                }
            }
            draft.op(op(change, Rank.DROP_CONSTRAINT, Sql.alterTable(t.name(), "SET SCHEMA " + Sql.id(aside)))
                    .doing(gone));
        });
    }

    private void rows(Draft.Builder draft, Change.RecreateTable change, Duration time) {
        QName table = change.to().name();
        QName from = new QName(Recreated.aside(change), table.name());
        List<String> columns = change.to().columns().stream()
                .filter(c -> c.generated() == Column.Generated.NO)
                .filter(c -> change.from().column(c.name()).isPresent())
                .map(c -> Sql.id(c.name()))
                .toList();
        String list = String.join(", ", columns);
        String insert = columns.isEmpty()
                ? ""
                : "INSERT INTO " + Sql.name(table) + " (" + list + ") OVERRIDING SYSTEM VALUE SELECT " + list + " FROM "
                        + Sql.name(from);
        draft.op(op(change, Rank.COLUMN, insert).costing(CostClass.BLOCKING, time));
        change.next().forEach(t -> t.columns().forEach(c -> sequence(draft, change, t, c)));
        draft.op(op(change, Rank.COLUMN, counted(table, from)).costing(CostClass.BLOCKING, Duration.ZERO));
        draft.op(op(change, Rank.COLUMN, "DROP TABLE " + Sql.name(from)));
        // What nobody saw coming would still be in it.
        draft.op(op(change, Rank.COLUMN, "DROP SCHEMA " + Sql.id(from.schema()))
                .doing(new Effects(
                        change.next().map(t -> Context.table(t.name())).collect(Collectors.toSet()),
                        Set.of(),
                        Set.of())));
    }

    /** A column's new sequence goes on where the old one is; where it had none, after the last value. */
    private void sequence(Draft.Builder draft, Change.RecreateTable change, Table table, Column column) {
        QName to = sequence(ctx.declared().sequences().values().stream(), table, column);
        if (to == null) {
            return;
        }
        Column.Identity identity = column.identity();
        SequenceOptions options = identity != null
                ? identity.options()
                : Objects.requireNonNull(ctx.declared().sequences().get(to)).options();
        QName from = ctx.live(table.name())
                .flatMap(
                        t -> t.column(column.name()).map(c -> sequence(ctx.live().sequences().values().stream(), t, c)))
                .orElse(null);
        if (from == null) {
            draft.op(op(change, Rank.COLUMN, Sequences.goOnAfterTheLast(table.name(), column.name(), options)));
            return;
        }
        String body = "BEGIN PERFORM pg_catalog.setval(" + Sql.literal(Sql.name(to)) + ", last_value, is_called) FROM "
                + Sql.name(new QName(Recreated.aside(change), from.name())) + " WHERE last_value BETWEEN "
                + options.min() + " AND " + options.max() + "; END";
        draft.op(op(change, Rank.COLUMN, "DO " + Sql.literal(body)));
    }

    private static @Nullable QName sequence(Stream<Sequence> all, Table table, Column column) {
        Column.Identity identity = column.identity();
        if (identity != null) {
            return new QName(table.name().schema(), identity.sequence());
        }
        return all.filter(s ->
                        table.name().equals(s.ownedByTable()) && column.name().equals(s.ownedByColumn()))
                .map(Sequence::name)
                .findFirst()
                .orElse(null);
    }

    private static String counted(QName table, QName from) {
        String body = "BEGIN IF (SELECT count(*) FROM " + Sql.name(table) + ") <> (SELECT count(*) FROM "
                + Sql.name(from) + ") THEN RAISE EXCEPTION 'not every row has moved'; END IF; END";
        return "DO " + Sql.literal(body);
    }

    private static Op op(Change.RecreateTable change, Rank rank, String sql) {
        QName table = change.to().name();
        return Op.alter(rank, sql, Context.table(table), table)
                .in(Stage.LATE)
                .locking(LockMode.ACCESS_EXCLUSIVE)
                .doing(Effects.NONE);
    }
}
