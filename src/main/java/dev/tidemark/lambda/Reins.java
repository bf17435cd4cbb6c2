package dev.tidemark.lambda;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Connections whose server processes end in time whatever they run: a schema that others wrote can call functions that sleep, and can undo a timeout.
 *
 * <p>Closing a connection does not stop what its server process is doing; ending the process does, and a role may end its own.
 */
final class Reins implements AutoCloseable {
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final DataSource source;
    private final Map<Connection, Integer> backends = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;
    private volatile boolean pulled;

    /** The processes end after {@code limit}, or when this is closed. */
    Reins(DataSource source, Duration limit) {
        this.source = source;
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "tidemark-reins");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.schedule(this::pull, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same DataSource; the connections that it gives out are held by these reins. */
    DataSource database() {
        return new Database();
    }

    /** Whether the time was over. */
    boolean pulled() {
        return pulled;
    }

    private void pull() {
        pulled = true;
        endAll();
    }

    private void endAll() {
        backends.keySet().removeIf(Reins::isClosed);
        if (backends.isEmpty()) {
            return;
        }
        try (Connection connection = source.getConnection();
                PreparedStatement end = connection.prepareStatement("select pg_catalog.pg_terminate_backend(?)")) {
            end.setQueryTimeout(Math.toIntExact(LAST_WORD.toSeconds()));
            for (int backend : backends.values()) {
                end.setInt(1, backend);
                end.execute();
            }
        } catch (SQLException e) {
            // Out of connections, or the server is gone: then at least nobody here waits for it.
            backends.keySet().forEach(Reins::abort);
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

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        endAll();
    }

    /** Its name stands in messages where the engine knows no other one. */
    private final class Database implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            if (pulled) {
                throw new SQLException("the time for this plan is over", "57014");
            }
            Connection connection = source.getConnection();
            backends.put(connection, connection.unwrap(PGConnection.class).getBackendPID());
            return connection;
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("one login only");
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return source.getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
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
            return source.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return source.isWrapperFor(type);
        }
    }
}
