package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may invoke the function asks for no more than its configuration allows. */
final class AllowedRequestsTest {
    private static final String ALL = "plan,status,verify,drift,sync,schedule,deploy";
    private static final Map<String, Object> DROP =
            Map.of("tidemark", "sync", "mode", "auto", "allow", List.of("DATA_LOSS"), "force", true);

    private final TestDatabase database = TestPostgres.fresh();
    private String table = "";

    /** A column that is not declared, which a sync that may lose data drops. */
    @BeforeEach
    void addAColumnThatIsNotDeclared() {
        Tidemark tidemark = Tidemark.open(
                database.dataSource(),
                SyncOptions.defaults().withApp("selfcheck").withExplicit(true));
        tidemark.sync();
        table = database.value("select oid::regclass from pg_class where relname = 'probe'");
        database.run(
                "alter table " + table + " add column kept text default 'full'",
                "insert into " + table + " (id) values (1)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Map<String, @Nullable Object> ask(Map<String, String> more, Map<String, Object> event) {
        Map<String, String> environment =
                new HashMap<>(Map.of("TIDEMARK_APP", "selfcheck", "TIDEMARK_ADOPT", "schema"));
        environment.putAll(more);
        Map<String, @Nullable Object> answer = new TidemarkHandler(environment, database.dataSource())
                .handleRequest(event, TimedContext.of(Duration.ofSeconds(60)));
        return answer;
    }

    private void assertRefused(String code, Map<String, String> environment, Map<String, Object> event) {
        String journal = database.value("select count(*) from tidemark.journal");
        Map<String, @Nullable Object> answer = ask(environment, event);
        String json = JsonLine.of(answer);
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/failure", json), json);
        assertTrue(json.contains("\"" + code + "\""), json);
        assertEquals(journal, database.value("select count(*) from tidemark.journal"));
        assertEquals("1", kept());
    }

    private String kept() {
        return database.value("select count(*) from pg_attribute where attrelid = '" + table
                + "'::regclass and attname = 'kept' and not attisdropped");
    }

    @Test
    void aSyncIsNotAnsweredUnlessTheFunctionIsToldTo() {
        assertRefused("TDM-613", Map.of(), Map.of("tidemark", "sync"));
        assertRefused("TDM-613", Map.of("TIDEMARK_MODE", "auto", "TIDEMARK_ALLOW", "data_loss"), DROP);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"verify,data_loss", "safe,data_loss", "-,data_loss", "off,-", "auto,-", "auto,table_rewrite"})
    void aSyncDropsNothingThatTheEnvironmentDoesNotLetItDrop(String mode, String allow) {
        Map<String, String> environment = new HashMap<>(Map.of("TIDEMARK_REQUESTS", ALL));
        if (mode != null) {
            environment.put("TIDEMARK_MODE", mode);
        }
        if (allow != null) {
            environment.put("TIDEMARK_ALLOW", allow);
        }
        assertRefused("TDM-614", environment, DROP);
    }

    @Test
    void underVerifyNoSyncChangesAnything() {
        assertRefused(
                "TDM-614", Map.of("TIDEMARK_REQUESTS", ALL, "TIDEMARK_MODE", "verify"), Map.of("tidemark", "sync"));
    }

    @Test
    void whatTheEnvironmentAllowsMayBeAskedForAndLowered() {
        Map<String, String> all =
                Map.of("TIDEMARK_REQUESTS", ALL, "TIDEMARK_MODE", "auto", "TIDEMARK_ALLOW", "data_loss");
        Map<String, @Nullable Object> safe = ask(all, Map.of("tidemark", "sync", "safe", true, "force", true));
        assertEquals("1", String.valueOf(safe.get("withheld")), () -> JsonLine.of(safe));
        assertEquals("1", kept());
        Map<String, @Nullable Object> none =
                ask(all, Map.of("tidemark", "sync", "mode", "auto", "allow", List.of(), "force", true));
        assertEquals("BLOCKED", none.get("status"), () -> JsonLine.of(none));
        assertEquals("1", kept());
        Map<String, @Nullable Object> dropped = ask(all, DROP);
        assertEquals("SYNCED", dropped.get("status"), () -> JsonLine.of(dropped));
        assertEquals("0", kept());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "status", "verify", "drift"})
    void whatChangesNothingIsAnsweredUnlessItIsTakenOut(String command) {
        Map<String, Object> event = Map.of("tidemark", command);
        String json = JsonLine.of(ask(Map.of("TIDEMARK_MODE", "verify"), event));
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/" + command, json), json);
        assertRefused("TDM-613", Map.of("TIDEMARK_REQUESTS", "sync,schedule"), event);
    }

    /** Nothing of a plan runs, so that it may be made as if more were allowed. */
    @Test
    void aPlanMayAskWhatIf() {
        Map<String, Object> event = Map.of("tidemark", "plan", "mode", "auto", "allow", List.of("DATA_LOSS"));
        assertEquals("PLANNED", ask(Map.of("TIDEMARK_MODE", "verify"), event).get("status"));
        assertEquals("1", kept());
    }

    @Test
    void aScheduleThatIsNotAnsweredIsThrown() {
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> assertEquals(Map.of(), ask(Map.of("TIDEMARK_REQUESTS", "plan"), Map.of("tidemark", "schedule"))));
        assertEquals("TDM-613", fault.code());
    }

    /** An event that looks like CloudFormation's is no way around it. */
    @Test
    void aForgedDeployIsHeldToTheSame() {
        Map<String, Object> event = new HashMap<>(
                Map.of("RequestType", "Create", "StackId", "s", "RequestId", "r", "LogicalResourceId", "Schema"));
        event.put("ResourceProperties", Map.of("Mode", "auto", "AllowHazards", "DATA_LOSS"));
        event.put("ResponseURL", "https://127.0.0.1:1/x");
        assertEquals(
                "TDM-620",
                assertThrows(TidemarkException.class, () -> assertEquals(Map.of(), ask(Map.of(), event)))
                        .code());
        assertEquals("1", kept());
    }
}
