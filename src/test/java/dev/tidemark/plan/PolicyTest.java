package dev.tidemark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Consent;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Action;
import dev.tidemark.Plan.Fate;
import dev.tidemark.Problem;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.plan.model.PlanInput.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of changes under different policies; the rows are real. */
class PolicyTest {
    private static final String ORDERS =
            "create table orders (id int primary key, note text, phone text not null, priority int);"
                    + "insert into orders select g, 'n', 'p', 1 from generate_series(1, 3) g;";

    private static Policy auto(Hazard... allowed) {
        return new Policy(
                Mode.AUTO, Set.of(allowed), true, true, Duration.ofHours(1), Duration.ofSeconds(3), "", Set.of());
    }

    private static List<String> codes(Plan plan) {
        return plan.problems().stream().map(Problem::code).toList();
    }

    @Test
    void safeWithholdsADroppedColumnAndLetsItTakeNulls() {
        try (Trial trial = new Trial(ORDERS, "create table orders (id int primary key, note text, priority int);")) {
            Plan plan = trial.plan(Trial.COLD_START);
            Plan.Change drop = plan.changes().get(0);
            assertEquals(Fate.WITHHELD, drop.fate());
            assertEquals(
                    "3 rows hold a value; no later sync brings it back",
                    drop.hazards().get(0).why());
            assertEquals(List.of("ALTER TABLE public.orders ALTER COLUMN phone DROP NOT NULL"), Trial.sql(plan));
            trial.apply(plan);
            trial.database().run("insert into orders (id) values (9)");
            Plan again = trial.plan(Trial.COLD_START);
            assertEquals(
                    List.of(Fate.WITHHELD),
                    again.changes().stream().map(Plan.Change::fate).toList());
            assertEquals(List.of(), again.batches());
        }
    }

    @Test
    void dataLossNeedsItsWordWhereValuesAre() {
        try (Trial trial = new Trial(ORDERS, "create table orders (id int primary key, note text, priority int);")) {
            Plan refused = trial.plan(auto());
            assertEquals(List.of("TDM-201"), codes(refused));
            assertEquals(List.of(), refused.batches());
            Plan allowed = trial.plan(auto(Hazard.DATA_LOSS));
            assertEquals(List.of("ALTER TABLE public.orders DROP COLUMN phone"), Trial.sql(allowed));
        }
    }

    @Test
    void whatIsNamedIsAllowedAndNothingElse() {
        String declared = "create table orders (id bigint primary key, note text, priority bigint);";
        try (Trial trial = new Trial(ORDERS, declared)) {
            Policy named = consenting(Mode.AUTO, Set.of("orders.phone"), Set.of("orders.priority"));
            assertEquals(List.of("TDM-204 orders.id"), refused(trial.plan(named)));
            Policy all = consenting(Mode.AUTO, Set.of("public.orders.phone"), Set.of("orders.priority", "orders.id"));
            assertEquals(List.of(), refused(trial.plan(all)));
            Policy safe = consenting(Mode.SAFE, Set.of("orders.phone"), Set.of("orders.priority"));
            PlanInput big = Sizes.of(trial.input(safe, Facts.none()), 1_500_000, 146L << 20);
            assertEquals(List.of("TDM-204 orders.id"), refused(Planner.plan(big)));
        }
    }

    private static Policy consenting(Mode mode, Set<String> drops, Set<String> rewrites) {
        return new Policy(
                mode,
                new Consent(Set.of(), drops, rewrites),
                true,
                true,
                Duration.ofHours(1),
                Duration.ofSeconds(3),
                "",
                Set.of());
    }

    private static List<String> refused(Plan plan) {
        return plan.problems().stream()
                .map(p -> p.code() + " " + Objects.requireNonNull(p.object()).display())
                .toList();
    }

    @Test
    void dataLossNeedsNoWordWhereNoRowHoldsAValue() {
        try (Trial trial = new Trial(
                ORDERS + "alter table orders alter phone drop not null; update orders set phone = null;",
                "create table orders (id int primary key, note text, priority int);")) {
            assertFalse(trial.plan(auto()).blocked());
            assertEquals(
                    Fate.WITHHELD, trial.plan(Trial.COLD_START).changes().get(0).fate());
        }
    }

    @Test
    void aWithheldTableNoLongerHindersDeletes() {
        String live = "create table a (id int primary key); create table b (a int references a);"
                + "insert into a values (1); insert into b values (1);";
        try (Trial trial = new Trial(live, "create table a (id int primary key);")) {
            Plan plan = trial.plan(Trial.COLD_START);
            trial.apply(plan);
            trial.database().run("delete from a");
            assertEquals("1", trial.database().value("select count(*) from b"));
            Plan again = trial.plan(Trial.COLD_START);
            assertEquals(List.of(), again.batches());
            assertEquals(1, again.changes(Fate.WITHHELD).size());
        }
    }

