package dev.tidemark.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Losers keep waiting, cheaply, until a peer settles it or the lease is free. */
class WaitingTest {
    private static final Duration TTL = Duration.ofSeconds(2);

    /** Of a waiter that is not to reach it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final ControlTables TABLES = new ControlTables("tidemark");
    private static final Identity V1 = new Identity("shop", "v1:aa", Generation.none());
    private static final Identity V2 = new Identity("shop", "v1:bb", Generation.none());

    private final TestDatabase database = TestPostgres.fresh();
    private final List<Connection> connections = new ArrayList<>();

    @BeforeEach
    void bootstrap() throws SQLException {
        TABLES.bootstrap(connect(), List.of());
        TABLES.announce(connect(), V1);
    }

    @AfterEach
    void drop() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        database.close();
    }

    @Test
    void aPeersRecordSettlesIt() throws Exception {
        try (Lease peer = acquire(V1)) {
            CompletableFuture<WaitResult> waiter = waiter(V1, PATIENCE);
            Thread.sleep(150);
            assertTrue(!waiter.isDone() && peer.trusted());
            TABLES.recordCurrent(connect(), V1, "create table a ();", 0, 0, "", "peer", "1");
            assertEquals(Verdict.Kind.UP_TO_DATE, settled(waiter.get()).kind());
        }
    }

    @Test
    void aNewerPeersRecordSupersedesTheWaiter() throws Exception {
        TABLES.announce(connect(), V2);
        try (Lease peer = acquire(V2)) {
            CompletableFuture<WaitResult> waiter = waiter(V1, PATIENCE);
            TABLES.recordCurrent(connect(), V2, "", 0, 0, "", "peer", "1");
            assertEquals(Verdict.Kind.SUPERSEDED, settled(waiter.get()).kind());
            assertTrue(peer.trusted());
        }
    }

    @Test
    void aPeersBlockedAttemptIsPassedOnWithItsReason() throws Exception {
        try (Lease peer = acquire(V1)) {
            CompletableFuture<WaitResult> waiter = waiter(V1, PATIENCE);
            TABLES.recordBlocked(connect(), V1, "[TDM-210] orders.channel: NOT NULL", "peer", "1");
            Verdict verdict = settled(waiter.get());
            assertEquals(Verdict.Kind.BLOCKED_BY_PEER, verdict.kind());
            assertTrue(verdict.reason().contains("[TDM-210] orders.channel"), verdict.reason());
            assertTrue(peer.trusted());
        }
    }

    @Test
    void aFreeLeaseSendsEveryWaiterBackToTryAndNoneFails() throws Exception {
        Lease peer = acquire(V1);
        List<CompletableFuture<WaitResult>> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiters.add(waiter(V1, PATIENCE));
        }
        Thread.sleep(100);
        peer.release();
        for (CompletableFuture<WaitResult> waiter : waiters) {
            assertInstanceOf(WaitResult.LeaseFree.class, waiter.get());
        }
    }

    @Test
    void aDeadHoldersLeaseIsFreeWithinItsTtl() throws Exception {
        Connection heartbeat = connect();
        Lease dead = assertInstanceOf(
                        LeaseAttempt.Won.class, Lease.tryAcquire(TABLES, V1, "dead", TTL, connect(), heartbeat))
                .lease();
        heartbeat.close();
        assertInstanceOf(
                WaitResult.LeaseFree.class, waiter(V1, TTL.multipliedBy(10)).get());
        dead.release();
    }

    @Test
    void aWaitEndsAtItsTimeoutAndSaysWhoHoldsTheLease() throws Exception {
        try (Lease peer = acquire(V1)) {
            long start = System.nanoTime();
            WaitResult result = waiter(V1, Duration.ofMillis(300)).get(60, TimeUnit.SECONDS);
            long took = (System.nanoTime() - start) / 1_000_000;
            assertEquals(
                    "peer",
                    assertInstanceOf(WaitResult.TimedOut.class, result).status().holder());
            assertTrue(took >= 300, "took " + took + " ms");
            assertTrue(peer.trusted());
        }
    }

    @Test
    void waitersHoldNoConnectionBetweenPolls() throws Exception {
        Counting source = new Counting(database);
        AtomicInteger sleeps = new AtomicInteger();
        try (Lease peer = acquire(V1)) {
            WaitResult result = Waiting.poll(source, TABLES, V1, cold(V1), INTERVAL, PATIENCE, lease -> {
                // The server is told of a closed connection a moment after the client closed it.
                for (int i = 0; i < 2000 && source.onServer() > 0; i++) {
                    pause();
                }
                assertEquals(0, source.onServer());
                if (sleeps.incrementAndGet() == 3) {
                    peer.release();
                }
            });
            assertInstanceOf(WaitResult.LeaseFree.class, result);
        }
        assertEquals(3, sleeps.get());
    }

    @Test
    void aServerThatComesBackInTimeIsNoError() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        DataSource flaky = new PGSimpleDataSource() {
            private static final long serialVersionUID = 1L;

            @Override
            public Connection getConnection() throws SQLException {
                if (calls.incrementAndGet() < 4) {
                    throw new SQLException("the database system is starting up", "57P03");
                }
                return database.connect();
            }
        };
        assertInstanceOf(
                WaitResult.LeaseFree.class, Waiting.poll(flaky, TABLES, V1, cold(V1), INTERVAL, PATIENCE, lease -> {}));
        assertEquals(4, calls.get());
    }

    @Test
    void aServerThatStaysAwayIsAClearRetriableError() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://localhost:1/none");
        TidemarkException e = assertThrows(
                TidemarkException.class,
                () -> Waiting.poll(nobody, TABLES, V1, cold(V1), INTERVAL, Duration.ofMillis(200), lease -> {}));
        assertEquals("TDM-402", e.code());
        assertTrue(e.retriable());
    }

    @Test
    void aDefectIsNotPolledAway() {
        PGSimpleDataSource wrong = new PGSimpleDataSource();
        wrong.setUrl("jdbc:postgresql://" + database.host() + ":" + database.port() + "/no_such_database");
        wrong.setUser("postgres");
        wrong.setPassword("postgres");
        SQLException e = assertThrows(
                SQLException.class, () -> Waiting.poll(wrong, TABLES, V1, cold(V1), INTERVAL, PATIENCE, lease -> {}));
        assertEquals("3D000", e.getSQLState());
    }

    private static Function<HotState, Verdict> cold(Identity identity) {
        return state -> VersionOrder.decide(identity, state, false);
    }

    private Lease acquire(Identity identity) throws SQLException {
        LeaseAttempt attempt = Lease.tryAcquire(TABLES, identity, "peer", LONG, connect(), connect());
        return assertInstanceOf(LeaseAttempt.Won.class, attempt).lease();
    }

    private CompletableFuture<WaitResult> waiter(Identity identity, Duration timeout) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Waiting.poll(
                        database.dataSource(), TABLES, identity, cold(identity), INTERVAL, timeout, lease -> {});
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Verdict settled(WaitResult result) {
        return assertInstanceOf(WaitResult.Settled.class, result).verdict();
    }

    private Connection connect() throws SQLException {
        Connection connection = database.connect();
        connections.add(connection);
        return connection;
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts its connections where they count: on the server, by their application name. */
    private static final class Counting extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;
        private static final String NAME = "the waiter";
        private final transient TestDatabase database;

        Counting(TestDatabase database) {
            this.database = database;
            setUrl(database.url());
            setApplicationName(NAME);
        }

        int onServer() {
            return Integer.parseInt(
                    database.value("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and application_name = '" + NAME + "'"));
        }
    }
}
