package dev.tidemark.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Several statements that travel together. */
public final class RoundTrip {
    private RoundTrip() {}

    /** Runs them in one round trip; the rows of the last query among them, which are closed with the statement at the latest. */
    public static ResultSet rows(Statement statement, String sql) throws SQLException {
        return rows(statement, sql, new AtomicReference<>());
    }

    /** The same; {@code first} takes the first value that the first query answers, unless that is the last one. */
    public static ResultSet rows(Statement statement, String sql, AtomicReference<@Nullable String> first)
            throws SQLException {
        boolean isRows = statement.execute(sql);
        @Nullable ResultSet last = null;
        while (isRows || statement.getUpdateCount() >= 0) {
            if (isRows) {
                if (last != null) {
                    if (first.get() == null) {
                        first.set(last.next() ? String.valueOf(last.getString(1)) : "");
                    }
                    last.close();
                }
                last = statement.getResultSet();
            }
            isRows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
        }
        if (last == null) {
            throw new IllegalStateException("none of these statements is a query");
        }
        return last;
    }

    /**
     * The same in a transaction of its own, which this begins and commits, on a connection in autocommit; where it fails, it is rolled back.
     *
     * @param settings SQL right behind the BEGIN, with a last semicolon
     * @param sql without a last semicolon
     */
    public static ResultSet alone(Statement statement, String settings, String sql) throws SQLException {
        try {
            return rows(statement, "begin;" + settings + sql + ";commit");
        } catch (SQLException e) {
            rollBack(statement, e);
            throw e;
        }
    }

    private static void rollBack(Statement statement, SQLException reason) {
        try {
            statement.execute("rollback");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