    @Test
    void aRequiredColumnWithoutDefaultIsBlockedWithItsPlace() {
        String declared = "create table orders (\n  id int primary key, note text, phone text not null, priority int,\n"
                + "  channel text not null\n);";
        try (Trial trial = new Trial(ORDERS, declared)) {
            Problem problem = trial.plan(Trial.EVERYTHING).problems().get(0);
            assertEquals("TDM-210", problem.code());
            assertEquals("schema.sql:3:3", problem.place());
            assertEquals("NOT NULL without a default, but orders has 3 rows", problem.message());
            assertEquals(2, problem.wayOutTexts().size());
        }
    }

    @Test
    void rowsThatDoNotFitBlockBeforeAnythingRuns() {
        String live = "create table p (id int primary key); create table t (id int, a int, b text, c int);"
                + "insert into t values (1, 1, 'x', null), (1, 7, 'y', 2);";
        String declared = "create table p (id int primary key);create table t (id int unique, a int references p, b"
                + " int, c int not null, constraint small check (a < 5));";
        try (Trial trial = new Trial(live, declared)) {
            Plan plan = trial.plan(Trial.EVERYTHING);
            assertEquals(
                    Set.of("TDM-211", "TDM-212", "TDM-213", "TDM-214"),
                    Set.copyOf(codes(plan)),
                    plan.problems()::toString);
            assertEquals(List.of(), plan.batches());
            Problem unique = plan.problems().stream()
                    .filter(p -> p.code().equals("TDM-211"))
                    .findFirst()
                    .orElseThrow();
            String query = unique.wayOutTexts().get(0).substring("see them: ".length());
            assertEquals(List.of("1|2"), trial.database().rows(query));
        }
    }

    @Test
    void aColdStartRefusesARenameAndDefersWhatItCan() {
        try (Trial trial = new Trial(ORDERS, """
            create table orders (id int primary key,
              remark text, -- @renamed from=note
              phone text not null, priority int);\
            """)) {
            assertEquals(List.of("TDM-220"), codes(trial.plan(Trial.COLD_START)));
            assertFalse(trial.plan(auto()).blocked());
        }
        try (Trial trial = new Trial(
                ORDERS,
                "create table orders (id int primary key, note text not null, phone text not null, priority int check"
                        + " (priority > 0), extra text);")) {
            Plan plan = trial.plan(Trial.COLD_START);
            assertEquals(List.of(), plan.problems());
            assertEquals(List.of("ALTER TABLE public.orders ADD COLUMN extra text"), Trial.sql(plan));
            assertEquals(2, plan.changes(Fate.DEFERRED).size());
            assertTrue(plan.notes().get(0).contains("sync --allow-breaking"), plan.notes()::toString);
        }
    }

    @Test
    void aReplacedCheckLetsBothVersionsWriteUntilTheDeploy() {
        try (Trial trial = new Trial(
                "create table t (s text, constraint s check (s in ('a'))); insert into t values ('a');",
                "create table t (s text, constraint s check (s in ('a', 'b')));")) {
            trial.apply(trial.plan(Trial.COLD_START));
            trial.database().run("insert into t values ('b')");
            trial.apply(trial.plan(Trial.EVERYTHING));
            assertTrue(trial.plan(Trial.EVERYTHING).isEmpty());
        }
    }

    @Test
    void aRewriteNeedsItsWordAndABigOneIsRefusedInSafeMode() {
        String declared = "create table orders (id int primary key, note text, phone text not null, priority bigint);";
        try (Trial trial = new Trial(ORDERS, declared)) {
            assertEquals(List.of("TDM-204"), codes(trial.plan(auto())));
            assertEquals(List.of(), codes(trial.plan(Trial.COLD_START)));
            PlanInput big = Sizes.of(trial.input(Trial.COLD_START, Facts.none()), 1_500_000, 146L << 20);
            Problem problem = Planner.plan(big).problems().get(0);
            assertEquals("TDM-204", problem.code());
            assertEquals(
                    "column priority integer → bigint rewrites the table (1,500,000 rows, 146 MB, about 4 s);"
                            + " meanwhile nobody reads or writes orders (ACCESS EXCLUSIVE)",
                    problem.message());
        }
    }

