package dev.tidemark.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol of the package's page, property by property. */
class LeaseTest {
    /** For what waits for an end of time: short, but no pause of a busy machine. */
    private static final Duration TTL = Duration.ofSeconds(3);

    /** For everything else, so that a busy machine changes nothing. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final ControlTables TABLES = new ControlTables("tidemark");
    private static final Identity SHOP = new Identity("shop", "v1:aa", Generation.none());

    private final TestDatabase database = TestPostgres.fresh();
    private final List<Connection> connections = new ArrayList<>();

    @BeforeEach
    void bootstrap() throws SQLException {
        TABLES.bootstrap(connect(), List.of());
    }

    @AfterEach
    void drop() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        database.close();
    }

    @Test
    void theSecondAttemptIsNotWonAndSaysWhoHoldsIt() throws SQLException {
        try (Lease first = won(attempt("one"))) {
            LeaseStatus status =
                    assertInstanceOf(LeaseAttempt.NotWon.class, attempt("two")).status();
            assertTrue(status.held());
            assertEquals("one", status.holder());
            assertEquals("v1:aa", status.hash());
            assertEquals(first.term(), status.term());
            assertTrue(Objects.requireNonNull(status.expiresAt()).isAfter(status.now()));
        }
    }

    @Test
    void releaseFreesAtOnceAndTheTermOnlyGrows() throws SQLException {
        Lease first = won(attempt("one"));
        first.release();
        first.release();
        assertFalse(first.trusted());
        LeaseStatus free = Lease.peek(TABLES, connect(), "shop");
        assertFalse(free.held());
        assertNull(free.holder());
        try (Lease second = won(attempt("two"))) {
            assertEquals(first.term() + 1, second.term());
        }
    }

    @Test
    void appsDoNotHinderEachOther() throws SQLException {
        Identity other = new Identity("billing", "v1:bb", Generation.none());
        try (Lease one = won(attempt("one"));
                Lease two = won(Lease.tryAcquire(TABLES, other, "two", LONG, connect(), connect()))) {
            assertTrue(one.trusted() && two.trusted());
        }
    }

    @Test
    void heartbeatsKeepItBeyondTheTtl() throws Exception {
        Duration ttl = Duration.ofSeconds(6);
        try (Lease lease = won(attempt("one", ttl))) {
            Thread.sleep(ttl.toMillis() + 300);
            assertTrue(lease.trusted());
            assertInstanceOf(LeaseAttempt.NotWon.class, attempt("two"));
            fenced(lease);
        }
    }

    @Test
    void aLostHeartbeatConnectionEndsTrustBeforeTheLease() throws Exception {
        Connection heartbeat = connect();
        Connection observer = connect();
        try (Lease lease = won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, connect(), heartbeat))) {
            heartbeat.close();
            boolean held = true;
            while (held) {
                held = Lease.peek(TABLES, observer, "shop").held();
                assertTrue(held || !lease.trusted(), "still trusted after it was seen free");
                Thread.sleep(10);
            }
            won(attempt("two")).release();
        }
    }

    @Test
    void slowRenewalDoesNotStretchTheLease() throws Exception {
        // The renewal after the slow one is 4 s away from it.
        Duration ttl = Duration.ofSeconds(12);
        try (Lease lease = won(attempt("one", ttl));
                Connection blocker = database.connect()) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("select 1 from tidemark.lease for update");
            }
            await(
                    "t",
                    "select exists (select from pg_stat_activity where datname = current_database() and"
                            + " wait_event_type = 'Lock')");
            long seenWaiting = System.nanoTime();
            Thread.sleep(1000);
            Duration before = lease.trustedFor();
            blocker.commit();
            while (lease.trustedFor().compareTo(before) <= 0) {
                Thread.sleep(10);
            }
            Duration atMost = ttl.minusNanos(System.nanoTime() - seenWaiting);
            Duration trusted = lease.trustedFor();
            assertTrue(
                    trusted.compareTo(atMost) <= 0,
                    "trusted for " + trusted + ", the renewal began so early that it is " + atMost + " at most");
        }
    }

    @Test
    void expiryIsJudgedByTheDatabaseClock() throws SQLException {
        try (Lease lease = won(attempt("one"))) {
            database.run("update tidemark.lease set expires_at = clock_timestamp() - interval '1 microsecond'");
            assertTrue(lease.trusted(), "this process's clocks say that there is time left");
            assertEquals(
                    "TDM-303",
                    assertThrows(TidemarkException.class, () -> fenced(lease)).code());
            won(attempt("two")).release();
        }
    }

    @Test
    void renewalNeverRevivesAnExpiredLease() throws Exception {
        try (Lease lease = won(attempt("one", TTL))) {
            database.run("update tidemark.lease set expires_at = clock_timestamp() - interval '1 microsecond'");
            Thread.sleep(TTL.toMillis());
            assertFalse(lease.trusted());
            assertEquals("t", database.value("select expires_at < clock_timestamp() from tidemark.lease"));
        }
    }

    @Test
    void holderOfAnOldTermCannotCommit() throws SQLException {
        Lease old = won(attempt("old"));
        database.run("update tidemark.lease set expires_at = clock_timestamp()");
        Connection late = connect();
        late.setAutoCommit(false);
        try (Lease next = won(attempt("next"));
                Statement statement = late.createStatement()) {
            assertTrue(next.term() > old.term());
            statement.execute("create table must_not_be ()");
            TidemarkException lost = assertThrows(TidemarkException.class, () -> old.fence(late));
            assertEquals("TDM-303", lost.code());
            assertTrue(lost.retriable());
            late.rollback();
            assertEquals(
                    "TDM-303",
                    assertThrows(TidemarkException.class, () -> old.confirm(connect()))
                            .code());
            assertEquals("∅", database.value("select to_regclass('must_not_be')"));
            fenced(next);
        }
        old.release();
    }

    @Test
    void nobodyTakesOverBetweenFenceAndCommitThoughTheTtlHasPassed() throws Exception {
        Connection work = connect();
        Connection heartbeat = connect();
        try (Lease lease = won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, heartbeat))) {
            heartbeat.close();
            work.setAutoCommit(false);
            lease.fence(work);
            Thread.sleep(TTL.toMillis() + 100);
            LeaseStatus expired =
                    assertInstanceOf(LeaseAttempt.NotWon.class, attempt("two")).status();
            assertFalse(expired.held());
            work.commit();
            won(attempt("two")).release();
        }
    }

    @Test
    void nonOwnerReleaseChangesNothing() throws SQLException {
        Lease old = won(attempt("old"));
        database.run("update tidemark.lease set expires_at = clock_timestamp()");
        try (Lease next = won(attempt("next"))) {
            String before = database.value("select holder, term, backends from tidemark.lease");
            old.release();
            assertEquals(before, database.value("select holder, term, backends from tidemark.lease"));
            assertTrue(Lease.peek(TABLES, connect(), "shop").held());
            fenced(next);
        }
    }

    /** As behind a pooler, where the next holder cannot end the former one's connections. */
    @Test
    void aFormerHolderWhoseConnectionsLiveNeitherRenewsNorGivesBackAnothersLease() throws Exception {
        Lease old = won(attempt("old", TTL));
        database.run("update tidemark.lease set holder = gen_random_uuid(), holder_name = 'next', term = term + 1,"
                + " expires_at = clock_timestamp() + interval '1 hour', renewed_at = 'epoch'");
        String before = database.value("select holder, holder_name, term, renewed_at, expires_at from tidemark.lease");
        long end = System.nanoTime() + LONG.toNanos();
        while (old.trusted() && System.nanoTime() - end < 0) {
            Thread.sleep(20);
        }
        assertFalse(old.trusted(), "its renewal finds no row of its own");
        old.release();
        assertEquals(
                before, database.value("select holder, holder_name, term, renewed_at, expires_at from tidemark.lease"));
    }

