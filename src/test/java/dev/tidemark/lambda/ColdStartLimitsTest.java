package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncStatus;
import dev.tidemark.control.ControlTables;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What a cold start does where the server is full, away or locked, and where many invocations ask at once. */
final class ColdStartLimitsTest {
    private static final String HASH = "v1:" + "a".repeat(64);
    private static final Map<String, String> APP = Map.of("TIDEMARK_APP", "coldstart");

    private final TestDatabase database = TestPostgres.fresh();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void carryACompiledSchema(@TempDir Path classes) throws IOException, SQLException {
        Path folder = Files.createDirectories(classes.resolve("META-INF/tidemark/coldstart"));
        Files.writeString(folder.resolve("schema.sql"), "create table t (id int primary key);");
        Files.writeString(folder.resolve("schema.properties"), "app=coldstart\nhash=" + HASH + "\nformat=1\n");
        URL url = classes.toUri().toURL();
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {url}, before));
        ControlTables tables = new ControlTables("tidemark");
        try (Connection connection = database.connect()) {
            tables.bootstrap(connection, List.of());
            Identity identity = new Identity("coldstart", HASH, new Generation("TIDEMARK_GENERATION", 1));
            tables.recordCurrent(connection, identity, "", 0, 0, "", "test", "test");
        }
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        database.close();
    }

    /** A DataSource of the server that first does something else, so many times as it is told. */
    private final class Flaky extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        private final transient Failing failing;
        private final transient AtomicInteger asked = new AtomicInteger();

        Flaky(Failing failing) {
            this.failing = failing;
        }

        @Override
        public Connection getConnection() throws SQLException {
            failing.before(asked.incrementAndGet());
            return database.dataSource().getConnection();
        }
    }

    private interface Failing {
        void before(int attempt) throws SQLException;
    }

    @Test
    void aFullServerIsTriedAgainWithinTheBudgetOfTheInitPhase() {
        Flaky full = new Flaky(attempt -> {
            if (attempt <= 3) {
                throw new SQLException("sorry, too many clients already", "53300");
            }
        });
        assertEquals(SyncStatus.UP_TO_DATE, ColdStart.check(full, APP).status());
        assertEquals(4, full.asked.get());
    }

    @Test
    void aBrokenConnectionIsTriedAgainToo() {
        Flaky broken = new Flaky(attempt -> {
            if (attempt <= 2) {
                throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
            }
        });
        assertEquals(SyncStatus.UP_TO_DATE, ColdStart.check(broken, APP).status());
    }

    @Test
    void aServerThatRefusesConnectionsIsGivenUpAfterAMomentAndOnlyOnce() {
        AtomicInteger asked = new AtomicInteger();
        PGSimpleDataSource nowhere = new PGSimpleDataSource() {
            private static final long serialVersionUID = 1L;

            @Override
            public Connection getConnection() throws SQLException {
                asked.incrementAndGet();
                return super.getConnection();
            }
        };
        nowhere.setUrl("jdbc:postgresql://localhost:1/none?user=postgres&password=postgres");
        ColdStart check = ColdStart.check(nowhere, APP);
        assertNull(check.status());
        int inInit = asked.get();
        assertTrue(inInit >= 2 && inInit <= 8, "attempts within half a second of pauses: " + inInit);
        assertThrows(TidemarkUnavailable.class, () -> check.ready(TimedContext.of(Duration.ofMinutes(1))));
        assertTrue(asked.get() - inInit <= 3, "the next phase does not start again: " + asked.get());
    }

    @Test
    void thePoolOfAFunctionDoesNotWaitForAServerThatRefuses() {
        try (var pool = FunctionDataSource.fromEnvironment(
                Map.of("TIDEMARK_URL", "jdbc:postgresql://localhost:1/none?user=a&password=b"))) {
            long start = System.nanoTime();
            SQLException first = assertThrows(SQLException.class, pool::getConnection);
            Duration once = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(ConnectionFaults.isRefused(first), first.toString());
            assertTrue(once.compareTo(Duration.ofSeconds(6)) < 0, "less than a pool waits by itself: " + once);
        }
    }

    @Test
    void aLockedControlTableEndsWithTheBudgetAndItsHolderIsNamed() throws SQLException {
        ColdStart check = ColdStart.check(
                new Flaky(attempt -> {
                    if (attempt == 1) {
                        throw new SQLException("not yet", "28P01");
                    }
                }),
                APP);
        assertNull(check.status());
        try (Connection squatter = DriverManager.getConnection(database.url() + "&ApplicationName=squatter");
                Statement statement = squatter.createStatement()) {
            squatter.setAutoCommit(false);
            statement.execute("lock table tidemark.schema_version");
            TidemarkUnavailable late =
                    assertThrows(TidemarkUnavailable.class, () -> check.ready(TimedContext.of(Duration.ofSeconds(4))));
            assertTrue(String.valueOf(late.getMessage()).contains("squatter"), late.getMessage());
            squatter.rollback();
        }
        TimedContext context = TimedContext.of(Duration.ofMinutes(1));
        while (check.status() != SyncStatus.UP_TO_DATE && context.getRemainingTimeInMillis() > 0) {
            try {
                check.ready(context);
            } catch (TidemarkUnavailable e) {
                Thread.onSpinWait();
            }
        }
        assertEquals(SyncStatus.UP_TO_DATE, check.status(), "checked again when it is due");
    }

    @Test
    void sixtyFourInvocationsMakeOneCheckAndOneWait() throws Exception {
        int threads = 64;
        CountDownLatch silent = new CountDownLatch(1);
        Flaky source = new Flaky(attempt -> {
            if (attempt == 1) {
                throw new SQLException("not yet", "28P01");
            }
            if (attempt == 2) {
                await(silent);
            }
        });
        ColdStart check = ColdStart.check(source, APP);
        CountDownLatch arrived = new CountDownLatch(threads);
        try (ExecutorService invocations = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> ready = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ready.add(invocations.submit(() -> {
                    arrived.countDown();
                    check.ready(TimedContext.of(Duration.ofMinutes(5)));
                }));
            }
            arrived.await();
            silent.countDown();
            for (Future<?> one : ready) {
                one.get();
            }
        }
        assertEquals(2, source.asked.get(), "the init phase's and one more");
    }

    @Test
    void ofAFailedCheckAllWhoWaitedForItAreToldTheSame() throws Exception {
        int threads = 16;
        CountDownLatch silent = new CountDownLatch(1);
        Flaky source = new Flaky(attempt -> {
            if (attempt > 1) {
                await(silent);
            }
            throw new SQLException("wrong password", "28P01");
        });
        ColdStart check = ColdStart.check(source, APP);
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService invocations = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> ready = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ready.add(invocations.submit(() -> {
                    assertThrows(TidemarkUnavailable.class, () -> check.ready(TimedContext.of(Duration.ofMinutes(5))));
                    refused.incrementAndGet();
                }));
            }
            silent.countDown();
            for (Future<?> one : ready) {
                one.get();
            }
        }
        assertEquals(threads, refused.get());
        assertTrue(source.asked.get() < threads, "not one check each: " + source.asked.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
