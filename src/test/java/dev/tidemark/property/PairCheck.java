package dev.tidemark.property;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import dev.tidemark.testkit.random.RandomSchemas.Pair;
import dev.tidemark.testkit.random.Rows;
import dev.tidemark.testkit.random.Survivors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs one pair through Tidemark and holds it against the four assertions. */
final class PairCheck {
    /** What cannot be sent together with other statements. */
    private static final Pattern ATOMIC = Pattern.compile("(?i)\\bbegin\\s+atomic\\b|\\bindex\\s+concurrently\\b");

    /** Nothing but a new table makes what a child declares something that it only inherits: it is the same column or constraint. */
    private static final String DECLARED_THERE_TOO = """
        update pg_attribute a set attislocal = true from pg_class c
        where c.oid = a.attrelid and c.relkind = 'r' and not c.relispartition and attinhcount > 0 and not attislocal;
        update pg_constraint o set conislocal = true from pg_class c
        where c.oid = o.conrelid and not c.relispartition and contype in ('n', 'c') and coninhcount > 0 and not conislocal
        """;

    private final int major;

    PairCheck(int major) {
        this.major = major;
    }

    /**
     * What is wrong.
     *
     * @param kind the assertion that does not hold, with a code where there is one; the same for the same fault in a smaller pair
     * @param detail what was seen
     */
    record Failure(String kind, String detail) {}

    /** A fault as it travels up; it never leaves {@link #failure}. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String kind;

        Wrong(String kind, String detail) {
            super(detail);
            this.kind = kind;
        }
    }

    /** What is wrong with this pair, if anything is. */
    Optional<Failure> failure(Pair pair) {
        List<Survivors.Value> values = Survivors.of(pair);
        List<String> rows = Rows.inserts(pair.first());
        String emptied = emptied(pair.first().schemas(), pair.second().schemas());
        return failure(pair.first().sql(), rows, pair.second().sql(), emptied, values, plan -> hazards(pair, plan));
    }

    /**
     * What is wrong when a safe sync comes first: it keeps every value, a second one finds nothing to do, a row of the new version can be written, and the
     * full sync ends where it would have without.
     */
    Optional<Failure> failureOfSafe(Pair pair) {
        String second = pair.second().sql();
        SyncOptions safe = options(second).withMode(Mode.SAFE).withAllowed(Set.of());
        List<Survivors.Value> values = Survivors.ofWithheld(pair);
        try (TestDatabase database = TestPostgres.fresh(major)) {
            sync("first sync", database, pair.first().sql());
            insert(database, Rows.inserts(pair.first()));
            List<String> before = answers(database, values);
            Plan plan = plan("safe plan", database, safe);
            sync("safe sync", database, safe, true);
            survived(database, values, before, plan);
            Plan again = plan("second safe plan", database, safe.withForce(true));
            if (!again.statements().isEmpty()) {
                throw new Wrong("safe not empty", "planned again:" + statements(again) + "\nafter:" + statements(plan));
            }
            // A column that a primary key keeps must be written, and the plan says so.
            if (plan.notes().stream().noneMatch(n -> n.contains("new code must write it"))) {
                write(database, pair, plan);
            }
            sync("full sync", database, second);
            equalToFresh(
                    "dump after safe",
                    database,
                    emptied(pair.first().schemas(), pair.second().schemas()) + second,
                    plan);
            return Optional.empty();
        } catch (Wrong wrong) {
            return Optional.of(new Failure(wrong.kind, String.valueOf(wrong.getMessage())));
        } catch (RuntimeException e) {
            return Optional.of(ofTheHarness(e));
        }
    }

    /** The generator, its rows or pg_dump failed, not Tidemark: a finding like any other, so that a hunt goes on. */
    private static Failure ofTheHarness(RuntimeException e) {
        return new Failure("harness " + e.getClass().getSimpleName(), trace(e) + "\ncause: " + e.getCause());
    }

    private static void write(TestDatabase database, Pair pair, Plan plan) {
        try {
            database.run(Rows.oneMore(pair.second()).toArray(String[]::new));
        } catch (IllegalStateException e) {
            throw new Wrong("a row of the new version", e.getCause() + statements(plan) + changes(plan));
        }
    }

    private static List<String> answers(TestDatabase database, List<Survivors.Value> values) {
        return values.stream().map(v -> database.value(v.before())).toList();
    }

    /** The same for texts, without an opinion on rows and hazards. */
    Optional<Failure> failure(String first, List<String> rows, String second) {
        return failure(first, rows, second, "", List.of(), plan -> {});
    }