    @Test
    void aFormerHolderOfTheSameTermGivesBackNothing() throws SQLException {
        Lease old = won(attempt("old"));
        database.run("update tidemark.lease set holder = gen_random_uuid(), holder_name = 'next'");
        old.release();
        assertEquals("next", database.value("select holder_name from tidemark.lease"));
    }

    @Test
    void theSameHolderOfAnEarlierTermGivesBackNothing() throws SQLException {
        Lease old = won(attempt("old"));
        database.run("update tidemark.lease set term = term + 1");
        old.release();
        assertEquals("old", database.value("select holder_name from tidemark.lease"));
    }

    @Test
    void aRowThatSomebodyIsAtIsNotWonAfterAQuarterOfASecond() throws SQLException {
        won(attempt("one")).release();
        Connection blocker = connect();
        blocker.setAutoCommit(false);
        try (Statement statement = blocker.createStatement()) {
            statement.execute("select 1 from tidemark.lease for update");
        }
        long start = System.nanoTime();
        assertInstanceOf(LeaseAttempt.NotWon.class, attempt("two"));
        long took = (System.nanoTime() - start) / 1_000_000;
        assertTrue(took >= 240, "took " + took + " ms");
        blocker.rollback();
    }

    @Test
    void theConnectionsAreLeftAsTheyWereFound() throws SQLException {
        Connection work = connect();
        Connection heartbeat = connect();
        won(Lease.tryAcquire(TABLES, SHOP, "one", LONG, work, heartbeat)).release();
        assertTrue(work.getAutoCommit() && heartbeat.getAutoCommit());
        for (Connection connection : List.of(work, heartbeat)) {
            try (Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery(
                        "select current_setting('lock_timeout'), current_setting('statement_timeout')");
                rows.next();
                assertEquals("0 0", rows.getString(1) + " " + rows.getString(2));
            }
        }
    }

