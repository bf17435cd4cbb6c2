package dev.tidemark.apply;

import dev.tidemark.lease.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A transaction whose last act before COMMIT is the fence; any failure rolls it back and leaves the connection in autocommit. */
final class Fenced {
    /** Whatever the role prefers: under repeatable read the fence would fail after every heartbeat. */
    static final String READ_COMMITTED = "set transaction isolation level read committed read write";

    private Fenced() {}

    /** What is done inside. */
    interface Work {
        void run() throws SQLException;
    }

    static void commit(Connection connection, Lease lease, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(READ_COMMITTED);
            }
            work.run();
            lease.fence(connection);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
