package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncStatus;
import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.schema.SchemaHash;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A check on a thread of its own, while the function builds its other clients. */
final class BegunCheckTest {
    private static final String TEXT = "create table t (id int primary key);";
    private static final String HASH = SchemaHash.of(TEXT);
    private static final Map<String, String> APP = Map.of("TIDEMARK_APP", "begun");
    private static final TimedContext CONTEXT = TimedContext.of(Duration.ofMinutes(5));

    private final TestDatabase database = TestPostgres.fresh();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Held source = new Held(database);

    /** Connects once it is let. */
    private static final class Held extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;
        private final transient TestDatabase database;
        private final transient CountDownLatch asked = new CountDownLatch(1);
        private final transient CountDownLatch let = new CountDownLatch(1);
        private final AtomicInteger refusals = new AtomicInteger();

        Held(TestDatabase database) {
            this.database = database;
        }

        @Override
        public Connection getConnection() throws SQLException {
            asked.countDown();
            try {
                let.await();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", "08006", e);
            }
            if (refusals.getAndDecrement() > 0) {
                throw new SQLException("no", "28000");
            }
            return database.dataSource().getConnection();
        }
    }

    @BeforeEach
    void carryACompiledSchema(@TempDir Path classes) throws IOException {
        Path folder = Files.createDirectories(classes.resolve("META-INF/tidemark/begun"));
        Files.writeString(folder.resolve("schema.sql"), TEXT);
        Files.writeString(folder.resolve("schema.properties"), "app=begun\nhash=" + HASH + "\nformat=1\n");
        URL url = classes.toUri().toURL();
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {url}, before));
    }

    @AfterEach
    void restore() {
        source.let.countDown();
        Thread.currentThread().setContextClassLoader(before);
        database.close();
    }

    @Test
    void beginReturnsAtOnceAndReadyWaitsForTheRest() throws Exception {
        record();
        ColdStart check = ColdStart.begin(source, APP);
        source.asked.await();
        assertNull(check.status(), "the check has not ended");
        source.let.countDown();
        assertDoesNotThrow(() -> check.ready(CONTEXT));
        assertEquals(SyncStatus.UP_TO_DATE, check.status());
    }

    @Test
    void whatTheDatabaseLacksIsLeftToTheFirstInvocation() {
        source.let.countDown();
        ColdStart check = ColdStart.begin(source, Map.of("TIDEMARK_APP", "begun", "TIDEMARK_MODE", "safe"));
        check.settle(Duration.ofMinutes(1));
        assertEquals(SyncStatus.TIMED_OUT, check.status());
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'tidemark'"));
        assertDoesNotThrow(() -> check.ready(CONTEXT));
        assertEquals(SyncStatus.SYNCED, check.status());
        assertEquals("1", database.value("select count(*) from pg_class where relname = 't'"));
    }

    @Test
    void verifyIsSaidByReady() {
        source.let.countDown();
        ColdStart check = ColdStart.begin(source, APP);
        TidemarkUnavailable refused = assertThrows(TidemarkUnavailable.class, () -> check.ready(CONTEXT));
        assertEquals(SyncStatus.OUT_OF_DATE, refused.status());
    }

    @Test
    void readyWaitsNoLongerThanTheInvocationHas() throws Exception {
        record();
        ColdStart check = ColdStart.begin(source, APP);
        source.asked.await();
        TidemarkUnavailable late =
                assertThrows(TidemarkUnavailable.class, () -> check.ready(TimedContext.of(Duration.ofMillis(600))));
        assertTrue(String.valueOf(late.getMessage()).contains("begun is not done"), late::getMessage);
        source.let.countDown();
        assertDoesNotThrow(() -> check.ready(CONTEXT));
    }

    @Test
    void aBegunCheckThatFailedIsTriedAgainAtOnce() throws Exception {
        record();
        source.refusals.set(1);
        source.let.countDown();
        ColdStart check = ColdStart.begin(source, APP);
        assertDoesNotThrow(() -> check.ready(CONTEXT));
        assertEquals(SyncStatus.UP_TO_DATE, check.status());
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSaid() throws Exception {
        record();
        ColdStart check = ColdStart.begin(source, APP);
        source.asked.await();
        Thread.currentThread().interrupt();
        assertThrows(TidemarkUnavailable.class, () -> check.ready(CONTEXT));
        assertTrue(Thread.interrupted(), "the interrupt is lost");
        source.let.countDown();
        assertDoesNotThrow(() -> check.ready(CONTEXT));
    }

    @Test
    void whatIsNotDoneBeforeASnapshotIsGivenUpAndTheCheckAfterTheRestoreCounts() throws Exception {
        record();
        ColdStart check = ColdStart.begin(source, APP);
        source.asked.await();
        check.settle(Duration.ofMillis(10));
        assertNull(check.status());
        source.let.countDown();
        check.restored();
        assertEquals(SyncStatus.UP_TO_DATE, check.status());
        check.settle(Duration.ofMinutes(1));
        assertEquals(SyncStatus.UP_TO_DATE, check.status(), "the late end of the begun check counts");
        assertDoesNotThrow(() -> check.ready(CONTEXT));
    }

    private void record() throws SQLException {
        ControlTables tables = new ControlTables("tidemark");
        try (Connection connection = database.connect()) {
            tables.bootstrap(connection, List.of());
            Identity identity = new Identity("begun", HASH, new Generation("TIDEMARK_GENERATION", 1));
            tables.recordCurrent(connection, identity, "", 0, 0, "", "test", "test");
        }
    }
}
