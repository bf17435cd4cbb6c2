package dev.tidemark.plan.rows;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.Mode;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Action;
import dev.tidemark.Plan.Fate;
import dev.tidemark.Problem;
import dev.tidemark.WayOut;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Estimates;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.schema.LookupRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lookup rows in a plan: what differs is asked of the rows, and written once their table is as declared. */
public final class LookupWork {
    /** A table of more rows is no lookup table. */
    private static final long MAX_TABLE_ROWS = 10_000;

    /** What is to be done to one table; a negative number is unknown until it is done. */
    private record Work(LookupSql sql, long missing, long differing, long extra, List<Problem> problems) {
        boolean writes() {
            return missing != 0 || differing != 0;
        }
    }

    private final Context ctx;
    private final List<Work> works = new ArrayList<>();

    public LookupWork(Context ctx) {
        this.ctx = ctx;
        rows(ctx).forEach(rows -> works.add(work(rows)));
    }

    /** What the plan for these rows wants to know. */
    public static List<String> questions(Context ctx) {
        return asked(ctx).stream()
                .flatMap(asked -> asked.sql().questions().stream())
                .toList();
    }

    /** Rows whose table is there and as declared, so that the server can compare. */
    record Asked(Table table, LookupSql sql) {}

    static List<Asked> asked(Context ctx) {
        List<Asked> asked = new ArrayList<>();
        for (LookupRows rows : rows(ctx)) {
            table(ctx, rows)
                    .filter(table -> isAskable(ctx, rows, table))
                    .ifPresent(table -> asked.add(new Asked(table, LookupSql.of(ctx, rows, table))));
        }
        return asked;
    }

    private static List<LookupRows> rows(Context ctx) {
        return ctx.input().writesRows() ? ctx.input().schema().lookupRows() : List.of();
    }

    private static Optional<Table> table(Context ctx, LookupRows rows) {
        return ctx.declared(name(rows));
    }

    private static QName name(LookupRows rows) {
        return new QName(rows.schema(), rows.table());
    }

    /** Whether all columns are there already, with their types, so that the server can compare. */
    private static boolean isAskable(Context ctx, LookupRows rows, Table declared) {
        return fault(ctx, rows, declared).isEmpty()
                && ctx.exists(declared.name())
                && rows.columns().stream()
                        .allMatch(column -> ctx.liveColumn(declared.name(), column)
                                .filter(live -> live.type()
                                        .equals(declared.column(column)
                                                .orElseThrow()
                                                .type()))
                                .isPresent());
    }

    /** What is wrong with the declaration of these rows. */
    private static Optional<String> fault(Context ctx, LookupRows rows, Table declared) {
        Optional<String> unknown = rows.columns().stream()
                .filter(column -> declared.column(column).isEmpty())
                .findFirst()
                .map(column -> "its lookup rows have a value for " + column + ", which is no column of it");
        if (unknown.isPresent()) {
            return unknown;
        }
        List<String> key = LookupSql.key(rows, declared);
        if (key.isEmpty() || !rows.columns().containsAll(key)) {
            return Optional.of("its lookup rows have no key: it needs a primary key with a value in each row, or"
                    + " columns of a unique key behind \"by\"");
        }
        if (!LookupSql.isUnique(key, declared)) {
            return Optional.of("its lookup rows are told apart by " + String.join(", ", key)
                    + ", which is neither a primary nor a unique key");
        }
        long rowsThere = ctx.live(declared.name()).map(Table::estimatedRows).orElse(0L);
        return rowsThere > MAX_TABLE_ROWS
                ? Optional.of("it has about " + rowsThere + " rows, and lookup rows are for tables of at most "
                        + MAX_TABLE_ROWS)
                : Optional.empty();
    }

