package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.report.Gzip;
import dev.tidemark.report.Json;
import dev.tidemark.testkit.AwsServer;
import dev.tidemark.testkit.PlanLogin;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The function's side of a plan of a schema that others wrote: off by default, a login that is looked at, candidates that mean harm. */
final class CandidatePlanTest {
    /** The login may not execute pg_sleep. */
    private static final String ENDLESS = "perform count(*) from (select generate_series(1, 300000000)) s";

    private static final String GOOD = "create table fine (a int primary key);";
    private static final TestDatabase DATABASE = TestPostgres.fresh();
    private static final PlanLogin LOGIN = PlanLogin.create(DATABASE);

    @BeforeAll
    static void secrets() {
        DATABASE.run(
                "create schema hidden",
                "create table hidden.secrets (value text)",
                "insert into hidden.secrets values ('topsecret')",
                "create sequence hidden.counter",
                "create table public.customers (phone text)",
                "insert into public.customers values ('topsecret')");
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
        LOGIN.close();
    }

    private static Map<String, String> environment() {
        return Map.of(
                "TIDEMARK_URL", DATABASE.url(),
                "TIDEMARK_APP", "selfcheck",
                "TIDEMARK_PLAN_USER", LOGIN.user(),
                "TIDEMARK_PLAN_PASSWORD", LOGIN.password());
    }

    private static Map<String, @Nullable Object> plan(Map<String, String> environment, Object schema, Duration left) {
        Map<String, Object> event = new HashMap<>(Map.of("tidemark", "plan", "mode", "auto", "schema", schema));
        return new TidemarkHandler(environment, null).handleRequest(event, TimedContext.of(left));
    }

    private static Map<String, @Nullable Object> plan(Map<String, String> environment, String text) {
        return plan(environment, sent(text), Duration.ofSeconds(30));
    }

    private static Map<String, Object> sent(String text) {
        return Map.of(
                "app",
                "shop",
                "origin",
                "schema.sql",
                "gzip",
                Base64.getEncoder().encodeToString(Gzip.pack(text)));
    }

    private static void assertRefused(String code, String words, Map<String, @Nullable Object> answer) {
        String text = JsonLine.of(answer);
        assertEquals("ERROR", answer.get("status"), text);
        assertTrue(text.contains("\"" + code + "\"") && text.contains(words), text);
    }

    @Test
    void itIsOffWhereNoLoginIsConfigured() {
        Map<String, String> without = new HashMap<>(environment());
        without.remove("TIDEMARK_PLAN_USER");
        assertRefused("TDM-638", "docs/review.md", plan(without, GOOD));
        assertEquals("PLANNED", plan(environment(), GOOD).get("status"));
    }

    @Test
    void onlyAPlanTakesASchema() {
        for (String command : List.of("sync", "verify", "status", "drift", "schedule")) {
            Map<String, Object> event = Map.of("tidemark", command, "schema", sent(GOOD));
            try {
                Map<String, @Nullable Object> answer = new TidemarkHandler(environment(), null)
                        .handleRequest(event, TimedContext.of(Duration.ofSeconds(60)));
                assertRefused("TDM-611", "is no field of", answer);
            } catch (dev.tidemark.TidemarkException e) {
                assertEquals("TDM-611", e.code(), "the schedule's faults are thrown");
            }
        }
        assertEquals("0", DATABASE.value("select count(*) from pg_class where relname = 'fine'"));
    }

    @Test
    void aLoginThatMayMoreIsRefused() {
        String user = LOGIN.user();
        assertTold("SUPERUSER", "alter role " + user + " superuser", "alter role " + user + " nosuperuser");
        assertTold("BYPASSRLS", "alter role " + user + " bypassrls", "alter role " + user + " nobypassrls");
        assertTold("pg_read_all_data", "grant pg_read_all_data to " + user, "revoke pg_read_all_data from " + user);
        assertTold(
                "hidden.secrets",
                "grant select on hidden.secrets to " + user,
                "revoke select on hidden.secrets from " + user);
        assertTold("it owns schema own", "create schema own authorization " + user, "drop schema own");
        assertTold(
                "another role when it logs in",
                "alter role " + user + " set role pg_monitor; grant pg_monitor to " + user,
                "revoke pg_monitor from " + user + "; alter role " + user + " reset role");
        Map<String, String> deployer = new HashMap<>(environment());
        deployer.put("TIDEMARK_DEPLOYER_USER", user);
        deployer.put("TIDEMARK_DEPLOYER_PASSWORD", LOGIN.password());
        assertRefused("TDM-639", "own login", plan(deployer, GOOD));
        assertEquals("PLANNED", plan(environment(), GOOD).get("status"));
    }

