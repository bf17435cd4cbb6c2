package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.report.Json;
import dev.tidemark.testkit.LambdaRoutes;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the schedule does to the database and what it does not; and that it ends in time, whatever happens. */
final class ScheduledWorkTest {
    private static final String APP = "selfcheck";
    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final TestDatabase database = TestPostgres.fresh();

    /** What it wrote while it ran. */
    private String written = "";

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void whatAnEarlierRunBeganIsFinishedAndVerifyFinishesNothing() throws SQLException {
        announce();
        assertEquals("OUT_OF_DATE", run(Map.of("TIDEMARK_MODE", "verify")).get("status"));
        assertEquals("0", tables());
        Map<String, @Nullable Object> answer = run(Map.of("TIDEMARK_MODE", "auto"));
        assertEquals("SYNCED", answer.get("status"));
        assertEquals("1", tables());
        assertTrue(((Number) Objects.requireNonNull(answer.get("statements"))).intValue() > 0);
        assertEquals(0, number(metrics(), "DriftObjects"));
        assertEquals("UP_TO_DATE", run(Map.of("TIDEMARK_MODE", "safe")).get("status"));
    }

    @Test
    void whatWaitsForOlderVersionsIsDoneOnceLambdaHasShiftedAllTraffic() {
        for (String schema : List.of(
                "create table item (id bigint primary key, name text);",
                "create table item (id bigint primary key, name text not null);")) {
            SyncOptions options = SyncOptions.defaults()
                    .withApp(APP)
                    .withSource(new SyncOptions.SchemaSource(schema, "schema.sql"))
                    .withExplicit(true);
            Tidemark.open(database.dataSource(), options).sync();
        }
        Map<String, String> settings =
                Map.of("TIDEMARK_MODE", "safe", "TIDEMARK_SERVES", "orders:live", "TIDEMARK_BREAKING_AFTER", "0s");
        try (LambdaRoutes lambda = new LambdaRoutes()) {
            lambda.published("6", "2000-01-01T00:00:00.000+0000");
            lambda.published("7", "2999-01-01T00:00:00.000+0000");
            lambda.alias("{\"FunctionVersion\":\"6\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"7\":0.9}}}");
            Map<String, @Nullable Object> answer = run(settings);
            assertEquals("DEFERRED", answer.get("status"));
            assertTrue(String.valueOf(answer.get("reason")).contains("version 6 of orders serves"), answer.toString());
            lambda.alias("{\"FunctionVersion\":\"7\"}");
            answer = run(settings);
            assertTrue(String.valueOf(answer.get("reason")).contains("was found just now"), answer.toString());
            answer = run(settings);
            assertEquals("SYNCED", answer.get("status"), answer.toString());
            assertEquals(0, answer.get("deferred"));
        }
        assertEquals(
                "t",
                database.value("select attnotnull from pg_attribute where attrelid = 'item'::regclass and attname ="
                        + " 'name'"));
    }

    @Test
    void withoutADeployersCredentialItOnlyLooks() throws SQLException {
        announce();
        assertEquals("OUT_OF_DATE", run(Map.of()).get("status"));
        assertEquals("0", tables());
    }

    @Test
    void offTouchesNothingNotEvenTheDatabase() {
        Map<String, @Nullable Object> answer =
                run(Map.of("TIDEMARK_MODE", "off", "TIDEMARK_URL", "jdbc:postgresql://127.0.0.1:1/x"));
        assertEquals("OFF", answer.get("status"));
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/off", JsonLine.of(answer)));
        assertFalse(written.contains("_aws"));
    }