    private Work work(LookupRows rows) {
        Optional<Table> declared = table(ctx, rows);
        Optional<String> fault = declared.isEmpty()
                ? Optional.of("its lookup rows are declared, but no table of this name is")
                : fault(ctx, rows, declared.get());
        if (declared.isEmpty() || fault.isPresent()) {
            Problem problem = problem(rows, fault.orElse(""));
            return new Work(LookupSql.none(rows), 0, 0, 0, List.of(problem));
        }
        LookupSql sql = LookupSql.of(ctx, rows, declared.get());
        if (!ctx.exists(declared.get().name())) {
            return new Work(sql, rows.count(), 0, 0, List.of());
        }
        if (!isAskable(ctx, rows, declared.get())) {
            return new Work(sql, -1, -1, rows.mode() == LookupRows.Mode.SYNC ? -1 : 0, List.of());
        }
        List<Problem> problems = new ArrayList<>();
        for (String question : sql.questions()) {
            String failure = ctx.failure(question).orElse(null);
            if (failure != null && problems.isEmpty()) {
                problems.add(problem(rows, "its lookup rows cannot be read (" + failure + ")"));
            }
        }
        if (number(sql.duplicates()) > 0) {
            problems.add(problem(rows, "two of its lookup rows have the same key, or one has a NULL in it"));
        }
        boolean updates = rows.mode() != LookupRows.Mode.INSERT;
        return new Work(
                sql,
                number(sql.missing()),
                updates ? number(sql.differing()) : 0,
                rows.mode() == LookupRows.Mode.SYNC ? number(sql.extra()) : 0,
                problems);
    }

    private long number(String question) {
        return ctx.answer(question).orElse(-1);
    }

