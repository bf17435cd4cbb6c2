package dev.tidemark.apply;

import dev.tidemark.control.Script;
import dev.tidemark.control.TimeLimit;
import dev.tidemark.lease.Lease;
import java.sql.Connection;
import java.sql.SQLException;

/** A transaction whose last act before COMMIT is the fence; any failure rolls it back and leaves the connection in autocommit. */
final class Fenced {
    /** Whatever the role prefers: under repeatable read the fence would fail after every heartbeat. */
    static final String READ_COMMITTED = "set transaction isolation level read committed read write";

    private Fenced() {}

    /** What writes to the control tables does so as the login, which may, and not as the owner of what the transaction made before. */
    static String asLogin(Script script, Deadline deadline) {
        String statements = script.sql();
        return "set local role none; " + TimeLimit.of(deadline.left()).waits() + " set local search_path = pg_catalog"
                + (statements.isEmpty() ? "" : ";\n" + statements);
    }

    /** Two round trips: the statements with the fence behind them, and, where that held, COMMIT. */
    static void commit(Connection connection, Lease lease, Deadline deadline, Script script) throws SQLException {
        connection.setAutoCommit(false);
        try {
            lease.fence(connection, READ_COMMITTED + ";" + limit(deadline) + "\n" + script.sql());
            connection.commit();
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static String limit(Deadline deadline) {
        return TimeLimit.of(deadline.left()).settings();
    }
}
