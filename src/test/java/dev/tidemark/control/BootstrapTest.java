package dev.tidemark.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control tables come to be, once, whoever starts at the same time. */
class BootstrapTest {
    private static final ControlTables TABLES = new ControlTables("tidemark");

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void sixteenBootstrapsAtOnce() throws Exception {
        int clients = 16;
        String role = role("");
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        List<Connection> connections = new ArrayList<>();
        try {
            CyclicBarrier together = new CyclicBarrier(clients);
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Connection connection = database.connect();
                connections.add(connection);
                calls.add(() -> {
                    together.await();
                    TABLES.bootstrap(connection, List.of(role));
                    return true;
                });
            }
            for (Future<Boolean> call : pool.invokeAll(calls)) {
                assertTrue(call.get());
            }
            assertEquals("1", database.value("select count(*) from tidemark.meta"));
            assertEquals(
                    List.of(
                            "data_step",
                            "journal",
                            "lease",
                            "meta",
                            "object",
                            "older_start",
                            "schema_text",
                            "schema_version"),
                    database.rows(
                            "select relname from pg_class where relnamespace = 'tidemark'::regnamespace and relkind ="
                                    + " 'r' order by 1"));
        } finally {
            pool.shutdownNow();
            for (Connection connection : connections) {
                connection.close();
            }
            dropRole(role);
        }
    }

    @Test
    void whatIsThereCostsOneRoundTripAndNoTransaction() throws Exception {
        String role = role("");
        try (MessageCounter counter = new MessageCounter(database.host(), database.port());
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + counter.port() + "/" + database.name()
                                + "?user=postgres&password=postgres&sslmode=disable&gssEncMode=disable")) {
            TABLES.bootstrap(connection, List.of(role));
            counter.taken();
            TABLES.bootstrap(connection, List.of(role));
            List<String> sent = counter.taken();
            assertEquals(1, sent.stream().filter("S"::equals).count(), sent.toString());
            assertTrue(sent.stream().noneMatch(m -> m.contains("BEGIN")), sent.toString());
        } finally {
            dropRole(role);
        }
    }

    @Test
    void runtimeRolesMayDoTheHotReadAndNothingElse() throws SQLException {
        String role = role("");
        try (Connection connection = database.connect()) {
            TABLES.bootstrap(connection, List.of());
            TABLES.bootstrap(connection, List.of(role));
            assertEquals(
                    List.of("schema_version"),
                    database.rows(
                            "select relname from pg_class where relnamespace = 'tidemark'::regnamespace and relkind ="
                                    + " 'r' and has_table_privilege('" + role + "', oid, 'select')"));
            assertEquals(
                    "f",
                    database.value("select has_table_privilege('" + role
                            + "', 'tidemark.schema_version', 'insert, update, delete')"));
            assertEquals(
                    "f",
                    database.value("select has_table_privilege('" + role
                            + "', 'tidemark.older_start', 'insert, update, delete')"),
                    "it may not say that no older version serves");
            database.run("set role " + role + "; insert into tidemark.older_start (app, hash) values ('shop', 'v1:a')");
        } finally {
            dropRole(role);
        }
    }

    @Test
    void theConnectionIsLeftAsItWasFound() throws SQLException {
        try (Connection connection = database.connect()) {
            for (boolean autocommit : new boolean[] {true, false}) {
                connection.setAutoCommit(autocommit);
                TABLES.bootstrap(connection, List.of());
                assertEquals(autocommit, connection.getAutoCommit());
                connection.setAutoCommit(true);
                database.run("drop schema tidemark cascade");
            }
        }
    }

    @Test
    void aNewerControlSchemaIsRefusedHereAndReadByTheHotRead() throws SQLException {
        try (Connection connection = database.connect()) {
            TABLES.bootstrap(connection, List.of());
            database.run("update tidemark.meta set version = 2", "alter table tidemark.schema_version add later text");
            TidemarkException refused =
                    assertThrows(TidemarkException.class, () -> TABLES.bootstrap(connection, List.of()));
            assertEquals("TDM-410", refused.code());
            assertTrue(!TABLES.hotRead(connection, "shop", "v1:aa").neverSynced());
        }
    }

    @Test
    void withoutRightsTheSqlToRunIsPrintedAndSuffices() throws SQLException {
        String role = role("login password 'x'");
        try (Connection connection = database.dataSource(role, "x").getConnection()) {
            TidemarkException denied =
                    assertThrows(TidemarkException.class, () -> TABLES.bootstrap(connection, List.of()));
            assertEquals("TDM-404", denied.code());
            assertTrue(connection.getAutoCommit());
            database.run(denied.problems().get(0).wayOutTexts().get(1));
            TABLES.bootstrap(connection, List.of());
            assertEquals("1", database.value("select version from tidemark.meta"));
        } finally {
            dropRole(role);
        }
    }

    @Test
    void aRoleThatMayNotGrantSaysWhatToRun() throws SQLException {
        String deployer = role("login password 'x'");
        String runtime = role("");
        try (Connection owner = database.connect();
                Connection connection = database.dataSource(deployer, "x").getConnection()) {
            TABLES.bootstrap(owner, List.of());
            database.run(
                    "grant usage on schema tidemark to " + deployer,
                    "grant select on all tables in schema tidemark to " + deployer);
            TidemarkException denied =
                    assertThrows(TidemarkException.class, () -> TABLES.bootstrap(connection, List.of(runtime)));
            assertEquals("TDM-404", denied.code());
            assertTrue(
                    denied.toString().contains("GRANT SELECT ON \"tidemark\".schema_version TO \"" + runtime),
                    denied.toString());
        } finally {
            dropRole(deployer);
            dropRole(runtime);
        }
    }

    @Test
    void aRuntimeRoleThatDoesNotExistIsNamed() throws SQLException {
        try (Connection connection = database.connect()) {
            TidemarkException unknown =
                    assertThrows(TidemarkException.class, () -> TABLES.bootstrap(connection, List.of("nobody_here")));
            assertEquals("TDM-411", unknown.code());
            assertTrue(unknown.toString().contains("nobody_here"));
            assertEquals("∅", database.value("select to_regnamespace('tidemark')"));
        }
    }

    @Test
    void oddNamesAndHostileSettingsDoNotMatter() throws SQLException {
        String name = database.name();
        database.run(
                "alter database " + name + " set search_path = 'nowhere'",
                "alter database " + name + " set default_transaction_isolation = 'serializable'",
                "alter database " + name + " set default_transaction_read_only = on",
                "alter database " + name + " set lock_timeout = '1ms'",
                "alter database " + name + " set statement_timeout = '1s'",
                "alter database " + name + " set standard_conforming_strings = off");
        ControlTables odd = new ControlTables("Odd \"na'me\\");
        try (Connection connection = database.connect()) {
            odd.bootstrap(connection, List.of("PUBLIC"));
            odd.bootstrap(connection, List.of("public"));
            assertTrue(!odd.hotRead(connection, "shop", "v1:aa").neverSynced());
        }
    }

    private String role(String options) {
        String role = "boot_" + UUID.randomUUID().toString().substring(0, 8);
        database.run("create role " + role + " " + options);
        return role;
    }

    private void dropRole(String role) {
        database.run("drop owned by " + role, "drop role " + role);
    }
}
