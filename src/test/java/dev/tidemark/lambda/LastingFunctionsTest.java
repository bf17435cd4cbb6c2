package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.report.Gzip;
import dev.tidemark.testkit.PlanLogin;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Candidates that call what a rollback does not take back. One login is as infra/roles.sql leaves it, and may execute none of these functions; the other, in
 * another database, may execute what PUBLIC may, as on a server whose catalog nobody may change.
 */
final class LastingFunctionsTest {
    private static final TestDatabase CLOSED = TestPostgres.fresh();
    private static final TestDatabase OPEN = TestPostgres.fresh();
    private static final PlanLogin REVOKED = PlanLogin.create(CLOSED);
    private static final PlanLogin PUBLIC = PlanLogin.asPublic(OPEN);

    @BeforeAll
    static void aSequenceOfOthers() {
        CLOSED.run("create schema app", "create sequence app.counter");
    }

    @AfterAll
    static void drop() {
        CLOSED.close();
        REVOKED.close();
        OPEN.close();
        PUBLIC.close();
    }

    /** A partition's bound calls act(), which does this. */
    private static String sprung(String body) {
        return "create function act() returns text volatile language plpgsql as $f$ begin " + body
                + " return 'x'; end $f$;\n" + SPRING;
    }

    private static final String SPRING = "create table trap (a text) partition by list (a);\n"
            + "create table sprung partition of trap for values in (act());";

    static List<Arguments> escapes() {
        List<Arguments> cases = new ArrayList<>();
        add(cases, "a message in logical slots", sprung("perform pg_logical_emit_message(false, 'a', 'b');"));
        add(cases, "the same by its schema", sprung("perform pg_catalog . pg_logical_emit_message(false, 'a', 'b');"));
        add(cases, "a quoted name", sprung("perform \"pg_logical_emit_message\"(false, 'a', 'b');"));
        add(cases, "in upper case", sprung("perform PG_LOGICAL_EMIT_MESSAGE(false, 'a', 'b');"));
        add(cases, "text put together", sprung("execute 'select pg_logical_' || 'emit_message(false, ''a'', ''b'')';"));
        add(cases, "execute and a comment", sprung("execute/**/ 'select pg_no' || 'tify(''a'', ''b'')';"));
        add(
                cases,
                "escapes in a body",
                "create function act() returns text language sql as E'select pg\\137notify(''a'', ''b'')::text';\n"
                        + SPRING);
        add(
                cases,
                "hexadecimal escapes in a body",
                "create function act() returns text language sql as E'select \\x70g_notify(''a'', ''b'')::text';\n"
                        + SPRING);
        add(
                cases,
                "a letter after a backslash",
                "create function act() returns text language sql as E'select pg\\_notify(''a'', ''b'')::text';\n"
                        + SPRING);
        add(cases, "Unicode escapes in a name", sprung("perform U&\"pg\\005Fnotify\"('a', 'b');"));
        add(
                cases,
                "one body in two pieces",
                "create function act() returns text language sql as 'select pg_no' -- and\n"
                        + " 'tify(''a'', ''b'')::text';\n"
                        + SPRING);
        add(
                cases,
                "a function that makes one",
                sprung("create function pg_temp.inner() returns text language sql as 'select pg_no'\n"
                        + "'tify(''a'', ''b'')::text'; perform pg_temp.inner();"));
        add(
                cases,
                "an operator",
                "create operator public.<<!>> (leftarg = text, rightarg = text, procedure = pg_notify);\n"
                        + "create function act() returns text language sql as $$ select ('a' operator(public.<<!>>)"
                        + " 'b')::text $$;\n"
                        + SPRING);
        add(
                cases,
                "a query as text",
                sprung("perform query_to_xml('select pg_no' || 'tify(''a'', ''b'')', true, false, '');"));
        add(cases, "statistics of a query", sprung("perform ts_stat('select pg_no' || 'tify(''a'', ''b'')');"));
        add(
                cases,
                "another language",
                "create function act() returns text language plperl as $$ spi_exec_query('x'); $$;\n" + SPRING);
        add(cases, "a large object", sprung("perform lo_create(0);"));
        add(cases, "a large object from bytes", sprung("perform lo_from_bytea(0, 'x');"));
        add(cases, "a message to listeners", sprung("perform pg_notify('a', 'b');"));
        add(cases, "a lock of a session", sprung("perform pg_advisory_lock(7);"));
        add(cases, "a lock that is tried", sprung("perform pg_try_advisory_lock_shared(7);"));
        add(cases, "waiting", sprung("perform pg_sleep(3600);"));
        add(cases, "waiting until", sprung("perform pg_sleep_until('infinity');"));
        add(cases, "a setting", sprung("perform set_config('work_mem', '1GB', false);"));
        add(cases, "a slot", sprung("perform pg_create_logical_replication_slot('a', 'b');"));
        add(cases, "a snapshot's file", sprung("perform pg_export_snapshot();"));
        add(cases, "a materialized view", "create materialized view seen as select pg_notify('a', 'b')::text as said;");
        return cases;
    }

