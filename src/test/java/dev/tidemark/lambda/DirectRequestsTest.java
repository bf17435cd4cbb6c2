package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every direct request is answered by the schema of docs/schemas, whatever the database says or does not say. */
final class DirectRequestsTest {
    private static final Duration PLENTY = Duration.ofSeconds(60);
    private static final Map<String, String> ENVIRONMENT =
            Map.of("TIDEMARK_APP", "selfcheck", "TIDEMARK_REQUESTS", "plan,sync,status,verify,drift");

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void theLifeOfASchemaInRequests() {
        assertEquals("OUT_OF_DATE", ask("status").get("status"));
        assertEquals("PLANNED", ask("plan").get("status"));
        assertEquals("OUT_OF_DATE", ask("verify").get("status"));
        assertEquals("NEVER_SYNCED", ask("drift").get("status"));
        assertEquals("SYNCED", ask("sync").get("status"));
        assertEquals("UP_TO_DATE", ask("status").get("status"));
        assertEquals("UP_TO_DATE", ask("plan").get("status"));
        assertEquals("UP_TO_DATE", ask("verify").get("status"));
        assertEquals("IN_STEP", ask("drift").get("status"));
    }

    @Test
    void whatSomebodyElseChangedIsDriftAndNothingThatVerifyOverlooks() {
        ask("sync");
        database.run(
                "do $$ begin execute format('alter table %s add column hand text', (select oid::regclass from pg_class"
                        + " where relname = 'probe')); end $$");
        Map<String, @Nullable Object> drift = ask("drift");
        assertEquals("DRIFTED", drift.get("status"));
        assertEquals("same", drift.get("codeIs"));
        assertTrue(JsonLine.of(drift.get("drifted")).contains("probe.hand"), JsonLine.of(drift));
        assertEquals("OUT_OF_DATE", ask("verify").get("status"), "data loss would be withheld, and is no recorded one");
    }

    @Test
    void withTooLittleTimeNothingIsBegun() {
        for (String command : List.of("plan", "sync", "verify", "drift")) {
            assertEquals("TDM-306", code(handler(Map.of()), command, Duration.ofMillis(1900)), command);
        }
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'tidemark'"));
        assertEquals("OUT_OF_DATE", ask("status", Duration.ofMillis(1900)).get("status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "sync", "status", "verify", "drift"})
    void aDatabaseThatTakesTheConnectionAndSaysNothingDoesNotOutlastTheInvocation(String command) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TidemarkHandler handler = new TidemarkHandler(
                    Map.of(
                            "TIDEMARK_APP",
                            "selfcheck",
                            "TIDEMARK_REQUESTS",
                            "plan,sync,status,verify,drift",
                            "TIDEMARK_INIT_RESERVE",
                            "2s",
                            "TIDEMARK_URL",
                            "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?user=u&password=p"),
                    null);
            long start = System.nanoTime();
            String code = code(handler, command, Duration.ofSeconds(4));
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertTrue(List.of("TDM-307", "TDM-403").contains(code), code);
            assertTrue(millis < 4000, millis + " ms");
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidSo() {
        TidemarkHandler handler = handler(Map.of("TIDEMARK_URL", "jdbc:postgresql://127.0.0.1:1/x?user=u&password=p"));
        assertEquals("TDM-402", code(handler, "status", Duration.ofSeconds(3)));
    }

    private TidemarkHandler handler(Map<String, String> environment) {
        return environment.isEmpty()
                ? new TidemarkHandler(ENVIRONMENT, database.dataSource())
                : new TidemarkHandler(
                        Map.of("TIDEMARK_APP", "selfcheck", "TIDEMARK_URL", environment.get("TIDEMARK_URL")), null);
    }

    private static @Nullable String code(TidemarkHandler handler, String command, Duration time) {
        Map<String, @Nullable Object> answer =
                handler.handleRequest(Map.of("tidemark", command), TimedContext.of(time));
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/failure", JsonLine.of(answer)));
        List<?> errors = (List<?>) Objects.requireNonNull(answer.get("errors"));
        return (String) ((Map<?, ?>) errors.get(0)).get("code");
    }

    private Map<String, @Nullable Object> ask(String command) {
        return ask(command, PLENTY);
    }

    private Map<String, @Nullable Object> ask(String command, Duration time) {
        Map<String, @Nullable Object> answer =
                handler(Map.of()).handleRequest(Map.of("tidemark", command), TimedContext.of(time));
        String json = JsonLine.of(answer);
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/" + command, json), json);
        return answer;
    }
}
