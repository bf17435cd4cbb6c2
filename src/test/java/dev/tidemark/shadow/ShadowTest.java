package dev.tidemark.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowTest {
    private static final String TEXT = """
        create table t (id int primary key, n int);
        create table u (id int primary key, t_id int references t);
        create index i on u (t_id);
        create view v as select * from t join u using (id);
        """;

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestPostgres.fresh();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void clear() {
        Bench.clear(database);
    }

    private static SortedMap<String, String> shadow(String text) {
        try (Connection connection = database.connect()) {
            return Bench.shadow(connection, text);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Problem> problems(String text) {
        return assertThrows(TidemarkException.class, () -> shadow(text)).problems();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String leftovers() {
        return database.value("select count(*) from pg_namespace where nspname like 'tm\\_%'");
    }

    @Test
    void aCommitInsideFails() throws SQLException {
        try (Connection connection = database.connect()) {
            SQLException failed = assertThrows(
                    SQLException.class,
                    () -> Shadow.run(
                            connection,
                            Bench.schema(TEXT),
                            Bench.TIMEOUT,
                            200,
                            (work, twins, names, chunk) -> run(work, "commit")));
            assertEquals("23503", failed.getSQLState());
            assertTrue(connection.getAutoCommit());
        }
        assertEquals("0", leftovers());
    }

    @Test
    void nothingLiveIsLocked() throws SQLException {
        Bench.load(database, TEXT + "insert into t values (1, 1)");
        try (Connection connection = database.connect()) {
            Shadow.run(connection, Bench.schema(TEXT), Bench.TIMEOUT, 200, (work, twins, names, chunk) -> {
                assertEquals("0", database.value("""
                    select count(*) from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = relnamespace
                    where nspname = 'public' and mode <> 'AccessShareLock' and l.database = (select oid from pg_database where datname = current_database())\
                    """));
                assertEquals("1", database.value("select count(*) from public.t"), "others go on");
            });
        }
    }

    @Test
    void nothingStaysOnTheConnection() throws SQLException {
        try (Connection connection = database.connect()) {
            String settings =
                    "select string_agg(name || '=' || setting, ',' order by name) from pg_settings where source ="
                            + " 'session'";
            Link link = new Link(connection);
            Object before = link.rows(settings);
            for (int i = 0; i < 7; i++) {
                Bench.shadow(connection, TEXT);
            }
            assertThrows(TidemarkException.class, () -> Bench.shadow(connection, "create table t (a nosuch)"));
            assertTrue(connection.getAutoCommit());
            assertEquals(before, link.rows(settings));
            assertEquals(
                    "null",
                    String.valueOf(
                            link.rows("select string_agg(statement, chr(10)) from pg_prepared_statements where not"
                                            + " from_sql")
                                    .get(0)
                                    .get(0)));
        }
        assertEquals("0", leftovers());
    }

    @Test
    void twoAtOnceDoNotWaitForEachOther() throws SQLException {
        try (Connection connection = database.connect()) {
            Shadow.run(
                    connection,
                    Bench.schema(TEXT),
                    Bench.TIMEOUT,
                    200,
                    (work, twins, names, chunk) -> assertFalse(shadow(TEXT).isEmpty()));
        }
    }

    @Test
    void allFaultsOfAReadingHaveTheirPlaces() {
        List<Problem> problems = problems("""
            create table public.t (
              id int primary key,
              a nosuch
            );
            create table u (x int);
            create view public.v as select 'public.u', public.u.nope
              from public.u;
            create view w as select * from t;
            create index i on w (a);
            alter table u add check (x >);
            """);
        assertEquals(
                List.of(
                        "table t|schema.sql:3:5|42704|type \"nosuch\" does not exist (42704); not tried because of it:"
                                + " view w (line 8), index w.i (line 9)",
                        "view v|schema.sql:6:44|42703|column u.nope does not exist (42703)",
                        "table u|schema.sql:10:29|42601|syntax error at or near \")\" (42601)"),
                problems.stream()
                        .map(p -> p.object() + "|" + p.place() + "|" + p.sqlState() + "|" + p.message())
                        .toList());
        assertEquals(
                Set.of("TDM-103"),
                Set.copyOf(problems.stream().map(Problem::code).toList()));
    }

    @Test
    void anExtensionThatIsNotThereIsAFault() {
        Problem problem =
                problems("create extension nosuch; create table t (a int)").get(0);
        assertEquals("TDM-103", problem.code());
        assertTrue(problem.message().contains("extension \"nosuch\" is not available"), problem.message());
    }

    @Test
    void aRoleThatIsNotThereIsNamedWithTheWayOut() {
        Problem problem = problems("create table t (a int);\ncreate policy p on t to \"No body\" using (true);")
                .get(0);
        assertEquals("TDM-103", problem.code());
        assertEquals("schema.sql:2:1", problem.place());
        assertEquals("role \"No body\" does not exist (42704)", problem.message());
        assertTrue(
                problem.wayOutTexts().get(0).endsWith("CREATE ROLE \"No body\";"),
                problem.wayOutTexts().toString());
    }

    @Test
    void anEventTriggerThatTheServerWouldNotTakeIsAFault() {
        String function = "create function f() returns event_trigger language plpgsql as 'begin end';\n";
        Problem problem = problems(function + "create event trigger e on no_such_event execute function f();")
                .get(0);
        assertEquals("TDM-103", problem.code());
        assertTrue(problem.message().startsWith("unrecognized event name \"no_such_event\""), problem.message());
        shadow(function + "create event trigger e on sql_drop execute function f();");
        assertEquals("0", database.value("select count(*) from pg_event_trigger"));
    }

    @Test
    void aQuietBindingToALiveObjectIsRefused() {
        Bench.load(
                database,
                "create extension citext; create table old (a int); create function f() returns int language sql as"
                        + " 'select 1'");
        List<Problem> problems = problems("create table t (x int default f());\ncreate view v as select * from old;");
        assertEquals(
                Set.of("TDM-104"),
                Set.copyOf(problems.stream().map(Problem::code).toList()));
        assertTrue(
                problems.stream()
                        .anyMatch(p -> p.message().contains("view public.v")
                                && p.message().contains("live table public.old")
                                && "schema.sql:2:1".equals(p.place())),
                problems.toString());
        assertTrue(problems.stream().anyMatch(p -> p.message().contains("function public.f()")), problems.toString());
    }

    @Test
    void aKeyToALiveTableIsRefused() {
        Bench.load(database, "create schema auth; create table auth.users (id int primary key)");
        Problem problem =
                problems("create table t (u int references auth.users)").get(0);
        assertEquals("TDM-104", problem.code());
        assertTrue(problem.message().contains("auth.users"), problem.message());
        String external = "-- @external\n"
                + "create table auth.users (id int primary key);create table t (u int references auth.users)";
        assertFalse(shadow(external).isEmpty());
    }

    @Test
    void anEventTriggerThatRefusesIsNamed() {
        Bench.load(database, """
            create function only_mine() returns event_trigger language plpgsql as $$ begin raise exception 'not here'; end $$;
            create event trigger guard on ddl_command_start execute function only_mine();
            """);
        try {
            Problem problem = problems(TEXT).get(0);
            assertEquals("TDM-105", problem.code());
            assertTrue(problem.message().startsWith("event trigger guard refuses"), problem.message());
        } finally {
            database.run("drop event trigger guard");
        }
    }

    @Test
    void anEventTriggerThatLogsIsNoHarm() {
        Bench.load(database, """
            create table log (at timestamptz, tag text);
            create function note() returns event_trigger language plpgsql as $$ begin insert into public.log values (now(), tg_tag); end $$;
            create event trigger note on ddl_command_end execute function note();
            """);
        try {
            String before = database.value("select count(*) from log");
            assertFalse(shadow(TEXT).isEmpty());
            assertEquals(before, database.value("select count(*) from log"));
        } finally {
            database.run("drop event trigger note");
        }
    }

    @Test
    void replicationRoleReplicaIsRefused() throws SQLException {
        try (Connection connection = database.connect()) {
            run(connection, "set session_replication_role = replica");
            TidemarkException refused = assertThrows(TidemarkException.class, () -> Bench.shadow(connection, TEXT));
            assertEquals("TDM-106", refused.code());
        }
    }

    @Test
    void aRoleNeedsCreateOnTheDatabaseAndNothingElse() throws SQLException {
        Bench.load(database, "create extension citext;" + TEXT.replace("n int", "n bigint"));
        String text = "create extension citext;" + TEXT.replace("n int", "n citext");
        String role = "r_" + UUID.randomUUID().toString().substring(0, 8);
        database.run("create role " + role + " login password 'x'");
        try (Connection connection = database.dataSource(role, "x").getConnection()) {
            TidemarkException refused = assertThrows(TidemarkException.class, () -> Bench.shadow(connection, text));
            assertEquals("TDM-107", refused.code());
            assertEquals(
                    List.of("GRANT CREATE ON DATABASE \"%s\" TO \"%s\"".formatted(database.name(), role)),
                    refused.problems().get(0).wayOutTexts());
            database.run("grant create on database " + database.name() + " to " + role);
            assertTrue(Bench.shadow(connection, text)
                    .getOrDefault("column public t.n", "")
                    .contains("citext"));
        } finally {
            database.run("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void hostileRoleSettingsChangeNothing() throws SQLException {
        String text = """
            create table "T" (a timestamptz default '2024-02-03 04:05:06', b interval default '1 day 02:03:04', c bytea default '\\x00ff', d float8 default 0.1,
              e date default '2024-02-03', f text check (f <> 'a\\b'), g boolean default (null = null));
            create function f() returns int language plpgsql as 'nonsense';
            """;
        String wanted = shadow(text).toString();
        String role = "r_" + UUID.randomUUID().toString().substring(0, 8);
        database.run(
                "create role " + role + " superuser login password 'x'",
                "alter role " + role + " set timezone = 'Asia/Kolkata'",
                "alter role " + role + " set datestyle = 'German, DMY'",
                "alter role " + role + " set intervalstyle = 'sql_standard'",
                "alter role " + role + " set bytea_output = 'escape'",
                "alter role " + role + " set extra_float_digits = -5",
                "alter role " + role + " set quote_all_identifiers = on",
                "alter role " + role + " set transform_null_equals = on",
                "alter role " + role + " set standard_conforming_strings = off",
                "alter role " + role + " set search_path = 'information_schema', 'pg_catalog'",
                "alter role " + role + " set default_table_access_method = 'nosuch'",
                "alter role " + role + " set client_min_messages = 'debug5'");
        try (Connection connection = database.dataSource(role, "x").getConnection()) {
            assertEquals(wanted, Bench.shadow(connection, text).toString());
        } finally {
            database.run("drop role " + role);
        }
    }

    @Test
    void manyTablesComeInChunks() throws SQLException {
        StringBuilder text =
                new StringBuilder("create type mood as enum ('a', 'b');\ncreate table root (id int primary key);\n");
        for (int i = 0; i < 250; i++) {
            text.append(
                    "create table t%1$d (id bigserial primary key, m mood default 'a', r int references root);create index i%1$d on t%1$d (m);"
                            .formatted(i));
            if (i > 0) {
                text.append(
                        "alter table t%1$d add constraint k%1$d foreign key (id) references t%2$d;create view v%1$d as select a.id from t%1$d a, t%2$d b;"
                                .formatted(i, i / 2));
            }
        }
        text.append(
                "comment on table t3 is 'x'; comment on sequence t4_id_seq is 'y'; create view last as select * from"
                        + " v7");
        Bench.load(database, text.toString());
        SortedMap<String, String> wanted = Bench.live(database, Set.of("public"));
        int[] chunks = {0};
        SortedMap<String, String> all = new TreeMap<>();
        try (Connection connection = database.connect()) {
            Shadow.run(connection, Bench.schema(text.toString()), Bench.TIMEOUT, 200, (work, twins, names, chunk) -> {
                chunks[0]++;
                SortedMap<String, String> part = Snapshot.of(work, twins, names);
                long tables = part.keySet().stream()
                        .filter(k -> k.startsWith("relation public t") && !k.endsWith("_seq"))
                        .count();
                assertTrue(tables <= 200, tables + " tables at once");
                all.putAll(part);
            });
        }
        assertTrue(chunks[0] >= 2, chunks[0] + " chunks");
        assertEquals(wanted, all);
    }
}
