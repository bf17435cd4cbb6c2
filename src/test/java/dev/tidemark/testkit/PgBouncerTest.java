package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class PgBouncerTest {
    @Test
    void clientsShareServerConnectionsFromTransactionToTransaction() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                PgBouncer bouncer = PgBouncer.inFrontOf(database, 1);
                Connection one = bouncer.dataSource(database).getConnection();
                Connection two = bouncer.dataSource(database).getConnection()) {
            String first = backend(one);
            assertEquals(first, backend(two));
            assertEquals(first, backend(one));
        }
    }

    private static String backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            result.next();
            return result.getString(1);
        }
    }
}