    @Test
    void aLeaseThatAnotherHoldsIsWaitedForMeasuredAndItsWorkIsNoDrift() throws SQLException {
        announce();
        database.run("insert into tidemark.lease (app, holder, holder_name, hash, term, acquired_at, renewed_at,"
                + " expires_at, backends) values ('selfcheck', gen_random_uuid(), 'i-other', 'v1:x', 7, now() -"
                + " interval '90 s', now(), now() + interval '1 h', '')");
        Map<String, @Nullable Object> answer = run(Map.of("TIDEMARK_MODE", "safe", "TIDEMARK_WAIT_TIMEOUT", "600ms"));
        assertEquals("TIMED_OUT", answer.get("status"));
        assertEquals("i-other", answer.get("leaseHolder"));
        assertNull(answer.get("driftObjects"));
        Map<?, ?> metrics = metrics();
        assertEquals(1, number(metrics, "LeaseWaits"));
        assertEquals(90, number(metrics, "LeaseAgeSeconds"), 60);
        assertEquals(0, number(metrics, "Failed"), "the next schedule goes on");
        assertFalse(metrics.containsKey("DriftObjects"));
        assertTrue(((Number) Objects.requireNonNull(answer.get("waitedMs"))).longValue() >= 500);
    }

    @Test
    void aBlockedVersionIsThrownAlsoBeforeItsRetryTime() throws SQLException {
        database.run("create schema other", "create table other.probe (id text)");
        announce();
        database.run("update tidemark.schema_version set state = 'blocked', reason = 'rows in the way', attempts = 1,"
                + " retry_after = now() + interval '1 h'");
        TidemarkException thrown = assertThrows(TidemarkException.class, () -> run(Map.of("TIDEMARK_MODE", "safe")));
        assertEquals("TDM-612", thrown.code());
        assertTrue(thrown.getMessage().contains("rows in the way"), thrown.getMessage());
        assertEquals(1, number(metrics(), "Failed"));
        assertTrue(metrics().containsKey("DriftObjects"), "drift is looked for all the same");
    }

