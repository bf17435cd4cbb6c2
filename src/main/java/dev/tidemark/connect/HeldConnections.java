package dev.tidemark.connect;

import dev.tidemark.fault.SqlStates;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Connections that can all be ended at once, so that work which is given up neither holds locks nor goes on when a frozen environment is used again.
 * Thread-safe.
 *
 * <p>Cut connections leave nothing behind: a transaction is rolled back, the lease ends with its TTL, as after a kill.
 */
public final class HeldConnections {
    private final String why;
    private final Set<Connection> open = new HashSet<>();
    private final Set<Integer> processes = new HashSet<>();
    private boolean refused;

    /** {@code why}: what a connection that is asked for too late is refused with (57014). */
    public HeldConnections(String why) {
        this.why = why;
    }

    /** The same DataSource; what it gives out is held here. */
    public DataSource over(DataSource source) {
        return new Database(source);
    }

    /** Those that are open. */
    public Set<Connection> open() {
        synchronized (open) {
            open.removeIf(HeldConnections::isClosed);
            return Set.copyOf(open);
        }
    }

    /** The server processes of all that were given out, also of those that are closed: what a cut connection left behind may still run there. */
    public Set<Integer> processes() {
        synchronized (open) {
            return Set.copyOf(processes);
        }
    }

    /** Gives out none any more. */
    public void refuse() {
        synchronized (open) {
            refused = true;
        }
    }

    /** Whether none is given out any more. */
    public boolean isRefused() {
        synchronized (open) {
            return refused;
        }
    }

    /** Cuts what is open, and whatever is opened from now on; waits for nothing. */
    public void cut() {
        refuse();
        open().forEach(HeldConnections::abort);
    }

    private Connection held(Connection connection) throws SQLException {
        synchronized (open) {
            if (!refused) {
                open.removeIf(HeldConnections::isClosed);
                open.add(connection);
                if (connection.isWrapperFor(PGConnection.class)) {
                    processes.add(connection.unwrap(PGConnection.class).getBackendPID());
                }
                return connection;
            }
        }
        abort(connection);
        throw tooLate();
    }

    private SQLException tooLate() {
        return new SQLException(why, SqlStates.CANCELLED);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already: that is what was wanted.
            return;
        }
    }

    private final class Database implements DataSource {
        private final DataSource source;

        Database(DataSource source) {
            this.source = source;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (isRefused()) {
                throw tooLate();
            }
            return held(source.getConnection());
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            if (isRefused()) {
                throw tooLate();
            }
            return held(source.getConnection(user, password));
        }

        @Override
        public @Nullable PrintWriter getLogWriter() throws SQLException {
            return source.getLogWriter();
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
            source.setLogWriter(out);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            source.setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return source.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            return source.getParentLogger();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return type.isInstance(source) ? type.cast(source) : source.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return type.isInstance(source) || source.isWrapperFor(type);
        }
    }
}