    /** With it a candidate could switch off what keeps its shadow from being committed. */
    @Test
    void aLoginThatMaySetMoreIsRefused() {
        Assumptions.assumeTrue(
                Integer.parseInt(DATABASE.value("show server_version_num")) >= 150_000, "PostgreSQL 15: GRANT SET ON");
        String right = " set on parameter session_replication_role ";
        assertTold(
                "parameter session_replication_role",
                "grant" + right + "to " + LOGIN.user(),
                "revoke" + right + "from " + LOGIN.user());
    }

    private static void assertTold(String words, String change, String back) {
        DATABASE.run(change);
        try {
            assertRefused("TDM-639", words, plan(environment(), GOOD));
        } finally {
            DATABASE.run(back);
        }
    }

    /** What a partition's bound calls is called while the shadow is made. */
    private static String calling(String body) {
        return "create function act() returns text volatile language plpgsql as $f$ declare t text; begin " + body
                + "; return coalesce(t, 'x'); end $f$;\n"
                + "create table trap (a text) partition by list (a);\n"
                + "create table sprung partition of trap for values in (act());";
    }

    static List<String> hostile() {
        return List.of(
                calling("execute 'select value from hidden.secrets' into t; raise exception 'got %', t"),
                calling("execute 'select phone from ' || 'pub' || 'lic.customers' into t; raise exception 'got %', t"),
                calling("execute 'insert into hidden.secrets values (1)'"),
                calling("execute 'truncate pub' || 'lic.customers'"),
                calling("execute 'copy (select 1) to program ''touch /tmp/owned'''"),
                calling("t := pg_read_file('/etc/passwd'); raise exception 'got %', t"),
                calling("execute 'set role postgres'; execute 'select value from hidden.secrets' into t; raise"
                        + " exception '%', t"),
                calling("execute 'set session authorization postgres'"),
                calling("execute 'alter role current_user password ''evil'''"),
                calling("execute 'alter role current_user superuser'"),
                calling("execute 'create role evil superuser'"),
                calling("execute 'create schema evil'; execute 'create table evil.t as select 1'"),
                calling("perform setval('hidden.counter', 99)"),
                calling("perform pg_advisory_lock(4711)"),
                calling("execute 'create table left_behind (a int)'; commit"),
                calling("perform pg_notify('evil', 'x'); perform lo_create(4711)"),
                calling("perform set_config('session_replication_role', 'replica', false)"),
                "create table t (a text);\ncopy t from program 'touch /tmp/owned';",
                "do $$ begin execute 'select 1'; end $$;",
                "set role postgres; create table t (a int);",
                "create table t (a int); grant all on schema public to public;",
                "create materialized view m as select value from hidden.secrets;",
                "create view v as select phone from public.customers; create table customers (phone text);");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void candidatesThatMeanHarmDoNone(String text) {
        List<String> before = state();
        Map<String, @Nullable Object> answer = plan(environment(), text);
        assertFalse(JsonLine.of(answer).contains("topsecret"), () -> JsonLine.of(answer));
        assertFalse(JsonLine.of(answer).contains("root:x"), () -> JsonLine.of(answer));
        assertEquals(before, state());
        assertFalse(java.nio.file.Files.exists(java.nio.file.Path.of("/tmp/owned")));
    }

    /** All that a candidate could have changed, also what no rollback undoes. */
    private static List<String> state() {
        List<String> state = new ArrayList<>();
        state.addAll(DATABASE.rows(
                "select relname, relnamespace::regnamespace from pg_class where relnamespace::regnamespace::text"
                        + " not like 'pg\\_%' order by 1, 2"));
        state.addAll(DATABASE.rows("select nspname from pg_namespace order by 1"));
        state.addAll(DATABASE.rows(
                "select a.rolname, a.rolsuper, a.rolpassword, r.rolconfig from pg_authid a join pg_roles r on r.oid ="
                        + " a.oid where a.rolname in ('" + LOGIN.user() + "', 'evil')"));
        state.addAll(DATABASE.rows("select value from hidden.secrets union all select phone from public.customers"));
        state.addAll(DATABASE.rows("select last_value, is_called from hidden.counter"));
        state.addAll(DATABASE.rows("select oid from pg_largeobject_metadata"));
        state.addAll(DATABASE.rows("select 1 from pg_locks where locktype = 'advisory' and objid = 4711"));
        return state;
    }

    @Test
    void theHarmlessPartOfATrapIsSprung() {
        String text = JsonLine.of(plan(environment(), calling("raise exception 'sprung as %', current_user")));
        assertTrue(text.contains("sprung as " + LOGIN.user()), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ENDLESS,
                "set statement_timeout = 0; begin " + ENDLESS + "; exception when query_canceled then " + ENDLESS
                        + "; end",
            })
    void whatSleepsIsEndedInTime(String body) throws InterruptedException {
        long start = System.nanoTime();
        Map<String, @Nullable Object> answer = plan(environment(), sent(calling(body)), Duration.ofSeconds(5));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertRefused("TDM-307", "a longer Timeout for the function", answer);
        assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took + " " + answer);
        String running = "select count(*) from pg_stat_activity where usename = '" + LOGIN.user() + "'";
        for (int i = 0; i < 300 && !DATABASE.value(running).equals("0"); i++) {
            Thread.sleep(100);
        }
        assertEquals("0", DATABASE.value(running));
    }

