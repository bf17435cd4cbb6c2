package dev.tidemark.lease;

import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A server process that works, or worked, for a holder.
 *
 * @param term the holder's
 * @param pid 0 where only the application name is known
 * @param start its {@code backend_start} in microseconds, without which a pid says nothing
 */
record Backend(long term, long pid, long start) {
    /** The backend of a direct connection; null behind a transaction pooler, where it is another one every time. */
    static @Nullable Backend of(Connection connection, long term) throws SQLException {
        int pid = pid(connection);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + started(pid))) {
            rows.next();
            return of(term, pid, rows, 1);
        }
    }

    /** The same from a column with {@link #started}. */
    static @Nullable Backend of(long term, int pid, ResultSet rows, int column) throws SQLException {
        long start = rows.getLong(column);
        return rows.wasNull() ? null : new Backend(term, pid, start);
    }

    /** What the driver was told at login; 0 where it is not PostgreSQL's. */
    static int pid(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class)
                ? connection.unwrap(PGConnection.class).getBackendPID()
                : 0;
    }

    /** An expression: when the backend that runs it began, if it has this process id; else null. */
    static String started(int pid) {
        return "(select " + Sql.micros("backend_start")
                + " from pg_stat_activity where pid = pg_backend_pid() and pid = " + pid + ")";
    }

    /** An expression: a blank and {@link #word} of the backend that runs it, if this connection leads straight to it; else empty. */
    static String ofThis(Connection connection, long term) throws SQLException {
        int pid = pid(connection);
        return "coalesce(' " + term + ":" + pid + ":' || " + started(pid) + ", '')";
    }

    /** All backends with the term's application name. */
    static Backend named(long term) {
        return new Backend(term, 0, 0);
    }

    static List<Backend> parse(String column) {
        List<Backend> backends = new ArrayList<>();
        for (String word : column.split(" ", -1)) {
            String[] parts = word.split(":", -1);
            if (parts.length == 3) {
                backends.add(new Backend(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
            }
        }
        return backends;
    }

    static String column(List<Backend> backends) {
        StringBuilder column = new StringBuilder();
        for (Backend backend : backends) {
            column.append(column.isEmpty() ? "" : " ").append(backend.word());
        }
        return column.toString();
    }

    String word() {
        return term + ":" + pid + ":" + start;
    }

    boolean sameProcess(Backend other) {
        return pid == other.pid && start == other.start;
    }
}