    private static void add(List<Arguments> cases, String name, String sql) {
        cases.add(Arguments.of(name, sql));
    }

    /** Where PUBLIC may execute them, nothing of the candidate runs. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("escapes")
    void whereTheLoginMayExecuteThemTheCandidateIsRefused(String name, String sql) {
        Map<String, @Nullable Object> answer = plan(OPEN, PUBLIC, sql);
        String json = JsonLine.of(answer);
        assertTrue(json.contains("\"TDM-640\""), json);
        assertTrue(json.contains("infra/roles.sql"), json);
    }

    /** Where roles.sql took them away, whatever the candidate does has no effect. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("escapes")
    void whereTheyWereTakenAwayNothingHappens(String name, String sql) throws SQLException {
        try (Connection listening = CLOSED.connect()) {
            listening.createStatement().execute("listen a");
            Map<String, @Nullable Object> answer = plan(CLOSED, REVOKED, sql);
            String json = JsonLine.of(answer);
            // A materialized view is made without its rows, so that its query does not run.
            assertEquals(name.equals("a materialized view") ? "PLANNED" : "ERROR", answer.get("status"), json);
            assertTrue(!json.contains("\"TDM-640\""), "roles.sql has all of them: " + json);
            listening.createStatement().execute("select 1");
            PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications();
            assertTrue(heard == null || heard.length == 0, json);
        }
        assertEquals("0", CLOSED.value("select count(*) from pg_largeobject_metadata"));
        assertEquals(
                "0",
                CLOSED.value("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from"
                        + " pg_database where datname = current_database())"));
        assertEquals(
                "0", CLOSED.value("select count(*) from pg_replication_slots where database = current_database()"));
    }

    /** Where else an expression of a declaration may run: on its own table, in its folding into a constant, in a body that is read when it is made. */
    private static final String ACT = "create function act(a text) returns text language plpgsql immutable as $f$ begin"
            + " perform pg_notify('a', a); return a; end $f$;\n";

    static List<Arguments> places() {
        List<Arguments> cases = new ArrayList<>();
        add(cases, "a default", ACT + "create table t (a text default act('x'));");
        add(cases, "a default that is called itself", "create table t (a text default pg_notify('a', 'x')::text);");
        add(
                cases,
                "the default of a partition",
                ACT
                        + "create table t (a text default act('x'), b int) partition by list (b);"
                        + " create table u partition of t default;");
        add(
                cases,
                "a bound of a range",
                ACT
                        + "create table t (a text) partition by range (a);"
                        + " create table u partition of t for values from (act('x')) to (act('y'));");
        add(cases, "a partition key", ACT + "create table t (a text) partition by list (act(a));");
        add(cases, "an index's expression", ACT + "create table t (a text); create index i on t (act('x'), act(a));");
        add(
                cases,
                "an index's condition",
                ACT + "create table t (a text); create index i on t (a) where act('x') = 'x';");
        add(cases, "a check", ACT + "create table t (a text check (act('x') = a));");
        add(
                cases,
                "a domain's check",
                ACT + "create domain d as text check (act(value) = 'x'); create table t (a d default 'x');");
        add(cases, "a domain's default", ACT + "create domain d as text default act('x'); create table t (a d);");
        add(cases, "a generated column", ACT + "create table t (b text, a text generated always as (act(b)) stored);");
        add(cases, "a view", ACT + "create view v as select act('x') as a;");
        add(
                cases,
                "a view's rule",
                ACT
                        + "create table t (a text); create view v as select a from t;"
                        + " create rule r as on insert to v do instead insert into t values (act('x'));");
        add(
                cases,
                "a body in standard SQL",
                "create function f() returns text language sql begin atomic"
                        + " select pg_notify('a', 'x')::text; end;");
        add(
                cases,
                "a parameter's default",
                ACT + "create function f(a text default act('x')) returns text language sql as 'select a';");
        add(
                cases,
                "a trigger's condition",
                ACT
                        + "create function f() returns trigger language plpgsql as 'begin return new; end'; create"
                        + " table t (a text); create trigger g before insert on t for each row when (act('x') = 'x')"
                        + " execute function f();");
        add(cases, "a policy", ACT + "create table t (a text); create policy p on t using (act(a) = 'x');");
        add(cases, "statistics", ACT + "create table t (a text); create statistics s on act(a) from t;");
        add(cases, "an exclusion", ACT + "create table t (a text, exclude using btree (act(a) with =));");
        add(
                cases,
                "a cast",
                "create type e as enum ('x');"
                        + " create function act(a e) returns text language plpgsql immutable as $f$ begin"
                        + " perform pg_notify('a', 'x'); return 'x'; end $f$;"
                        + " create cast (e as text) with function act(e) as implicit;"
                        + " create table t (a text default 'x'::e);");
        add(
                cases,
                "an aggregate",
                ACT
                        + "create function step(s text, a text) returns text language sql as 'select act(a)';"
                        + " create aggregate g (text) (sfunc = step, stype = text, initcond = 'x');");
        return cases;
    }

