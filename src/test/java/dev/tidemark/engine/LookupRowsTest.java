package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.DriftReport;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
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
import org.junit.jupiter.api.Test;

/** Lookup rows: inserted, updated and deleted as declared, seen in the plan, written with the schema. */
final class LookupRowsTest {
    private static final String TABLE = "create table country (code text primary key, name text, info jsonb);\n";
    private static final String ROWS = """
        -- @rows sync
        insert into country (code, name, info) values
            ('de', 'Germany', '{"eu": true}'), -- the first
            ('fr', 'France', null),
            ('q''x', $$a "nasty" \\ ? name; -- of é$$, '[1, 2]');
        """;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    private List<String> countries() {
        return database.rows("select code, name, info from country order by code");
    }

    private List<String> summaries(Plan plan) {
        return plan.changes().stream()
                .filter(c -> c.object().member().equals("rows"))
                .map(c -> c.summary() + " " + c.fate())
                .toList();
    }

    @Test
    void rowsComeWithTheirTableAndStayAsDeclared() {
        Plan first = Syncs.plan(database, Syncs.coldStart(TABLE + ROWS));
        assertEquals(List.of("rows  3 to insert APPLY"), summaries(first));
        assertEquals(1, first.batches().size(), "in the transaction that makes the table");
        SyncResult result = Syncs.sync(database, Syncs.coldStart(TABLE + ROWS));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        List<String> declared =
                List.of("de|Germany|{\"eu\": true}", "fr|France|∅", "q'x|a \"nasty\" \\ ? name; -- of é|[1, 2]");
        assertEquals(declared, countries());
        assertTrue(Syncs.plan(database, Syncs.full(TABLE + ROWS)).isEmpty());

        database.run(
                "update country set name = 'Frankreich', info = '{}' where code = 'fr'",
                "delete from country where code = 'de'",
                "insert into country values ('us', 'USA')");
        Plan plan = Syncs.plan(database, Syncs.full(TABLE + ROWS));
        assertEquals(List.of("rows  1 to insert, 1 to update APPLY", "rows  1 to delete APPLY"), summaries(plan));
        assertEquals(
                List.of(Hazard.DATA_CHANGE, Hazard.DATA_LOSS),
                plan.changes().stream()
                        .flatMap(c -> c.hazards().stream())
                        .map(h -> h.hazard())
                        .toList());
        assertEquals(
                SyncStatus.SYNCED,
                Syncs.sync(database, Syncs.full(TABLE + ROWS).withForce(true)).status());
        assertEquals(declared, countries());
    }

    @Test
    void rowsThatSomebodyChangedAreDrift() {
        Syncs.sync(database, Syncs.full(TABLE + ROWS));
        assertEquals(DriftReport.Status.IN_STEP, drift(Syncs.full(TABLE + ROWS)).status());
        database.run(
                "update country set name = 'Frankreich' where code = 'fr'",
                "insert into country values ('us', 'USA')",
                "alter table country add column more int");
        DriftReport drift = drift(Syncs.full(TABLE + ROWS));
        assertEquals(
                List.of("country.more APPEARED drop", "country.rows CHANGED 1 to update, 1 to delete"),
                drift.objects().stream()
                        .map(o -> o.object().display() + " " + o.what() + " "
                                + (o.words().startsWith("1") ? o.words() : "drop"))
                        .toList());
        Plan back = Objects.requireNonNull(drift.wayBack());
        database.run(back.batches().stream()
                .flatMap(batch -> batch.statements().stream())
                .map(statement -> statement.sql())
                .toArray(String[]::new));
        assertEquals(DriftReport.Status.IN_STEP, drift(Syncs.full(TABLE + ROWS)).status());
        assertEquals("3", database.value("select count(*) from country where name is distinct from 'Frankreich'"));
    }

    @Test
    void rowsThatASyncWithheldAreNoDrift() {
        Syncs.sync(database, Syncs.full(TABLE + ROWS));
        database.run("insert into country values ('us', 'USA')");
        Syncs.sync(database, Syncs.safe(TABLE + ROWS).withForce(true));
        assertEquals(DriftReport.Status.IN_STEP, drift(Syncs.safe(TABLE + ROWS)).status());
        database.run("delete from country where code = 'fr'");
        DriftReport drift = drift(Syncs.safe(TABLE + ROWS));
        assertEquals("1 to insert", drift.objects().get(0).words());
        String back = String.valueOf(drift.wayBack());
        assertFalse(back.contains("DELETE"), back);
    }

    private DriftReport drift(SyncOptions options) {
        return Tidemark.open(database.dataSource(), options).drift();
    }

