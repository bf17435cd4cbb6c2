package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageProxyTest {
    @Test
    void countsStatementsAndRoundTrips() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                MessageProxy proxy = MessageProxy.inFrontOf(database);
                Connection connection = proxy.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertEquals(1, proxy.reset().connections());
            statement.execute("select 1");
            MessageProxy.Traffic one = proxy.reset();
            assertEquals(List.of("select 1"), one.statements());
            assertEquals(1, one.executed());
            assertEquals(1, one.roundTrips());
            assertEquals(0, one.connections());
            statement.execute("select 1; select 2");
            assertEquals(1, proxy.reset().roundTrips());
            statement.addBatch("create table a (b int)");
            statement.addBatch("create table c (d int)");
            statement.executeBatch();
            MessageProxy.Traffic batch = proxy.reset();
            assertEquals(1, batch.roundTrips());
            assertEquals(2, batch.executed());
            assertThrows(SQLException.class, () -> statement.execute("select 1/0"));
            assertEquals(1, proxy.traffic().fromServer().get('E'));
        }
    }

    /** Whatever the server's answer to it meets: the driver does not wait for that. */
    @Test
    void aBeginIsNoRoundTripOfItsOwn() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                MessageProxy proxy = MessageProxy.inFrontOf(database);
                Connection connection = proxy.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 10; i++) {
                proxy.reset();
                // More than the driver sends at one time.
                statement.execute(("select '" + "x".repeat(3000) + "';").repeat(30) + "select 1");
                connection.commit();
                assertEquals(2, proxy.reset().roundTrips());
            }
        }
    }

    @Test
    void aCutConnectionIsFeltAtOnceAndANewOneIsAccepted() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            try (Connection connection = proxy.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                proxy.cutAll();
                SQLException felt = assertThrows(SQLException.class, () -> statement.execute("select 1"));
                assertTrue(String.valueOf(felt.getSQLState()).startsWith("08"), felt.toString());
            }
            proxy.dataSource().getConnection().close();
        }
    }
}