    @Test
    void onABigTableNotNullIsValidatedAfterwards() {
        String declared =
                "create table orders (id int primary key, note text not null, phone text not null, priority int);";
        try (Trial trial = new Trial(ORDERS, declared)) {
            Plan plan = Planner.plan(Sizes.of(trial.input(auto(), Facts.none()), 1_500_000, 146L << 20));
            assertEquals(
                    List.of(
                            List.of("ALTER TABLE public.orders ADD CONSTRAINT orders_note_not_null NOT NULL note NOT"
                                    + " VALID"),
                            List.of("ALTER TABLE public.orders VALIDATE CONSTRAINT orders_note_not_null")),
                    plan.batches().stream()
                            .map(b -> b.statements().stream()
                                    .map(Plan.Statement::sql)
                                    .toList())
                            .toList());
            trial.apply(plan.batches().get(0));
            Plan resumed = Planner.plan(Sizes.of(trial.input(auto(), Facts.none()), 1_500_000, 146L << 20));
            assertEquals(1, resumed.batches().size(), () -> Trial.sql(resumed).toString());
            trial.apply(resumed);
            assertTrue(trial.plan(auto()).isEmpty());
        }
    }

    @Test
    void anInvalidIndexThatAKilledBuildLeftIsBuiltAgain() {
        String declared = "create table t (id int, a int, constraint u unique (a)); create index i on t (id);";
        try (Trial trial = new Trial("create table t (id int, a int); insert into t values (1, 1);", declared)) {
            trial.database()
                    .run(
                            "create unique index u on t (a)",
                            "create index i on t (id)",
                            "update pg_index set indisvalid = false where indexrelid in ('u'::regclass,"
                                    + " 'i'::regclass)");
            Plan plan = trial.plan(Trial.EVERYTHING);
            trial.apply(plan);
            assertTrue(
                    trial.plan(Trial.EVERYTHING).isEmpty(),
                    () -> Trial.sql(plan).toString());
            assertEquals("0", trial.database().value("select count(*) from pg_index where not indisvalid"));
        }
    }

    @Test
    void behindAPoolerConcurrentWorkIsDeferred() {
        Policy pooled =
                new Policy(Mode.AUTO, Set.of(), true, false, Duration.ofHours(1), Duration.ofSeconds(3), "", Set.of());
        String declared = ORDERS.substring(0, ORDERS.indexOf(';')) + "; create index on orders (note);";
        try (Trial trial = new Trial(ORDERS, declared)) {
            Plan plan = trial.plan(pooled);
            assertEquals(
                    List.of(Fate.DEFERRED),
                    plan.changes().stream().map(Plan.Change::fate).toList());
            assertTrue(plan.notes().get(0).contains("TIDEMARK_DIRECT_URL"));
        }
    }

    @Test
    void whatTakesLongerThanThereIsIsDeferredButNotAUniqueIndex() {
        Policy hurried = new Policy(
                Mode.AUTO, Set.of(), true, true, Duration.ofMillis(500), Duration.ofSeconds(3), "", Set.of());
        String declared = ORDERS.substring(0, ORDERS.indexOf(';'))
                + "; create index slow on orders (note); create unique index quick on orders (id); "
                + "alter table orders add constraint pos check (priority > 0);";
        try (Trial trial = new Trial(ORDERS, declared)) {
            Plan plan = Planner.plan(Sizes.of(trial.input(hurried, Facts.none()), 1_500_000, 146L << 20));
            assertEquals(
                    List.of("slow", "pos"),
                    plan.changes(Fate.DEFERRED).stream()
                            .map(c -> c.object().member())
                            .sorted(java.util.Comparator.reverseOrder())
                            .toList());
            assertTrue(Trial.sql(plan)
                    .contains("CREATE UNIQUE INDEX CONCURRENTLY quick ON public.orders USING btree (id)"));
            assertTrue(
                    Trial.sql(plan).stream().anyMatch(s -> s.endsWith("NOT VALID")),
                    () -> Trial.sql(plan).toString());
        }
    }

    @Test
    void anUndeclaredViewInTheWayOfADropBlocksAndOneInTheWayOfATypeComesBack() {
        String live = ORDERS + "create view hand_made as select phone from orders; comment on view hand_made is 'mine';"
                + "create view hand_two as select phone from hand_made;";
        try (Trial trial = new Trial(live, "create table orders (id int primary key, note text, priority int);")) {
            assertEquals(List.of("TDM-216"), codes(trial.plan(Trial.EVERYTHING)));
        }
        try (Trial trial = new Trial(
                live,
                "create table orders (id int primary key, note text, phone varchar(9) not null, priority int);")) {
            Plan plan = trial.plan(Trial.EVERYTHING);
            assertEquals(List.of(), codes(plan));
            assertEquals(1, plan.batches().size());
            trial.apply(plan);
            assertEquals(
                    "mine|3",
                    trial.database()
                            .value("select obj_description('hand_made'::regclass), (select count(*) from hand_two)"));
        }
    }