    @Test
    void deletingIsADataLoss() {
        Syncs.sync(database, Syncs.full(TABLE + ROWS));
        database.run("insert into country values ('us', 'USA')");
        SyncResult safe = Syncs.sync(database, Syncs.safe(TABLE + ROWS).withForce(true));
        assertEquals(SyncStatus.SYNCED, safe.status(), safe.reason());
        assertEquals(1, safe.withheld());
        Plan auto = Syncs.plan(
                database, Syncs.safe(TABLE + ROWS).withMode(Mode.AUTO).withAllowed(Set.of()));
        assertEquals("TDM-201", auto.problems().get(0).code());
        assertEquals("schema.sql:3:1", auto.problems().get(0).place());
        SyncResult allowed = Syncs.sync(
                database,
                Syncs.safe(TABLE + ROWS).withForce(true).withMode(Mode.AUTO).withDrops(Set.of("country.rows")));
        assertEquals(SyncStatus.SYNCED, allowed.status(), allowed.reason());
        assertEquals("3", database.value("select count(*) from country"));
    }

    @Test
    void insertAndUpsertLeaveMoreAlone() {
        database.run(
                "create table country (code text primary key, name text, info jsonb)",
                "insert into country values ('fr', 'x'), ('us', 'USA')");
        Syncs.sync(database, Syncs.safe(TABLE + ROWS.replace("sync", "insert")));
        assertEquals("4|x", database.value("select count(*), max(name) filter (where code = 'fr') from country"));
        Syncs.sync(database, Syncs.safe(TABLE + ROWS.replace("@rows sync", "@rows")));
        assertEquals("4|France", database.value("select count(*), max(name) filter (where code = 'fr') from country"));
    }

    @Test
    void newColumnsTypesAndKeysOfEveryKind() {
        String old = "create type mood as enum ('ok', 'bad');\ncreate table t (id int primary key);";
        Syncs.sync(database, Syncs.full(old));
        database.run("insert into t values (1), (9)");
        String schema = """
            create type mood as enum ('ok', 'bad');
            create table t (
                id int primary key,
                name varchar(5) unique, feel mood[], at timestamptz, price numeric(6,2), raw bytea, fix char(3),
                twice int generated always as (id * 2) stored
            );
            -- @rows upsert by name
            insert into public.t (id, name, feel, at, price, raw, fix) values
                (2, 'two', '{ok,bad}', '2026-01-31 12:00+02', 1.005, '\\x00ff', 'a'),
                (3, 'three', null, null, 2, null, null);
            create table auto (id bigint generated always as identity primary key, word text not null unique);
            create index on auto (word) where word <> '';
            -- @rows sync by word
            insert into auto (word) values ('a'), ('b');
            create table child (id int primary key references auto, "Odd ""Name" text);
            -- @rows sync
            insert into child (id, "Odd ""Name") values (1, 'x');
            """;
        SyncResult result = Syncs.sync(database, Syncs.full(schema));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason() + result.problems());
        assertEquals(
                List.of("two|{ok,bad}|1.01|\\x00ff|a  |4", "three|∅|2.00|∅|∅|6"),
                database.rows("select name, feel, price, raw, fix, twice from t where id in (2, 3) order by id"));
        assertEquals("x", database.value("select \"Odd \"\"Name\" from child"));
        assertTrue(Syncs.plan(database, Syncs.full(schema)).isEmpty());
        SyncResult late = Syncs.sync(database, Syncs.full(schema.replace("'three'", "'toolong'")));
        assertEquals("22001", late.problems().get(0).sqlState(), "refused, not cut off");
        assertEquals("schema.sql:8:1", late.problems().get(0).place());
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingRuns() {
        Syncs.sync(database, Syncs.full(TABLE + "create table nokey (a int);"));
        for (String wrong : List.of(
                "insert into country (code, name) values ('a', 1), ('a', 2);",
                "insert into country (code, name) values (null, 'x');",
                "insert into country (code, info) values ('a', 'no json');",
                "insert into country (code, wrong) values ('a', 'b');",
                "insert into country (name) values ('a');",
                "insert into nokey (a) values (1);",
                "insert into other (a) values (1);")) {
            Plan plan =
                    Syncs.plan(database, Syncs.full(TABLE + "create table nokey (a int);\n-- @rows sync\n" + wrong));
            Problem problem = plan.problems().get(0);
            assertEquals("TDM-242", problem.code(), wrong + problem);
            assertEquals("schema.sql:4:1", problem.place());
        }
        for (String wrong : List.of(
                "-- @rows drop\ninsert into country (code) values ('a');",
                "-- @rows\ninsert into country values ('a');",
                "-- @rows\ninsert into country (code) select 'a';",
                "-- @rows\ninsert into country (code) values (default);",
                "-- @rows\ninsert into country (code, name) values ('a');",
                "-- @rows\ninsert into country (code) values ('a') on conflict do nothing;",
                "-- @rows sync by name\ninsert into country (code) values ('a');",
                "-- @rows sync by\ninsert into country (code) values ('a');",
                "-- @rows\nselect 1;",
                """
                -- @rows
                insert into country (code) values ('a');
                -- @rows
                insert into country (code) values ('b');
                """,
                "-- @rows\ninsert into country (code) values " + "('a'), ".repeat(1000) + "('a');")) {
            TidemarkException e =
                    assertThrows(TidemarkException.class, () -> Syncs.plan(database, Syncs.full(TABLE + wrong)), wrong);
            assertEquals("TDM-102", e.code(), wrong);
        }
    }
}