    private static Problem problem(LookupRows rows, String why) {
        return Problem.of("TDM-242", rows.object(), why, rows.place(), null, List.of());
    }

    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Work work : works) {
            problems.addAll(work.problems());
            if (fateOfExtra(work) == Fate.BLOCKED && work.extra() != 0) {
                String object = work.sql().rows().object().display();
                problems.add(new Problem(
                        "TDM-201",
                        work.sql().rows().object(),
                        extra(work) + " not declared: a sync deletes what is not",
                        work.sql().rows().place(),
                        null,
                        List.of(
                                new WayOut.Withhold(),
                                new WayOut.Allow(Hazard.DATA_LOSS, object),
                                WayOut.edit("declare them, or write upsert instead of sync"))));
            }
        }
        return problems;
    }

    private Fate fateOfExtra(Work work) {
        if (ctx.policy().mode() != Mode.AUTO) {
            return Fate.WITHHELD;
        }
        boolean allowed = ctx.policy().consent().covers(work.sql().rows().object(), loss(work));
        return allowed ? Fate.APPLY : Fate.BLOCKED;
    }

    private static HazardNote loss(Work work) {
        return new HazardNote(
                Hazard.DATA_LOSS,
                extra(work) + " not declared; no later sync brings back what is deleted",
                "declare them, or write upsert instead of sync");
    }

    private static String extra(Work work) {
        return work.extra() < 0
                ? "rows that are"
                : work.extra() == 1 ? "1 row that is" : work.extra() + " rows that are";
    }

    /** The statements, each table's as one change counted from {@code next}: deletes before updates before inserts. */
    public List<Op> ops(int next) {
        List<Op> ops = new ArrayList<>();
        int change = next;
        for (Work work : works) {
            List<String> statements = new ArrayList<>();
            if (work.extra() != 0 && fateOfExtra(work) == Fate.APPLY) {
                statements.add(work.sql().delete());
            }
            if (work.writes()) {
                statements.addAll(writes(work));
            }
            for (String sql : statements) {
                ops.add(op(work, sql).of(change));
            }
            change++;
        }
        return ops;
    }

    private static List<String> writes(Work work) {
        List<String> statements = new ArrayList<>();
        if (work.differing() != 0 && work.sql().canUpdate()) {
            statements.add(work.sql().update());
        }
        if (work.missing() != 0) {
            statements.add(work.sql().insert());
        }
        return statements;
    }

    private Op op(Work work, String sql) {
        QName table = name(work.sql().rows());
        boolean isNew = !ctx.exists(table);
        return Op.free(
                        isNew ? Stage.CREATE : Stage.ROWS,
                        Rank.ROWS,
                        sql,
                        work.sql().rows().object())
                .doing(Effects.NONE.needing(Context.table(table)))
                .touching(isNew ? Set.of() : Set.of(table));
    }

    /** The plan's entries with the rows of their tables. */
    public List<Plan.Entry> in(List<Plan.Entry> entries) {
        Map<ObjectName, List<Plan.Change>> more = new TreeMap<>();
        for (Work work : works) {
            List<Plan.Change> changes = changes(work);
            if (!changes.isEmpty()) {
                more.put(Context.table(name(work.sql().rows())), changes);
            }
        }
        List<Plan.Entry> all = new ArrayList<>();
        for (Plan.Entry entry : entries) {
            List<Plan.Change> added = more.remove(entry.object());
            all.add(added == null ? entry : with(entry, added));
        }
        more.forEach((table, changes) -> all.add(
                new Plan.Entry(table, Action.ALTER, null, changes, OptionalLong.empty(), OptionalLong.empty())));
        return all;
    }

    private static Plan.Entry with(Plan.Entry entry, List<Plan.Change> added) {
        List<Plan.Change> changes = new ArrayList<>(entry.changes());
        changes.addAll(added);
        return new Plan.Entry(
                entry.object(),
                entry.action() == Action.IN_SYNC ? Action.ALTER : entry.action(),
                entry.renamedFrom(),
                changes,
                entry.rows(),
                entry.bytes());
    }

    private List<Plan.Change> changes(Work work) {
        List<Plan.Change> changes = new ArrayList<>();
        if (work.writes()) {
            changes.add(change(work, Action.ALTER, summary(work), Fate.APPLY, hazards(work), writes(work)));
        }
        if (work.extra() != 0) {
            String summary = work.extra() < 0 ? "what is not declared" : work.extra() + " to delete";
            changes.add(change(
                    work,
                    Action.DROP,
                    "rows  " + summary,
                    fateOfExtra(work),
                    List.of(loss(work)),
                    List.of(work.sql().delete())));
        }
        return changes;
    }

    private static Plan.Change change(
            Work work, Action action, String summary, Fate fate, List<HazardNote> hazards, List<String> sql) {
        return new Plan.Change(
                work.sql().rows().object(), action, summary, fate, CostClass.INSTANT, Estimates.INSTANT, hazards, sql);
    }

    private static List<HazardNote> hazards(Work work) {
        return work.differing() == 0 || !work.sql().canUpdate()
                ? List.of()
                : List.of(new HazardNote(
                                Hazard.DATA_CHANGE, "values that were changed by hand become the declared ones", "")
                        .withoutApproval());
    }

    private static String summary(Work work) {
        return work.missing() < 0 || work.differing() < 0
                ? "rows  " + work.sql().rows().count() + " are compared once the table is as declared"
                : "rows  " + String.join(", ", parts(work, false));
    }

    private static List<String> parts(Work work, boolean extra) {
        List<String> parts = new ArrayList<>();
        if (work.missing() > 0) {
            parts.add(work.missing() + " to insert");
        }
        if (work.differing() > 0) {
            parts.add(work.differing() + " to update");
        }
        if (extra && work.extra() > 0) {
            parts.add(work.extra() + " to delete");
        }
        return parts;
    }

    /** What differs, as far as it is known. */
    public SortedMap<ObjectName, String> differing() {
        SortedMap<ObjectName, String> differing = new TreeMap<>();
        for (Work work : works) {
            List<String> parts = parts(work, true);
            if (work.problems().isEmpty() && !parts.isEmpty()) {
                differing.put(work.sql().rows().object(), String.join(", ", parts));
            }
        }
        return differing;
    }
}