    @Test
    void removedLabelsInUseAreWithheldAndNewOnesAdded() {
        String live = "create type s as enum ('a', 'b'); create table t (s s); insert into t values ('a');";
        try (Trial trial = new Trial(live, "create type s as enum ('c', 'b'); create table t (s s);")) {
            Plan cold = trial.plan(Trial.COLD_START);
            assertEquals(
                    List.of(Fate.WITHHELD),
                    cold.changes().stream().map(Plan.Change::fate).toList());
            trial.apply(cold);
            trial.database().run("insert into t values ('c')");
            assertEquals(List.of("TDM-212"), codes(trial.plan(Trial.EVERYTHING)));
            trial.database().run("update t set s = 'b' where s = 'a'");
            trial.apply(trial.plan(Trial.EVERYTHING));
            assertTrue(trial.plan(Trial.EVERYTHING).isEmpty());
        }
    }

    @Test
    void aNarrowingThatCutsValuesIsWithheldAndOneThatFitsIsNoLoss() {
        String live = "create table t (v varchar(20)); insert into t values ('0123456789');";
        try (Trial trial = new Trial(live, "create table t (v varchar(5));")) {
            Plan.Change change = trial.plan(Trial.COLD_START).changes().get(0);
            assertEquals(Fate.WITHHELD, change.fate());
            assertEquals(
                    "1 value would be cut off or become another",
                    change.hazards().get(0).why());
        }
        try (Trial trial = new Trial(live, "create table t (v varchar(15));")) {
            Plan plan = trial.plan(auto(Hazard.TABLE_REWRITE));
            assertEquals(List.of("ALTER TABLE public.t ALTER COLUMN v TYPE character varying(15)"), Trial.sql(plan));
            trial.apply(plan);
        }
    }

    @Test
    void severalTablesWithRowsAreTransactionsOfTheirOwnUnlessAForeignKeyTiesThem() {
        String live = "create table a (id int primary key); create table b (id int, a int); create table c (id int);"
                + "insert into a values (1); insert into b values (1, 1); insert into c values (1);";
        String declared =
                "create table a (id int primary key, x int); create table b (id int, a int references a, x int);"
                        + "create table c (id int, x int); create table d (id int);";
        try (Trial trial = new Trial(live, declared)) {
            Plan plan = trial.plan(Trial.EVERYTHING);
            assertEquals(
                    List.of(1, 5, 1, 1),
                    plan.batches().stream().map(b -> b.statements().size()).toList(),
                    () -> Trial.sql(plan).toString());
            assertEquals(
                    List.of(
                            "LOCK TABLE public.a IN ACCESS EXCLUSIVE MODE",
                            "LOCK TABLE public.b IN ACCESS EXCLUSIVE MODE"),
                    plan.batches().get(1).statements().stream()
                            .map(Plan.Statement::sql)
                            .limit(2)
                            .toList());
            trial.apply(plan);
        }
    }

    @Test
    void entriesNameEverythingAndWhatTheRuntimeRoleGets() {
        String declared =
                "create type st as enum ('a'); create table orders (id int primary key, note text, phone text not"
                    + " null, priority int);create table fresh (id serial primary key, s st); create view v as select"
                    + " id from fresh;";
        Policy roles = new Policy(
                Mode.SAFE,
                Set.of(),
                false,
                true,
                Duration.ofSeconds(9),
                Duration.ofSeconds(3),
                "",
                Set.of("app", "Read Me"));
        try (Trial trial = new Trial(ORDERS, declared)) {
            Plan plan = trial.plan(roles);
            assertEquals(
                    List.of("table fresh CREATE", "table orders IN_SYNC", "type st CREATE", "view v CREATE"),
                    plan.entries().stream()
                            .map(e -> e.object() + " " + e.action())
                            .toList());
            assertEquals(3, plan.entries().get(1).rows().orElseThrow());
            List<String> grants =
                    Trial.sql(plan).stream().filter(s -> s.startsWith("GRANT")).toList();
            assertEquals(
                    List.of(
                            "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.fresh TO \"Read Me\", app",
                            "GRANT USAGE, SELECT ON SEQUENCE public.fresh_id_seq TO \"Read Me\", app",
                            "GRANT SELECT ON TABLE public.v TO \"Read Me\", app"),
                    grants);
            assertEquals("2 columns", plan.entries().get(0).changes().get(0).summary());
            assertEquals(
                    List.of(),
                    plan.changes().stream()
                            .flatMap(c -> c.hazards().stream())
                            .map(HazardNote::hazard)
                            .toList());
            assertEquals(Action.CREATE, plan.entries().get(0).changes().get(0).action());
        }
    }

    @Test
    void everyHazardIsDescribed() throws java.io.IOException {
        String docs = java.nio.file.Files.readString(
                java.nio.file.Path.of(System.getProperty("tidemark.basedir", "."), "docs", "hazards.md"));
        for (Hazard hazard : Hazard.values()) {
            assertTrue(docs.contains("\n## " + hazard + "\n"), hazard::toString);
        }
    }
}