    @Test
    void hostileRoleSettingsDoNotMatter() throws SQLException {
        String name = database.name();
        database.run(
                "alter database " + name + " set default_transaction_isolation = 'serializable'",
                "alter database " + name + " set timezone = 'Pacific/Chatham'",
                "alter database " + name + " set datestyle = 'SQL, DMY'",
                "alter database " + name + " set search_path = 'nowhere'",
                "alter database " + name + " set lock_timeout = '1ms'",
                "alter database " + name + " set standard_conforming_strings = off");
        Identity odd = new Identity("it's \\ \"odd\"", "v1:cc", Generation.none());
        try (Lease lease = won(Lease.tryAcquire(TABLES, odd, "o'one\\", LONG, connect(), connect()))) {
            assertEquals("o'one\\", Lease.peek(TABLES, connect(), odd.app()).holder());
            assertInstanceOf(
                    LeaseAttempt.NotWon.class, Lease.tryAcquire(TABLES, odd, "two", LONG, connect(), connect()));
            assertTrue(lease.trusted());
        }
    }

    @Test
    void twoHoldersAreImpossible() throws Exception {
        int threads = 8;
        int rounds = 40;
        won(attempt("first")).release();
        List<Connection> pairs = new ArrayList<>();
        for (int i = 0; i < 2 * threads; i++) {
            pairs.add(connect());
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long lastTerm = 1;
            for (int round = 0; round < rounds; round++) {
                database.run("update tidemark.lease set expires_at = clock_timestamp() - interval '1 second'");
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Callable<LeaseAttempt>> attempts = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    Connection work = pairs.get(2 * i);
                    Connection heartbeat = pairs.get(2 * i + 1);
                    attempts.add(() -> {
                        together.await();
                        return Lease.tryAcquire(TABLES, SHOP, UUID.randomUUID().toString(), LONG, work, heartbeat);
                    });
                }
                List<Lease> winners = new ArrayList<>();
                for (Future<LeaseAttempt> attempt : pool.invokeAll(attempts)) {
                    if (attempt.get() instanceof LeaseAttempt.Won won) {
                        winners.add(won.lease());
                    }
                }
                assertEquals(1, winners.size(), "round " + round);
                assertEquals(lastTerm + 1, winners.get(0).term());
                lastTerm = winners.get(0).term();
                winners.get(0).release();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void theTtlHasAFloor() {
        TidemarkException refused = assertThrows(
                TidemarkException.class,
                () -> Lease.tryAcquire(TABLES, SHOP, "one", Duration.ofMillis(999), connect(), connect()));
        assertEquals("TDM-603", refused.code());
    }

    @Test
    void withoutControlTablesItIsNotHeld() throws SQLException {
        assertFalse(Lease.peek(new ControlTables("no_such"), connect(), "shop").held());
    }

    @Test
    void theApplicationNameKeepsTheTermWhateverTheAppsLength() {
        String name = LeaseRow.applicationName("a".repeat(100), 1234567);
        assertEquals(63, name.length());
        assertTrue(name.endsWith(":1234567"));
        assertEquals("tidemark:shop:7", LeaseRow.applicationName("shop", 7));
    }

    private LeaseAttempt attempt(String by) throws SQLException {
        return attempt(by, LONG);
    }

    private LeaseAttempt attempt(String by, Duration ttl) throws SQLException {
        return Lease.tryAcquire(TABLES, SHOP, by, ttl, connect(), connect());
    }

    private void fenced(Lease lease) throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        lease.fence(connection);
        connection.commit();
    }

    private Connection connect() throws SQLException {
        Connection connection = database.connect();
        connections.add(connection);
        return connection;
    }

    private void await(String value, String query) throws InterruptedException {
        while (!database.value(query).equals(value)) {
            Thread.sleep(10);
        }
    }

    private static Lease won(LeaseAttempt attempt) {
        return assertInstanceOf(LeaseAttempt.Won.class, attempt).lease();
    }
}