    /** Twenty of them and one: refused where PUBLIC may execute what they call, without effect where roles.sql took it away. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void whereverItStandsItDoesNothing(String name, String sql) throws SQLException {
        String open = JsonLine.of(plan(OPEN, PUBLIC, sql));
        assertTrue(open.contains("\"TDM-640\""), open);
        try (Connection listening = CLOSED.connect()) {
            listening.createStatement().execute("listen a");
            String closed = JsonLine.of(plan(CLOSED, REVOKED, sql));
            assertTrue(!closed.contains("\"TDM-640\""), "roles.sql has all of them: " + closed);
            // Planned, or refused by PostgreSQL for what it calls: never for what was written wrongly here.
            assertTrue(closed.contains("\"PLANNED\"") || closed.contains("42501"), name + ": " + closed);
            listening.createStatement().execute("select 1");
            PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications();
            assertTrue(heard == null || heard.length == 0, closed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table fine (execute_at date, language text, note text default E'a\\tb\\\\c');",
                "select pg_catalog.set_config('search_path', '', false); create table public.fine (a int);",
                "create function f() returns trigger language plpgsql as $$ begin new.a := 1; return new; end $$;"
                        + " create table fine (a int); create trigger t before insert on fine for each row"
                        + " execute function f(); create table slow (pg_sleeper int, my_pg_notify text);",
                "create function g(a int) returns int language sql immutable as 'select a' ' + 1';"
            })
    void whatCallsNoneOfThemIsPlanned(String sql) {
        // Two constants on one line are a fault of the SQL, and none of this check.
        String json = JsonLine.of(plan(OPEN, PUBLIC, sql));
        assertTrue(!json.contains("TDM-640"), json);
    }

    @Test
    void aCandidateMayMakeStatementsWhereNoneOfThemCanBeCalled() {
        String sql =
                "create function f() returns trigger language plpgsql as $$ begin execute 'select 1'; return new; end"
                        + " $$; create table fine (a int);";
        assertEquals("PLANNED", plan(CLOSED, REVOKED, sql).get("status"));
    }

    @Test
    void aSequenceThatEverybodyMayAdvanceRefusesTheLogin() {
        CLOSED.run("grant usage on schema app to public", "grant usage on sequence app.counter to public");
        try {
            String json = JsonLine.of(plan(CLOSED, REVOKED, "create table fine (a int);"));
            assertTrue(json.contains("\"TDM-639\"") && json.contains("app.counter"), json);
        } finally {
            CLOSED.run("revoke usage on schema app from public", "revoke usage on sequence app.counter from public");
        }
    }

    @Test
    void whoeverElseMayExecuteThemStillMay() throws SQLException {
        String other = "other_" + CLOSED.name();
        CLOSED.run("create role " + other + " login password 'o'", "grant create on schema app to " + other);
        try (Connection connection = CLOSED.dataSource(other, "o").getConnection()) {
            REVOKED.takeLastingFunctions();
            connection.createStatement().execute("select pg_notify('a', 'b'), pg_advisory_xact_lock(1)");
        } finally {
            CLOSED.run("drop owned by " + other, "drop role " + other);
        }
    }

    private static Map<String, @Nullable Object> plan(TestDatabase database, PlanLogin login, String text) {
        Map<String, String> environment = Map.of(
                "TIDEMARK_URL",
                database.url(),
                "TIDEMARK_APP",
                "selfcheck",
                "TIDEMARK_PLAN_USER",
                login.user(),
                "TIDEMARK_PLAN_PASSWORD",
                login.password());
        Map<String, Object> schema = Map.of(
                "app",
                "shop",
                "origin",
                "schema.sql",
                "gzip",
                Base64.getEncoder().encodeToString(Gzip.pack(text)));
        Map<String, Object> event = new HashMap<>(Map.of("tidemark", "plan", "mode", "auto", "schema", schema));
        return new TidemarkHandler(environment, null).handleRequest(event, TimedContext.of(Duration.ofSeconds(30)));
    }
}
