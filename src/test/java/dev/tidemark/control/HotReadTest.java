package dev.tidemark.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The one statement of a cold start. */
class HotReadTest {
    private static final ControlTables TABLES = new ControlTables("tidemark");
    private static final Identity V1 = new Identity("shop", "v1:aa", new Generation("fn", 1));
    private static final Identity V2 = new Identity("shop", "v1:bb", new Generation("fn", 2));

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void itIsOneRoundTripWithoutBeginWhateverTheAutocommit() throws Exception {
        for (String answer : List.of("never synced", "known")) {
            if (answer.equals("known")) {
                record(V1);
            }
            for (boolean autocommit : new boolean[] {true, false}) {
                try (MessageCounter counter = new MessageCounter(database.host(), database.port());
                        Connection connection = DriverManager.getConnection(
                                "jdbc:postgresql://localhost:" + counter.port() + "/" + database.name()
                                        + "?user=postgres&password=postgres&sslmode=disable&gssEncMode=disable")) {
                    connection.setAutoCommit(autocommit);
                    counter.taken();
                    TABLES.hotRead(connection, "shop", "v1:aa");
                    List<String> sent = counter.taken();
                    assertEquals(1, sent.stream().filter("S"::equals).count(), answer + autocommit + sent);
                    assertEquals(
                            1, sent.stream().filter(m -> m.startsWith("P:")).count(), answer + autocommit + sent);
                    assertEquals(5, sent.size(), sent.toString());
                    assertEquals(autocommit, connection.getAutoCommit());
                    // No transaction is open: nothing to send for the end of one.
                    connection.setAutoCommit(true);
                    assertEquals(List.of(), counter.taken());
                }
            }
        }
    }

    @Test
    void itReadsOwnAndCurrentRow() throws SQLException {
        record(V1);
        record(V2);
        try (Connection connection = database.connect()) {
            HotState old = TABLES.hotRead(connection, "shop", "v1:aa");
            assertFalse(old.neverSynced());
            Version own = Objects.requireNonNull(old.own());
            Version current = Objects.requireNonNull(old.current());
            assertEquals(State.SUPERSEDED, own.state());
            assertEquals(State.CURRENT, current.state());
            assertEquals("v1:bb", current.hash());
            assertEquals(2, current.generation());
            assertEquals("fn", current.lineage());
            assertEquals("it", current.recordedBy());
            assertEquals("1.0", current.toolVersion());
            assertEquals(1, current.withheld());
            assertEquals(2, current.deferred());
            assertEquals("1 withheld", current.reason());
            assertTrue(own.firstSeen().isBefore(current.firstSeen()));
            assertTrue(old.now().isAfter(Objects.requireNonNull(current.recordedAt())));
            assertSame(UP_TO_DATE, kind(connection, V2));
            assertSame(Verdict.Kind.SUPERSEDED, kind(connection, V1));
        }
    }

    private static final Verdict.Kind UP_TO_DATE = Verdict.Kind.UP_TO_DATE;

    @Test
    void aNewHashSeesTheCurrentRowOnlyAndAnotherAppNothing() throws SQLException {
        record(V1);
        try (Connection connection = database.connect()) {
            HotState fresh = TABLES.hotRead(connection, "shop", "v1:cc");
            assertNull(fresh.own());
            assertNotNull(fresh.current());
            HotState other = TABLES.hotRead(connection, "billing", "v1:aa");
            assertFalse(other.neverSynced());
            assertNull(other.own());
            assertNull(other.current());
        }
    }

    @Test
    void missingSchemaTableOrColumnMeansNeverSynced() throws SQLException {
        try (Connection connection = database.connect()) {
            assertTrue(TABLES.hotRead(connection, "shop", "v1:aa").neverSynced());
            database.run("create schema tidemark");
            assertTrue(TABLES.hotRead(connection, "shop", "v1:aa").neverSynced());
            database.run("create table tidemark.schema_version (app text)");
            assertTrue(TABLES.hotRead(connection, "shop", "v1:aa").neverSynced());
            assertTrue(connection.isValid(1));
        }
    }

    @Test
    void usageAndSelectOnOneTableSufficeAndWithoutThemTheGrantIsPrinted() throws SQLException {
        String role = "runtime_" + UUID.randomUUID().toString().substring(0, 8);
        database.run("create role \"" + role + "\" login password 'x'");
        try {
            record(V1);
            try (Connection connection = database.dataSource(role, "x").getConnection()) {
                TidemarkException denied =
                        assertThrows(TidemarkException.class, () -> TABLES.hotRead(connection, "shop", "v1:aa"));
                assertEquals("TDM-404", denied.code());
                assertEquals("42501", denied.sqlState());
                for (String grant : denied.problems().get(0).wayOutTexts()) {
                    if (grant.startsWith("GRANT")) {
                        database.run(grant);
                    }
                }
                assertSame(UP_TO_DATE, kind(connection, V1));
                SQLException more =
                        assertThrows(SQLException.class, () -> TABLES.loadText(connection, "shop", "v1:aa"));
                assertEquals("42501", more.getSQLState());
            }
        } finally {
            database.run("drop owned by \"" + role + "\"", "drop role \"" + role + "\"");
        }
    }

    @Test
    void hostileSessionSettingsDoNotMatter() throws SQLException {
        record(V1);
        String name = database.name();
        database.run(
                "alter database " + name + " set timezone = 'Pacific/Chatham'",
                "alter database " + name + " set datestyle = 'SQL, DMY'",
                "alter database " + name + " set search_path = 'nowhere'",
                "alter database " + name + " set standard_conforming_strings = off",
                "alter database " + name + " set default_transaction_isolation = 'serializable'",
                "alter database " + name + " set default_transaction_read_only = on");
        try (Connection connection = database.connect()) {
            HotState state = TABLES.hotRead(connection, "shop", "v1:aa");
            assertSame(UP_TO_DATE, VersionOrder.decide(V1, state, false).kind());
            long drift = Math.abs(state.now().toEpochMilli() - System.currentTimeMillis());
            assertTrue(drift < 60_000, "the clock is read wrongly by " + drift + " ms");
            assertNull(TABLES.hotRead(connection, "it's \\", "\\' or true or '").own());
        }
    }

    private Verdict.Kind kind(Connection connection, Identity identity) throws SQLException {
        HotState state = TABLES.hotRead(connection, identity.app(), identity.hash());
        return VersionOrder.decide(identity, state, false).kind();
    }

    private void record(Identity identity) throws SQLException {
        try (Connection connection = database.connect()) {
            TABLES.bootstrap(connection, List.of());
            TABLES.announce(connection, identity);
            TABLES.recordCurrent(connection, identity, "create table a ();", 1, 2, "1 withheld", "it", "1.0");
        }
    }
}
