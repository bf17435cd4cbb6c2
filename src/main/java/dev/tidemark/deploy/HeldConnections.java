package dev.tidemark.deploy;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A DataSource whose connections can all be cut at once, so that work that is given up neither holds locks nor goes on when the frozen environment is
 * used again.
 */
final class HeldConnections implements DataSource {
    private final DataSource source;
    private final Set<Connection> open = new HashSet<>();
    private boolean cut;

    HeldConnections(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return held(source.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return held(source.getConnection(user, password));
    }

    /** Cuts what is open, and whatever is opened from now on; waits for nothing. */
    void cut() {
        Set<Connection> all;
        synchronized (open) {
            cut = true;
            all = Set.copyOf(open);
            open.clear();
        }
        all.forEach(HeldConnections::abort);
    }

    private Connection held(Connection connection) throws SQLException {
        synchronized (open) {
            if (!cut) {
                open.removeIf(HeldConnections::isClosed);
                open.add(connection);
                return connection;
            }
        }
        abort(connection);
        throw new SQLException("the deployment was given up", "57014");
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