    /** The same for texts, and no value is lost that the plan does not tell of. */
    Optional<Failure> failureOfTexts(String first, String rows, String second) {
        try (TestDatabase database = TestPostgres.fresh(major)) {
            sync("first sync", database, first);
            insert(database, rows.isBlank() ? List.of() : List.of(rows));
            Contents before = Contents.of(database);
            Plan plan = plan("plan", database, options(second));
            sync("sync", database, second);
            before.lost(Contents.of(database), plan).ifPresent(lost -> {
                throw new Wrong("lost", lost + statements(plan) + changes(plan));
            });
            settled(database, second, second, plan);
            return Optional.empty();
        } catch (Wrong wrong) {
            return Optional.of(new Failure(wrong.kind, String.valueOf(wrong.getMessage())));
        } catch (RuntimeException e) {
            return Optional.of(ofTheHarness(e));
        }
    }

    /**
     * What is wrong with texts when a safe sync comes first: it does all that it announced, a second one finds nothing to do, and the full sync ends where it
     * would have without. Where the safe plan is blocked, or the full one without the safe one, nothing is held against it.
     *
     * @param breaking whether what breaks running code is applied by the safe sync, not deferred
     */
    Optional<Failure> failureOfSafeTexts(String first, String rows, String second, boolean breaking) {
        SyncOptions safe =
                options(second).withMode(Mode.SAFE).withAllowed(Set.of()).withBreakingAllowed(breaking);
        try (TestDatabase database = TestPostgres.fresh(major)) {
            sync("first sync", database, first);
            insert(database, rows.isBlank() ? List.of() : List.of(rows));
            boolean refused =
                    Tidemark.open(database.dataSource(), options(second)).plan().blocked();
            Plan plan = Tidemark.open(database.dataSource(), safe).plan();
            if (refused || plan.blocked()) {
                return Optional.empty();
            }
            Contents before = Contents.of(database);
            safely("safe sync", database, safe, plan);
            before.lost(Contents.of(database), plan).ifPresent(lost -> {
                throw new Wrong("lost", lost + statements(plan) + changes(plan));
            });
            // What was put off may be possible now.
            SyncOptions forced = safe.withForce(true);
            if (!Tidemark.open(database.dataSource(), forced).plan().blocked()) {
                safely("second safe sync", database, forced, plan);
                Plan again = plan("third safe plan", database, forced);
                if (!again.statements().isEmpty()) {
                    throw new Wrong(
                            "safe not empty", "planned again:" + statements(again) + "\nafter:" + statements(plan));
                }
            }
            sync("full sync", database, second);
            // Not compared by dumps: an identity has a sequence of another name where a withheld drop kept the usual
            // one.
            Plan last = plan("last plan", database, options(second).withForce(true));
            if (!last.isEmpty()) {
                throw new Wrong("not empty", "planned again:" + statements(last) + changes(last));
            }
            return Optional.empty();
        } catch (Wrong wrong) {
            return Optional.of(new Failure(wrong.kind, String.valueOf(wrong.getMessage())));
        } catch (RuntimeException e) {
            return Optional.of(ofTheHarness(e));
        }
    }

    private static void safely(String step, TestDatabase database, SyncOptions safe, Plan plan) {
        SyncResult result = Tidemark.open(database.dataSource(), safe).sync();
        boolean right = result.status() == SyncStatus.SYNCED
                || result.status() == SyncStatus.UP_TO_DATE
                || result.status() == SyncStatus.DEFERRED;
        if (!right) {
            throw new Wrong(
                    step + " " + result.status(),
                    result.reason() + "\n" + result.problems() + statements(plan) + changes(plan));
        }
    }

