package dev.tidemark.lease;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ends what terms that were never given back still run, and waits until it is gone. */
final class Predecessors {
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final String app;
    private final List<Backend> backends;

    Predecessors(String app, List<Backend> backends) {
        this.app = app;
        this.backends = backends;
    }

    /**
     * Returns when none of them runs any more, after {@code patience} at most.
     *
     * @throws TidemarkException TDM-304 (retriable) where one neither goes nor can be ended
     */
    void end(Connection connection, Duration patience) throws SQLException {
        if (backends.isEmpty()) {
            return;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        List<Long> running = running(connection);
        while (!running.isEmpty()) {
            for (long pid : running) {
                terminate(connection, pid);
            }
            running = running(connection);
            if (!running.isEmpty() && (System.nanoTime() - deadline > 0 || !slept())) {
                throw stillRunning(running);
            }
        }
    }

    /** The process ids of those that run. */
    List<Long> running(Connection connection) throws SQLException {
        StringBuilder sql = new StringBuilder("select pid from pg_stat_activity where datname = current_database()");
        sql.append(" and pid <> pg_backend_pid() and (false");
        for (Backend backend : backends) {
            if (backend.pid() == 0) {
                sql.append(" or application_name = ")
                        .append(Sql.literal(LeaseRow.applicationName(app, backend.term())));
            } else {
                sql.append(" or pid = ").append(backend.pid()).append(" and ");
                sql.append(Sql.micros("backend_start")).append(" = ").append(backend.start());
            }
        }
        List<Long> pids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.append(')').toString())) {
            while (rows.next()) {
                pids.add(rows.getLong(1));
            }
        }
        return pids;
    }

    /** Without the right to, it may still go by itself. */
    private static void terminate(Connection connection, long pid) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(" + pid + ")");
        } catch (SQLException e) {
            if (!SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static boolean slept() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private TidemarkException stillRunning(List<Long> pids) {
        List<String> waysOut = new ArrayList<>();
        for (long pid : pids) {
            waysOut.add("SELECT pg_terminate_backend(" + pid + ");   as its own role or a superuser");
        }
        waysOut.add("or GRANT pg_signal_backend TO the role that syncs");
        String message = app + ": a former holder of the lease still runs statements (backend " + pids
                + ") and this role could not end them. Nothing was run";
        return new TidemarkException(Problem.of("TDM-304", null, message, null, null, waysOut), true, null);
    }
}
