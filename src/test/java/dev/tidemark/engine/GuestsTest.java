package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tidemark is a guest: in the caller's pool, and among the roles that use what it creates. */
final class GuestsTest {
    private static final String V1 =
            "create table acct (id bigint generated always as identity primary key, name text);";
    private static final String V2 =
            V1 + "create index acct_name_idx on acct (name); create view v as select name from acct;";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aPoolIsNeitherClosedNorLeftWithSessionState() throws SQLException {
        try (HikariDataSource pool = pool(2)) {
            List<String> before = settings(pool);
            assertEquals(
                    SyncStatus.SYNCED,
                    Tidemark.open(pool, Syncs.coldStart(V1)).sync().status());
            database.run("insert into acct (name) select 'x' from generate_series(1, 1000)");
            assertEquals(
                    SyncStatus.SYNCED,
                    Tidemark.open(pool, Syncs.full(V2)).sync().status());
            assertFalse(pool.isClosed());
            for (int i = 0; i < 4; i++) {
                assertEquals(before, settings(pool));
            }
            assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
        }
    }

    @Test
    void aPoolOfOneIsRefusedByNameInsteadOfDeadlockingOnItself() {
        try (HikariDataSource pool = pool(1)) {
            Tidemark tidemark = Tidemark.open(pool, Syncs.coldStart(V1).withBudget(Duration.ofMinutes(10)));
            TidemarkException refused =
                    assertThrows(TidemarkException.class, () -> fail("not refused: " + tidemark.sync()));
            assertEquals("TDM-412", refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("HikariDataSource"), refused.getMessage());
        }
    }

    @Test
    void theRuntimeRoleUsesWhatTheDeployerCreated() throws SQLException {
        String deployer = "deployer_" + database.name();
        String runtime = "runtime_" + database.name();
        database.run(
                "create role " + deployer + " login password 'd'",
                "create role " + runtime + " login password 'r'",
                "grant create on database " + database.name() + " to " + deployer,
                "grant create, usage on schema public to " + deployer);
        try {
            assertEquals(
                    SyncStatus.SYNCED,
                    Tidemark.open(
                                    database.dataSource(deployer, "d"),
                                    Syncs.full("create schema shop; create table shop.acct (id bigint generated"
                                                    + " always as identity primary key, name text); create view"
                                                    + " shop.v as select name from shop.acct;")
                                            .withRuntimeRoles(List.of(runtime)))
                            .sync()
                            .status());
            try (Connection connection = database.dataSource(runtime, "r").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into shop.acct (name) values ('a')");
                statement.execute("update shop.acct set name = 'b'");
                try (ResultSet rows = statement.executeQuery("select name from shop.v")) {
                    assertTrue(rows.next());
                    assertEquals("b", rows.getString(1));
                }
                assertThrows(SQLException.class, () -> statement.execute("drop table shop.acct"));
                assertThrows(SQLException.class, () -> statement.execute("select * from tidemark.lease"));
            }
        } finally {
            database.run(
                    "drop owned by " + runtime + ", " + deployer + " cascade",
                    "drop role " + runtime,
                    "drop role " + deployer);
        }
    }

    private HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    private static List<String> settings(HikariDataSource pool) throws SQLException {
        List<String> settings = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select name || '=' || setting from pg_settings where source = 'session' "
                                + "and name not like 'transaction%' order by 1")) {
            assertTrue(connection.getAutoCommit());
            while (rows.next()) {
                settings.add(rows.getString(1));
            }
        }
        return settings;
    }
}
