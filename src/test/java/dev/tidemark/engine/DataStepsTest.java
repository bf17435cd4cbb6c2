package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data steps: once a database, with their record, before and after the changes that they belong to. */
final class DataStepsTest {
    private static final String V1 = "create table person (id bigint primary key, name text, mail text);\n";
    /** Splits a column, fills another before it becomes NOT NULL and unique. */
    private static final String V2 = """
        create table person (
            id bigint primary key,
            first_name text,
            last_name text,
            mail text not null unique
        );
        -- @migrate-before clean_mail
        update person set mail = id || '@example.test' where mail is null;
        -- @migrate-before clean_mail
        delete from person a using person b where a.mail = b.mail and a.id > b.id;
        -- @migrate-after split_name
        update person set first_name = split_part(name, ' ', 1), last_name = split_part(name, ' ', 2);
        """;

    private final TestDatabase database = TestPostgres.fresh();

    /** Stands for a kill: nothing of the run after this is sent. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void rows() {
        Syncs.sync(database, Syncs.full(V1));
        database.run("insert into person values (1, 'Ada Lovelace', null), (2, 'Alan Turing', 'a@b.c'),"
                + " (3, 'Alan Again', 'a@b.c')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private String people() {
        return String.join(" ", database.rows("select id, first_name, last_name, mail from person order by id"));
    }

    private List<String> recorded() {
        return database.rows("select name, outcome from tidemark.data_step order by recorded_at, name");
    }

    @Test
    void rowsAreMendedBeforeAndMovedAfter() {
        Plan plan = Syncs.plan(database, Syncs.full(V2));
        assertEquals(List.of(), plan.problems(), "the rows do not fit yet, and will");
        assertEquals(
                List.of("clean_mail RUN", "split_name RUN"),
                plan.entries().stream()
                        .filter(e -> e.action() == Plan.Action.RUN)
                        .map(e -> e.object().display() + " " + e.action())
                        .toList());
        assertTrue(
                plan.notes().stream().anyMatch(n -> n.startsWith("rows are looked at again") && n.contains("TDM-211")),
                plan.notes().toString());
        SyncResult result = Syncs.sync(database, Syncs.full(V2));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals("1|Ada|Lovelace|1@example.test 2|Alan|Turing|a@b.c", people());
        assertEquals(List.of("clean_mail|ran", "split_name|ran"), recorded());
        assertTrue(Syncs.plan(database, Syncs.full(V2)).isEmpty());
        assertEquals(
                "2", database.value("select count(*) from tidemark.journal where statement like 'update person set%'"));
    }

    @Test
    void runsOnceWhateverComesLater() {
        String counting = "-- @migrate-after count\nupdate person set id = id + 10;\n";
        assertEquals(
                SyncStatus.SYNCED,
                Syncs.sync(database, Syncs.full(V1 + counting)).status());
        assertEquals("11", database.value("select min(id) from person"));
        Syncs.sync(database, Syncs.full(V1 + counting).withForce(true));
        Syncs.sync(database, Syncs.full(V1));
        Syncs.sync(database, Syncs.full(V1 + "create table other (id int primary key);\n" + counting));
        assertEquals("11", database.value("select min(id) from person"), "not again, nor after it was taken out");
        String other = counting.replace("10", "100").replace("count", "count safe");
        SyncResult changed = Syncs.sync(database, Syncs.coldStart(V1 + other));
        assertEquals(SyncStatus.BLOCKED, changed.status());
        assertTrue(changed.reason().contains("ran with another text"), changed.reason());
        Syncs.sync(database, Syncs.coldStart(V1 + other).withExplicit(true).withRuns(Set.of("count")));
        assertEquals("111", database.value("select min(id) from person"));
    }

    @Test
    void safeModeWantsAWordUnlessTheAuthorGaveIt() {
        SyncOptions cold = Syncs.coldStart(V1 + "-- @migrate-before x\nupdate person set name = 'x';\n");
        SyncResult refused = Syncs.sync(database, cold);
        assertEquals(SyncStatus.BLOCKED, refused.status());
        Problem problem = refused.problems().get(0);
        assertEquals("TDM-241", problem.code());
        assertEquals("schema.sql:3:1", problem.place());
        assertEquals("Ada Lovelace", database.value("select name from person where id = 1"));
        Plan auto = Syncs.plan(database, cold.withMode(Mode.AUTO).withExplicit(true));
        assertTrue(auto.blocked(), "nor without being asked");
        SyncOptions safe = Syncs.coldStart(V1 + "-- @migrate-before x safe\nupdate person set name = 'x';\n");
        assertEquals(SyncStatus.SYNCED, Syncs.sync(database, safe).status());
        assertEquals("x", database.value("select name from person where id = 1"));
        assertEquals(
                SyncStatus.SYNCED,
                Syncs.sync(database, cold.withExplicit(true).withRuns(Set.of("x")))
                        .status(),
                "the same step, less safe: it ran");
    }

    @Test
    void aFreshDatabaseHasNoOldRowsAlsoWhenItsFirstRunIsCutOff() {
        try (TestDatabase fresh = TestPostgres.fresh()) {
            String schema = V2 + "create index person_last_idx on person (last_name);";
            Plan plan = Syncs.plan(fresh, Syncs.coldStart(schema));
            assertTrue(plan.notes().get(0).contains("not needed"), plan.notes().toString());
            SyncOptions cut = Syncs.coldStart("create schema s1;" + schema).withListener(event -> {
                if (event instanceof SyncEvent.StatementDone) {
                    throw new Killed();
                }
            });
            assertThrows(Killed.class, () -> Syncs.sync(fresh, cut));
            assertEquals("t", fresh.value("select to_regclass('person') is not null"));
            assertEquals(
                    SyncStatus.SYNCED,
                    Syncs.sync(fresh, Syncs.coldStart(schema)).status());
            assertEquals(
                    List.of("clean_mail|not needed", "split_name|not needed"),
                    fresh.rows("select name, outcome from tidemark.data_step order by name"));
        }
    }

    @Test
    void aRunThatIsKilledBetweenNeitherLosesNorRepeatsAStep() {
        String schema = V2.replace("split_part(name, ' ', 2)", "coalesce(last_name, '') || split_part(name, ' ', 2)");
        for (int at = 1; at <= 6; at++) {
            int last = at;
            SyncOptions cut = Syncs.full(schema).withListener(event -> {
                if (event instanceof SyncEvent.StatementDone done && done.number() >= last) {
                    throw new Killed();
                }
            });
            try {
                Syncs.sync(database, cut);
            } catch (Killed e) {
                // What the last commit left is taken up by the next run.
            }
        }
        SyncResult result = Syncs.sync(database, Syncs.full(schema));
        assertEquals(
                SyncStatus.UP_TO_DATE,
                Syncs.sync(database, Syncs.coldStart(schema)).status(),
                result.reason());
        assertEquals("1|Ada|Lovelace|1@example.test 2|Alan|Turing|a@b.c", people());
        assertEquals(List.of("clean_mail|ran", "split_name|ran"), recorded());
    }

    @Test
    void aFailingStepBlocksWithItsPlaceAndLeavesNothingBehind() {
        String schema = V1 + "-- @migrate-before bad\nupdate person set name = 'y';\n-- @migrate-before bad\n"
                + "update person set id = 1 / 0;\n";
        SyncResult result = Syncs.sync(database, Syncs.full(schema));
        assertEquals(SyncStatus.BLOCKED, result.status());
        Problem problem = result.problems().get(0);
        assertEquals("TDM-501", problem.code());
        assertEquals("22012", problem.sqlState());
        assertEquals("schema.sql:5:1", problem.place());
        assertEquals("Ada Lovelace", database.value("select name from person where id = 1"));
        assertEquals(List.of(), recorded());
        assertEquals(
                SyncStatus.SYNCED,
                Syncs.sync(database, Syncs.full(schema.replace("1 / 0", "id"))).status());
    }

    @Test
    void rowsThatStillDoNotFitBlockAfterTheStepWhichStands() {
        String schema = V2.replace("update person set mail = id || '@example.test' where mail is null", "select 1");
        SyncResult result = Syncs.sync(database, Syncs.full(schema));
        assertEquals(SyncStatus.BLOCKED, result.status());
        assertEquals(2, result.statements());
        assertEquals("TDM-214", result.problems().get(0).code());
        assertEquals(List.of("clean_mail|ran"), recorded());
        database.run("update person set mail = 'c' where mail is null");
        assertEquals(SyncStatus.SYNCED, Syncs.sync(database, Syncs.full(schema)).status());
    }

    @Test
    void codeAndQueriesAndNastyTextRunAsTheyAre() {
        String schema = V1 + """

            -- @migrate-after nasty
            insert into person values (7, $q$o'; drop table person; -- ? {fn x()}$q$, '\\');
            -- @migrate-after nasty
            do $$ begin perform 1; update person set mail = 'é' where id = 7; end $$;
            -- @migrate-after nasty
            with a as (select 7 as id) select mail from person natural join a;
            """;
        SyncResult result = Syncs.sync(database, Syncs.full(schema));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals(
                "o'; drop table person; -- ? {fn x()}|é", database.value("select name, mail from person where id = 7"));
    }

    @Test
    void anApprovedPlanHoldsItsSteps() {
        SyncOptions options = Syncs.full(V2);
        Plan approved = Syncs.plan(database, options);
        SyncResult other = Tidemark.open(database.dataSource(), Syncs.full(V2.replace("example.test", "example.com")))
                .sync(approved);
        assertEquals("TDM-240", other.problems().get(0).code());
        SyncResult result = Tidemark.open(database.dataSource(), options).sync(approved);
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals(
                2,
                Objects.requireNonNull(result.plan()).entries().stream()
                        .filter(e -> e.action() == Plan.Action.RUN)
                        .count());
    }

    @Test
    void whatIsNoDataStepIsRefused() {
        for (String wrong : List.of(
                "-- @migrate-before a\ncreate table t (id int);",
                "-- @migrate-before\nselect 1;",
                "-- @migrate-before a unsafe\nselect 1;",
                "-- @migrate-before A\nselect 1;",
                "-- @migrate-before a\n-- @migrate-after b\nselect 1;",
                "-- @migrate-before a\nselect 1;\n-- @migrate-after a\nselect 1;",
                "-- @migrate-before a\ncommit;",
                "-- @migrate-before a\nset role x;")) {
            TidemarkException e =
                    assertThrows(TidemarkException.class, () -> Syncs.plan(database, Syncs.full(V1 + wrong)), wrong);
            assertEquals("TDM-102", e.code(), wrong);
        }
        Plan plan = Syncs.plan(database, Syncs.full(V1 + "-- @migrate-after a safe\nselect 1;"));
        assertEquals(
                List.of(false),
                plan.changes().stream()
                        .flatMap(c -> c.hazards().stream())
                        .filter(h -> h.hazard() == Hazard.DATA_CHANGE)
                        .map(h -> h.requiresApproval())
                        .toList());
    }
}