    /**
     * The same for a database that somebody else made: it is adopted with all that it holds, and what it should be is said as pg_dump prints it, owners and
     * privileges included.
     */
    Optional<Failure> failureOfDumps(String first, String rows, String second) {
        try (TestDatabase database = TestPostgres.fresh(major);
                TestDatabase wanted = TestPostgres.fresh(major);
                TestDatabase restored = TestPostgres.fresh(major)) {
            PgDump.psql(database, first);
            insert(database, rows.isBlank() ? List.of() : List.of(rows));
            PgDump.psql(wanted, second);
            String dump = PgDump.whole(wanted);
            PgDump.psql(restored, dump.replace("CREATE SCHEMA public;", ""));
            Contents before = Contents.of(database);
            SyncOptions options =
                    options(dump).withAdopt(SyncOptions.Adopt.SCHEMA).withSchemas(schemas(database, wanted));
            Plan plan = plan("plan", database, options);
            sync("sync", database, options, false);
            before.lost(Contents.of(database), plan).ifPresent(lost -> {
                throw new Wrong("lost", lost + statements(plan) + changes(plan));
            });
            Plan again = plan("second plan", database, options.withForce(true));
            if (!again.isEmpty()) {
                throw new Wrong(
                        "not empty",
                        "planned again:" + statements(again) + changes(again) + "\nafter:" + statements(plan));
            }
            String expected = plainArrays(PgDump.schemaOnly(restored));
            String seen = plainArrays(PgDump.schemaOnly(database));
            if (!seen.equals(expected)) {
                throw new Wrong("dump", difference(expected, seen) + statements(plan));
            }
            return Optional.empty();
        } catch (Wrong wrong) {
            return Optional.of(new Failure(wrong.kind, String.valueOf(wrong.getMessage())));
        } catch (RuntimeException e) {
            return Optional.of(ofTheHarness(e));
        }
    }

    /** A list of varchars compared with text is printed in two ways, and pg_dump turns the one into the other. */
    private static String plainArrays(String dump) {
        return dump.replaceAll("\\(('(?:[^']|'')*'::character varying)\\)::text", "$1")
                .replaceAll("\\((ARRAY\\[[^\\]]*\\])\\)::text\\[\\]", "$1");
    }

    private static List<String> schemas(TestDatabase one, TestDatabase other) {
        String all = "select string_agg(nspname, ',') from pg_namespace where nspname !~ '^pg_' and nspname <>"
                + " 'information_schema'";
        return Arrays.stream((one.value(all) + "," + other.value(all)).split(",", -1))
                .distinct()
                .toList();
    }

    /** Nothing is planned again, and the database is what a fresh one would be. */
    private void settled(TestDatabase database, String second, String expected, Plan plan) {
        Plan again = plan("second plan", database, options(second).withForce(true));
        if (!again.isEmpty()) {
            throw new Wrong(
                    "not empty", "planned again:" + statements(again) + changes(again) + "\nafter:" + statements(plan));
        }
        equalToFresh("dump", database, expected, plan);
    }

    private Optional<Failure> failure(
            String first,
            List<String> rows,
            String second,
            String emptied,
            List<Survivors.Value> values,
            Consumer<Plan> hazards) {
        try (TestDatabase database = TestPostgres.fresh(major)) {
            sync("first sync", database, first);
            equalToFresh("dump of the first version", database, first);
            insert(database, rows);
            List<String> before = answers(database, values);
            Plan plan = plan("plan", database, options(second));
            hazards.accept(plan);
            sync("sync", database, second);
            survived(database, values, before, plan);
            settled(database, second, emptied + second, plan);
            return Optional.empty();
        } catch (Wrong wrong) {
            return Optional.of(new Failure(wrong.kind, String.valueOf(wrong.getMessage())));
        } catch (RuntimeException e) {
            return Optional.of(ofTheHarness(e));
        }
    }

    private static void insert(TestDatabase database, List<String> rows) {
        try {
            database.run(rows.toArray(String[]::new));
        } catch (IllegalStateException e) {
            throw new Wrong("the generator's rows do not fit", String.valueOf(e.getCause()));
        }
    }

    private static void survived(TestDatabase database, List<Survivors.Value> values, List<String> before, Plan plan) {
        for (int i = 0; i < values.size(); i++) {
            String after = database.value(values.get(i).after());
            if (!before.get(i).equals(after)) {
                throw new Wrong(
                        "rows", values.get(i).what() + ": " + before.get(i) + " became " + after + statements(plan));
            }
        }
    }

    /** Schemas are never dropped: those of which nothing is declared any more are there, and empty. */
    private static String emptied(List<String> first, List<String> second) {
        return first.stream()
                .filter(s -> !second.contains(s) && !s.equals("public"))
                .map(s -> "create schema \"" + s + "\";\n")
                .collect(Collectors.joining());
    }

    private static SyncOptions options(String sql) {
        return SyncOptions.defaults()
                .withApp("random")
                .withSource(new SyncOptions.SchemaSource(sql, "schema.sql"))
                .withMode(Mode.AUTO)
                .withAllowed(Set.of(Hazard.values()))
                .withBreakingAllowed(true)
                .withExplicit(true)
                .withBudget(Duration.ofMinutes(2));
    }

