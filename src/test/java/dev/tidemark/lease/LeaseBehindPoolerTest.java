package dev.tidemark.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.PgBouncer;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol where every transaction meets another server connection: PgBouncer in transaction mode, the driver with its defaults. */
class LeaseBehindPoolerTest {
    private static final Duration TTL = Duration.ofSeconds(6);
    private static final ControlTables TABLES = new ControlTables("tidemark");
    private static final Identity SHOP = new Identity("shop", "v1:aa", Generation.none());

    private final TestDatabase database = TestPostgres.fresh();
    private final PgBouncer pooler = PgBouncer.inFrontOf(database, 3);
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
        pooler.close();
        database.close();
    }

    @Test
    void itIsHeldFencedAndGivenBackWithoutNamedStatements() throws Exception {
        Connection work = connect();
        Connection reader = connect();
        try (Lease lease = won(work)) {
            assertEquals(lease.term() + ":0:0", database.value("select backends from tidemark.lease"));
            for (int i = 0; i < 20; i++) {
                TABLES.hotRead(reader, "shop", "v1:aa");
                work.setAutoCommit(false);
                lease.fence(work);
                work.commit();
                work.setAutoCommit(true);
                Thread.sleep(350);
            }
            assertTrue(lease.trusted());
        }
        won(connect()).release();
    }

    @Test
    void theStuckTransactionOfAnOldTermIsEndedByItsName() throws SQLException {
        Connection work = connect();
        Lease old = won(work);
        work.setAutoCommit(false);
        try (Statement statement = work.createStatement()) {
            statement.execute("set local application_name = '" + old.applicationName() + "'");
        }
        database.run("update tidemark.lease set expires_at = clock_timestamp()");
        try (Lease next = won(connect())) {
            assertThrows(SQLException.class, () -> old.fence(work));
            assertTrue(next.trusted());
        }
        old.release();
    }

    private Lease won(Connection work) throws SQLException {
        LeaseAttempt attempt = Lease.tryAcquire(TABLES, SHOP, "one", TTL, work, connect());
        return assertInstanceOf(LeaseAttempt.Won.class, attempt).lease();
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + pooler.port() + "/"
                + database.name() + "?user=postgres&password=postgres");
        connections.add(connection);
        return connection;
    }
}
