package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncStatus;
import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What the check says and does without a sync: verify, off, serve, errors, and their recovery. */
final class ColdStartTest {
    private static final String HASH = "v1:" + "a".repeat(64);
    private static final Map<String, String> APP = Map.of("TIDEMARK_APP", "coldstart");
    private static final TimedContext CONTEXT = TimedContext.of(Duration.ofMinutes(5));

    private final TestDatabase database = TestPostgres.fresh();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void carryACompiledSchema(@TempDir Path classes) throws IOException {
        Path folder = Files.createDirectories(classes.resolve("META-INF/tidemark/coldstart"));
        Files.writeString(folder.resolve("schema.sql"), "create table t (id int primary key);");
        Files.writeString(folder.resolve("schema.properties"), "app=coldstart\nhash=" + HASH + "\nformat=1\n");
        URL url = classes.toUri().toURL();
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {url}, before));
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        database.close();
    }

    @Test
    void whereTheRecordedSchemaIsThisOneTheFunctionServes() throws SQLException {
        record(HASH, 1);
        ColdStart check = ColdStart.check(database.dataSource(), APP);
        assertEquals(SyncStatus.UP_TO_DATE, check.status());
        assertDoesNotThrow(() -> check.ready(CONTEXT));
    }

    @Test
    void anOlderVersionServesOnAndChangesNothing() throws SQLException {
        record("v1:" + "b".repeat(64), 7);
        ColdStart check =
                ColdStart.check(database.dataSource(), with("TIDEMARK_GENERATION", "6", "TIDEMARK_MODE", "auto"));
        assertEquals(SyncStatus.SUPERSEDED, check.status());
        assertDoesNotThrow(() -> check.ready(CONTEXT));
        assertEquals(
                "v1:" + "b".repeat(64),
                database.value("select hash from tidemark.schema_version where state = 'current'"));
    }

    @Test
    void verifyRefusesInvocationsUntilSomebodySyncs() throws Exception {
        ColdStart check = ColdStart.check(database.dataSource(), APP);
        assertEquals(SyncStatus.OUT_OF_DATE, check.status());
        TidemarkUnavailable refused = assertThrows(TidemarkUnavailable.class, () -> check.ready(CONTEXT));
        assertEquals(SyncStatus.OUT_OF_DATE, refused.status());
        assertTrue(refused.retriable() && refused.retryAfter().toSeconds() >= 1);
        assertEquals(
                "0", database.value("select count(*) from pg_namespace where nspname = 'tidemark'"), "verify wrote");
        record(HASH, 1);
        Thread.sleep(ColdStart.RECHECK.toMillis() + 50);
        assertDoesNotThrow(() -> check.ready(CONTEXT));
        assertEquals(SyncStatus.UP_TO_DATE, check.status());
    }

    @Test
    void serveGoesOnWhateverTheCheckSays() {
        ColdStart check = ColdStart.check(database.dataSource(), with("TIDEMARK_ON_FAILURE", "serve"));
        assertEquals(SyncStatus.OUT_OF_DATE, check.status());
        assertDoesNotThrow(() -> check.ready(CONTEXT));
    }

    /** Managed Instances run several invocations in one environment: the second one finds the first one at the check. */
    @Test
    void serveGoesOnAlsoWhereAnotherInvocationIsStillAtTheCheck() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch silent = new CountDownLatch(1);
        AtomicBoolean hangs = new AtomicBoolean();
        PGSimpleDataSource source = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                if (hangs.get()) {
                    asked.countDown();
                    await(silent);
                }
                return database.dataSource().getConnection();
            }
        };
        ColdStart check = ColdStart.check(source, with("TIDEMARK_ON_FAILURE", "serve"));
        hangs.set(true);
        Thread.sleep(ColdStart.RECHECK.toMillis() + 50);
        Thread first = new Thread(() -> check.ready(CONTEXT));
        first.start();
        asked.await();
        assertDoesNotThrow(() -> check.ready(CONTEXT));
        assertTrue(first.isAlive(), "it did not wait for the other's check");
        silent.countDown();
        first.join();
    }

    @Test
    void offDoesNotEvenConnect() {
        PGSimpleDataSource nowhere = nowhere();
        ColdStart check = ColdStart.check(nowhere, with("TIDEMARK_MODE", "off"));
        assertNull(check.status());
        assertDoesNotThrow(() -> check.ready(CONTEXT));
    }

    @Test
    void aDatabaseThatIsAwayDoesNotCrashTheInitPhaseAndIsTriedAgain() throws SQLException {
        record(HASH, 1);
        PGSimpleDataSource source = nowhere();
        ColdStart check = ColdStart.check(source, APP);
        assertNull(check.status());
        source.setUrl(database.url());
        assertDoesNotThrow(() -> check.ready(CONTEXT), "the first invocation checks at once");
        assertEquals(SyncStatus.UP_TO_DATE, check.status());
    }

    @Test
    void whatTheSettingsOrTheClassPathLackIsSaidByReady() {
        for (Map<String, String> wrong : List.of(
                with("TIDEMARK_MODE", "sometimes"),
                with("TIDEMARK_ON_FAILURE", "maybe"),
                Map.of("TIDEMARK_APP", "other"))) {
            ColdStart check = ColdStart.check(database.dataSource(), wrong);
            TidemarkUnavailable refused = assertThrows(TidemarkUnavailable.class, () -> check.ready(CONTEXT));
            assertTrue(String.valueOf(refused.getMessage()).contains("TDM-"), refused::getMessage);
        }
    }

    @Test
    void theLogLineHasOneSentenceOfAFailureAndReadyHasAllOfIt() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        ColdStart check;
        try {
            check = ColdStart.check(database.dataSource(), Map.of("TIDEMARK_APP", "other"));
        } finally {
            System.setOut(before);
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(List.of(), Schemas.faults("log.json", line), line);
        assertTrue(line.contains("\"code\":\"TDM-110\",\"reason\":\"no compiled schema of app other"), line);
        assertFalse(line.contains("\\n"), line);
        TidemarkUnavailable refused = assertThrows(TidemarkUnavailable.class, () -> check.ready(CONTEXT));
        assertTrue(String.valueOf(refused.getMessage()).contains("annotationProcessorPaths"), refused::getMessage);
    }

    private void record(String hash, long generation) throws SQLException {
        ControlTables tables = new ControlTables("tidemark");
        try (Connection connection = database.connect()) {
            tables.bootstrap(connection, List.of());
            Identity identity = new Identity("coldstart", hash, new Generation("TIDEMARK_GENERATION", generation));
            tables.recordCurrent(connection, identity, "", 0, 0, "", "test", "test");
        }
    }

    private static Map<String, String> with(String... pairs) {
        Map<String, String> environment = new HashMap<>(APP);
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return environment;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PGSimpleDataSource nowhere() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://localhost:1/none?user=postgres&password=postgres");
        return source;
    }
}