    private static final String SLEEPLESS = calling("set statement_timeout = 0; loop begin " + ENDLESS
            + "; exception when query_canceled then null; end; end loop");

    private static boolean isAsleep() {
        return !DATABASE.value("select count(*) from pg_stat_activity where state = 'active' and clock_timestamp() -"
                        + " query_start > interval '300 ms' and usename = '"
                        + LOGIN.user() + "'")
                .equals("0");
    }

    private static void awaitAsleep(boolean wanted) throws InterruptedException {
        for (int i = 0; i < 300 && isAsleep() != wanted; i++) {
            Thread.sleep(100);
        }
        assertEquals(wanted, isAsleep());
    }

    /** As when several that sleep hold all connections that the role is allowed. */
    @Test
    void whatSleepsIsEndedWhereTheRoleHasNoConnectionLeft() throws Exception {
        DATABASE.run("alter role " + LOGIN.user() + " connection limit 3");
        List<Connection> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            var answer = threads.submit(() -> plan(environment(), sent(SLEEPLESS), Duration.ofSeconds(6)));
            awaitAsleep(true);
            assertThrows(SQLException.class, () -> {
                while (others.size() < 3) {
                    others.add(LOGIN.dataSource().getConnection());
                }
            });
            assertRefused("TDM-307", "its server process was ended", answer.get());
            awaitAsleep(false);
        } finally {
            for (Connection other : others) {
                other.close();
            }
            DATABASE.run("alter role " + LOGIN.user() + " connection limit 10");
        }
    }

    /** As when Lambda killed the function; nobody else's process is touched. */
    @Test
    void whatAKilledInvocationLeftIsEnded() throws Exception {
        try (Connection left = LOGIN.dataSource().getConnection();
                Connection later = LOGIN.dataSource().getConnection();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            var sleep = threads.submit(() -> left.createStatement().execute(ENDLESS.replace("perform", "select")));
            awaitAsleep(true);
            PlanRole.endOlderThan(Duration.ofMinutes(1), later);
            assertTrue(isAsleep());
            PlanRole.endOlderThan(Duration.ZERO, later);
            awaitAsleep(false);
            assertThrows(ExecutionException.class, sleep::get);
        }
    }

    @Test
    void whatIsNoSchemaIsRefusedByName() {
        Map<String, String> env = environment();
        Duration left = Duration.ofSeconds(60);
        assertRefused("TDM-611", "schema.gzip", plan(env, Map.of("app", "a", "gzip", "%%%"), left));
        assertRefused("TDM-611", "no gzip", plan(env, Map.of("app", "a", "gzip", "AAAA"), left));
        assertRefused("TDM-611", "schema.app", plan(env, Map.of("gzip", "AAAA"), left));
        assertRefused("TDM-611", "either", plan(env, Map.of("app", "a"), left));
        assertRefused("TDM-611", "schema.sql", plan(env, Map.of("app", "a", "sql", "x"), left));
        assertRefused("TDM-611", "no object", plan(env, "text", left));
        assertRefused("TDM-638", "bucket", plan(env, Map.of("app", "a", "url", "https://b.s3.amazonaws.com/k"), left));
    }

    /** As in a private subnet whose S3 endpoint is missing: told as such, and while there is time. */
    @Test
    void aBucketThatIsSilentIsToldInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            Map<String, String> env = new HashMap<>(environment());
            env.putAll(Map.of("TIDEMARK_PLAN_BUCKET", "plans", "AWS_ENDPOINT_URL", url));
            assertRefused(
                    "TDM-637",
                    "S3 gateway endpoint",
                    plan(env, Map.of("app", "shop", "url", url + "/plans/k"), Duration.ofSeconds(4)));
        }
    }

    /** What the schema's way took is no longer there for the plan. */
    @Test
    void aSchemaThatComesSlowlyHasLessTime() throws IOException {
        byte[] schema = Gzip.pack(calling(ENDLESS));
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, schema.length);
            for (byte b : new byte[] {0, 1}) {
                LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
                exchange.getResponseBody()
                        .write(schema, b * schema.length / 2, (b + 1) * schema.length / 2 - b * schema.length / 2);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
        slow.start();
        try {
            String url = "http://127.0.0.1:" + slow.getAddress().getPort();
            Map<String, String> env = new HashMap<>(environment());
            env.putAll(Map.of("TIDEMARK_PLAN_BUCKET", "plans", "AWS_ENDPOINT_URL", url));
            Map<String, @Nullable Object> answer =
                    plan(env, Map.of("app", "shop", "url", url + "/plans/k"), Duration.ofSeconds(8));
            assertRefused("TDM-307", "its server process was ended", answer);
        } finally {
            slow.stop(0);
        }
    }

    @Test
    void aBombIsNotInflated() {
        assertRefused("TDM-611", "more than 32 MB", plan(environment(), " ".repeat(40 << 20)));
    }

    @Test
    void anAnswerThatIsTooBigIsPackedOrStored() throws IOException {
        try (AwsServer aws = AwsServer.start((function, event) -> AwsServer.Answer.of("{}"))) {
            PlanBucket bucket = PlanBucket.of(Map.of("TIDEMARK_PLAN_BUCKET", "plans", "AWS_ENDPOINT_URL", aws.url()));
            String put = aws.url() + "/plans/k?X-Amz-Expires=900&X-Amz-Signature=s";
            Candidate both = new Candidate("a", "o", "", null, true, put);
            Map<String, @Nullable Object> small = document("x".repeat(10));
            assertEquals(small, CandidatePlan.packed(small, both, bucket));
            Map<String, @Nullable Object> packed = CandidatePlan.packed(document("x".repeat(6_000_000)), both, bucket);
            assertEquals(
                    document("x".repeat(6_000_000)), read(Base64.getDecoder().decode((String) packed.get("gzip"))));
            assertEquals("PLANNED", packed.get("status"));
            byte[] noise = new byte[6_000_000];
            new Random(1).nextBytes(noise);
            Map<String, @Nullable Object> big = document(Base64.getEncoder().encodeToString(noise));
            Map<String, @Nullable Object> stored =
                    CandidatePlan.packed(document(String.valueOf(big.get("changes"))), both, bucket);
            assertTrue(
                    stored.containsKey("stored") && !stored.containsKey("gzip"), () -> String.valueOf(stored.keySet()));
            assertEquals(big, read(Objects.requireNonNull(aws.objects().get("plans/k"))));
            Candidate neither = new Candidate("a", "o", "", null, false, null);
            assertTrue(CandidatePlan.packed(big, neither, bucket).containsKey("cut"));
        }
    }

    private static Map<String, @Nullable Object> document(String changes) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("format", 1L);
        document.put("status", "PLANNED");
        document.put("changes", changes);
        return document;
    }

    private static @Nullable Object read(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