    @Test
    void aSilentDatabaseIsThrownBeforeTheInvocationIsOver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?user=u&password=p";
            Map<String, String> environment =
                    Map.of("TIDEMARK_APP", APP, "TIDEMARK_URL", url, "TIDEMARK_INIT_RESERVE", "2s");
            long start = System.nanoTime();
            TidemarkException thrown = assertThrows(
                    TidemarkException.class,
                    () -> captured(() -> new TidemarkHandler(environment, null)
                            .handleRequest(Map.of("tidemark", "schedule"), TimedContext.of(Duration.ofSeconds(4)))));
            assertTrue(List.of("TDM-307", "TDM-403").contains(thrown.code()), thrown.getMessage());
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 4000);
            assertEquals(1, number(metrics(), "Failed"));
            assertFalse(metrics().containsKey("HotPathSeconds"));
        }
    }

    /** Such as a deploy that failed and was rolled back: the schedule runs the code of before. */
    @Test
    void whatANewerVersionsBlockedRunLeftIsNoDriftForTheOlderCode() throws SQLException {
        announce();
        assertEquals("SYNCED", run(Map.of("TIDEMARK_MODE", "safe")).get("status"));
        String probe =
                database.value("select conrelid::regclass::text from pg_constraint where conname = 'probe_pkey'");
        String newer = "create table " + probe + " (id bigint primary key, note text, b int);"
                + " create table z (id int primary key, n int check (current_query() !~ 'VALI[D]ATE'));";
        database.run("create table z (id int primary key, n int)", "insert into z values (1, 1)");
        SyncOptions options = SyncOptions.defaults()
                .withApp(APP)
                .withSource(new SyncOptions.SchemaSource(newer, "schema.sql"))
                .withExplicit(true)
                .withBreakingAllowed(true);
        SyncResult blocked = Tidemark.open(database.dataSource(), options).sync();
        assertEquals(SyncStatus.BLOCKED, blocked.status(), blocked.toString());
        assertTrue(blocked.statements() > 0, blocked.toString());
        Map<String, @Nullable Object> answer = run(Map.of("TIDEMARK_MODE", "safe"));
        assertEquals(0, answer.get("driftObjects"), String.valueOf(answer.get("drift")));
        assertEquals(0, number(metrics(), "DriftObjects"));
        assertTrue(written.contains("\"unfinished\":\"" + blocked.hash().substring(0, 15) + "\""), written);
        assertEquals("2", database.value("select count(*) from tidemark.schema_text"));
    }

    /** EventBridge and SNS take 256 KB. */
    @Test
    void aFailureIsToldInFewWords() {
        Problem problem = Problem.of("TDM-501", null, "ü".repeat(400_000), null, "P0001", List.of("x".repeat(400_000)));
        Notice notice = Notice.of(
                new TidemarkException(Collections.nCopies(50, problem), false, null),
                APP,
                new Invocation(Map.of(), null, TimedContext.of(PLENTY)));
        String json = Json.line(notice.detail());
        assertTrue(json.getBytes(StandardCharsets.UTF_8).length < 200_000, "" + json.length());
        assertEquals(List.of(), Schemas.faults("notices.json", json));
    }

    /** CloudWatch drops a line whose namespace or dimension it would not take, and says so nowhere. */
    @Test
    void whatCloudWatchWouldNotTakeIsThrownAndMeasuredUnderNamesThatItTakes() {
        for (String namespace : List.of(":x", "AWS/Tidemark", "Umläute", "a\tb", "n".repeat(256))) {
            TidemarkException thrown = assertThrows(
                    TidemarkException.class, () -> run(Map.of("TIDEMARK_METRICS_NAMESPACE", namespace)), namespace);
            assertEquals("TDM-603", thrown.code());
            assertEquals(1, number(metrics(), "Failed"));
            assertTrue(written.contains("\"Namespace\":\"Tidemark\""), written);
        }
        for (String app : List.of("", " ", "ä", "../x")) {
            Map<String, Object> event = Map.of("tidemark", "schedule", "app", app);
            assertThrows(
                    TidemarkException.class,
                    () -> captured(() -> new TidemarkHandler(Map.of(), database.dataSource())
                            .handleRequest(event, TimedContext.of(PLENTY))));
            assertEquals("unknown", metrics().get("App"));
        }
    }

    @Test
    void wrongSettingsAreThrownAndHideNoMetrics() {
        for (String setting : List.of("TIDEMARK_MODE", "TIDEMARK_METRICS", "TIDEMARK_INIT_RESERVE")) {
            TidemarkException thrown =
                    assertThrows(TidemarkException.class, () -> run(Map.of(setting, "maybe")), setting);
            assertEquals("TDM-603", thrown.code());
            assertEquals(1, number(metrics(), "Failed"), setting);
        }
    }

    private void announce() throws SQLException {
        ControlTables tables = new ControlTables("tidemark");
        String hash = Tidemark.open(
                        database.dataSource(), SyncOptions.defaults().withApp(APP))
                .hash();
        try (Connection connection = database.connect()) {
            tables.bootstrap(connection, List.of());
            tables.announce(connection, new Identity(APP, hash, Generation.none()));
        }
    }

    private String tables() {
        return database.value(
                "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where relname = 'probe'"
                        + " and nspname <> 'other'");
    }

    private Map<String, @Nullable Object> run(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("TIDEMARK_APP", APP));
        environment.putAll(more);
        return captured(
                () -> new TidemarkHandler(environment, more.containsKey("TIDEMARK_URL") ? null : database.dataSource())
                        .handleRequest(Map.of("tidemark", "schedule"), TimedContext.of(PLENTY)));
    }

    private Map<String, @Nullable Object> captured(Supplier<Map<String, @Nullable Object>> run) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return run.get();
        } finally {
            System.setOut(before);
            written = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private Map<?, ?> metrics() {
        String line =
                written.lines().filter(l -> l.contains("_aws")).findFirst().orElseThrow();
        assertEquals(List.of(), Schemas.faults("metrics.json", line), line);
        return (Map<?, ?>) Objects.requireNonNull(Json.read(line));
    }

    private static int number(Map<?, ?> document, String field) {
        return ((Number) Objects.requireNonNull(document.get(field))).intValue();
    }
}
