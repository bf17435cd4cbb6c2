package dev.tidemark.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the backends of a holder that never gave its lease back. */
class TakeOverTest {
    private static final Duration TTL = Duration.ofSeconds(30);
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
    void takeOverEndsThePredecessorsBackends() throws Exception {
        Connection work = connect();
        Connection heartbeat = connect();
        Connection innocent = connect();
        won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, heartbeat));
        heartbeat.close();
        CompletableFuture<String> running = longStatement(work);
        awaitSleeping(1);
        expire();
        try (Lease next = won(attempt("two"))) {
            assertEquals("57P01", running.get());
            assertEquals(List.of(), sleeping());
            assertTrue(innocent.isValid(30), "a connection that is not the predecessor's was ended");
            assertTrue(next.trusted());
        }
    }

    @Test
    void aFurtherConnectionOfThePredecessorIsEndedToo() throws Exception {
        Connection direct = connect();
        Lease lease = won(attempt("one"));
        lease.alsoUses(direct);
        CompletableFuture<String> running = longStatement(direct);
        awaitSleeping(1);
        expire();
        won(attempt("two")).release();
        assertEquals("57P01", running.get());
        lease.release();
    }

    @Test
    void backendsKnownByApplicationNameOnlyAreEnded() throws Exception {
        Lease lease = won(attempt("one"));
        // What the row says behind a transaction pooler: no pid, only the name that each transaction sets.
        database.run("update tidemark.lease set backends = term || ':0:0'");
        Connection pooled = connect();
        pooled.setAutoCommit(false);
        try (Statement statement = pooled.createStatement()) {
            statement.execute("set local application_name = '" + lease.applicationName() + "'");
        }
        CompletableFuture<String> running = longStatement(pooled);
        awaitSleeping(1);
        expire();
        won(attempt("two")).release();
        assertEquals("57P01", running.get());
        lease.release();
    }

    @Test
    void aPidAloneIsNobody() throws Exception {
        Connection innocent = connect();
        long pid = pid(innocent);
        won(attempt("one")).release();
        database.run("update tidemark.lease set backends = '1:" + pid + ":1'");
        won(attempt("two")).release();
        assertTrue(innocent.isValid(30));
    }

    @Test
    void aChainOfDeadHoldersLeavesNothingBehind() throws Exception {
        Connection work = connect();
        Lease first = won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, connect()));
        CompletableFuture<String> running = longStatement(work);
        awaitSleeping(1);
        expire();
        // The second one dies between taking the row and ending the first one's backend.
        LeaseRow second = new LeaseRow(TABLES, "shop", UUID.randomUUID());
        assertEquals(
                first.term() + 1,
                Long.parseLong(
                        database.rows(second.acquire(SHOP, "two", TTL)).get(0).split("\\|", -1)[0]));
        expire();
        try (Lease third = won(attempt("three"))) {
            assertEquals(first.term() + 2, third.term());
            assertEquals("57P01", running.get());
            assertFalse(
                    (" " + database.value("select backends from tidemark.lease")).contains(" " + first.term() + ":"));
        }
    }

    @Test
    void whatStillRunsAfterAReleaseIsEndedByTheNextOne() throws Exception {
        Connection work = connect();
        Lease lease = won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, connect()));
        CompletableFuture<String> running = longStatement(work);
        awaitSleeping(1);
        lease.release();
        won(attempt("two")).release();
        assertEquals("57P01", running.get());
    }

    @Test
    void idleConnectionsOutliveARelease() throws Exception {
        Connection work = connect();
        Connection heartbeat = connect();
        won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, heartbeat)).release();
        assertEquals("", database.value("select backends from tidemark.lease"));
        won(attempt("two")).release();
        assertTrue(work.isValid(30) && heartbeat.isValid(30));
    }

    @Test
    void theSameConnectionsMayTakeTheirOwnExpiredLease() throws Exception {
        Connection work = connect();
        Connection heartbeat = connect();
        Lease first = won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, heartbeat));
        expire();
        try (Lease again = won(Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, heartbeat))) {
            assertEquals(first.term() + 1, again.term());
            assertTrue(work.isValid(30) && heartbeat.isValid(30));
        }
        first.release();
    }

    @Test
    void aBackendThatCannotBeEndedIsNamedAndTheLeaseGivenBack() throws Exception {
        String role = "takeover_" + UUID.randomUUID().toString().substring(0, 8);
        database.run(
                "create role " + role + " login password 'x'",
                "grant usage on schema tidemark to " + role,
                "grant select, insert, update on tidemark.lease to " + role);
        try {
            Lease lease = won(attempt("one"));
            Connection pooled = connect();
            pooled.setAutoCommit(false);
            try (Statement statement = pooled.createStatement()) {
                statement.execute("set local application_name = '" + lease.applicationName() + "'");
            }
            long pid = pid(pooled);
            CompletableFuture<String> running = longStatement(pooled);
            awaitSleeping(1);
            expire();
            DataSource weak = database.dataSource(role, "x");
            try (Connection work = weak.getConnection();
                    Connection heartbeat = weak.getConnection()) {
                Acquisition impatient = new Acquisition(TABLES, SHOP, "weak", TTL, Duration.ofMillis(300));
                TidemarkException refused =
                        assertThrows(TidemarkException.class, () -> impatient.attempt(work, heartbeat));
                assertEquals("TDM-304", refused.code());
                assertTrue(refused.retriable());
                assertTrue(refused.toString().contains("pg_terminate_backend(" + pid + ")"), refused.toString());
                assertFalse(Lease.peek(TABLES, connect(), "shop").held());
                database.run("select pg_cancel_backend(" + pid + ")");
                assertEquals("57014", running.get());
                pooled.rollback();
                won(Lease.tryAcquire(TABLES, SHOP, "weak", TTL, work, heartbeat))
                        .release();
            }
            lease.release();
        } finally {
            database.run("drop owned by " + role, "drop role " + role);
        }
    }

    private LeaseAttempt attempt(String by) throws SQLException {
        return Lease.tryAcquire(TABLES, SHOP, by, TTL, connect(), connect());
    }

    private void expire() {
        database.run("update tidemark.lease set expires_at = clock_timestamp()");
    }

    private List<String> sleeping() {
        return database.rows("select pid from pg_stat_activity where datname = current_database()"
                + " and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()");
    }

    private void awaitSleeping(int count) throws InterruptedException {
        while (sleeping().size() != count) {
            Thread.sleep(10);
        }
    }

    private static CompletableFuture<String> longStatement(Connection connection) {
        return CompletableFuture.supplyAsync(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_sleep(600)");
                return "ended by itself";
            } catch (SQLException e) {
                return String.valueOf(e.getSQLState());
            }
        });
    }

    private static long pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = database.connect();
        connections.add(connection);
        return connection;
    }

    private static Lease won(LeaseAttempt attempt) {
        return assertInstanceOf(LeaseAttempt.Won.class, attempt).lease();
    }
}