    private static Plan plan(String step, TestDatabase database, SyncOptions options) {
        try {
            Plan plan = Tidemark.open(database.dataSource(), options).plan();
            if (plan.blocked()) {
                throw new Wrong(step + " blocked " + plan.problems().get(0).code(), plan.problems() + changes(plan));
            }
            return plan;
        } catch (Wrong wrong) {
            throw wrong;
        } catch (RuntimeException e) {
            throw new Wrong(step + " " + e.getClass().getSimpleName(), trace(e));
        }
    }

    private static void sync(String step, TestDatabase database, String sql) {
        sync(step, database, options(sql), false);
    }

    private static void sync(String step, TestDatabase database, SyncOptions options, boolean mayWithhold) {
        try {
            SyncResult result = Tidemark.open(database.dataSource(), options).sync();
            boolean right = result.status() == SyncStatus.SYNCED || result.status() == SyncStatus.UP_TO_DATE;
            Plan plan = result.plan();
            if (!right || (result.withheld() > 0 && !mayWithhold) || result.deferred() > 0) {
                throw new Wrong(
                        step + " " + result.status(),
                        result.reason() + "\n" + result.problems()
                                + (plan == null ? "" : statements(plan) + changes(plan)));
            }
        } catch (Wrong wrong) {
            throw wrong;
        } catch (RuntimeException e) {
            throw new Wrong(step + " " + e.getClass().getSimpleName(), trace(e));
        }
    }

    private static String trace(RuntimeException e) {
        return e
                + Arrays.stream(e.getStackTrace())
                        .limit(12)
                        .map(f -> "\n    at " + f)
                        .collect(Collectors.joining());
    }

    private static void hazards(Pair pair, Plan plan) {
        boolean loses = plan.changes().stream().anyMatch(c -> c.has(Hazard.DATA_LOSS));
        if (Survivors.certainlyLoses(pair) && !loses) {
            throw new Wrong("hazards: no DATA_LOSS", statements(plan) + changes(plan));
        }
        if (Survivors.certainlyKeeps(pair) && loses) {
            throw new Wrong("hazards: DATA_LOSS", statements(plan) + changes(plan));
        }
        boolean breaks = plan.changes().stream().anyMatch(c -> c.has(Hazard.BREAKS_RUNNING_CODE));
        if (Survivors.renames(pair) && !breaks) {
            throw new Wrong("hazards: no BREAKS_RUNNING_CODE", statements(plan) + changes(plan));
        }
    }

    private void equalToFresh(String step, TestDatabase database, String sql, Plan... plans) {
        String expected;
        try (TestDatabase fresh = TestPostgres.fresh(major)) {
            if (ATOMIC.matcher(sql).find()) {
                PgDump.psql(fresh, sql);
            } else {
                fresh.run(sql);
            }
            expected = PgDump.schemaOnly(fresh);
            if (!PgDump.schemaOnly(database).equals(expected)) {
                fresh.run(DECLARED_THERE_TOO);
                database.run(DECLARED_THERE_TOO);
                expected = PgDump.schemaOnly(fresh);
            }
        }
        String seen = PgDump.schemaOnly(database);
        if (!seen.equals(expected)) {
            throw new Wrong(
                    step,
                    difference(expected, seen)
                            + Arrays.stream(plans).map(PairCheck::statements).collect(Collectors.joining()));
        }
    }

    /** The lines that only one of the two has. */
    private static String difference(String expected, String seen) {
        List<String> left = new ArrayList<>(expected.lines().toList());
        List<String> right = new ArrayList<>(seen.lines().toList());
        seen.lines().forEach(left::remove);
        expected.lines().forEach(right::remove);
        return "declared, not there:\n  " + String.join("\n  ", left) + "\nthere, not declared:\n  "
                + String.join("\n  ", right) + (left.isEmpty() && right.isEmpty() ? "\n(another order)" : "") + "\n";
    }

    private static String statements(Plan plan) {
        return "\nstatements:\n  "
                + plan.statements().stream().map(Plan.Statement::sql).collect(Collectors.joining(";\n  "));
    }

    private static String changes(Plan plan) {
        return "\nchanges:\n  "
                + plan.changes().stream()
                        .map(c -> c.object().display() + ": " + c.action() + " " + c.summary() + " " + c.fate() + " "
                                + c.hazards())
                        .collect(Collectors.joining("\n  "));
    }
}
