package dev.tidemark.apply;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.SqlStates;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.common.BaseDataSource;

/**
 * A DataSource that waits for a connection no longer than the call may, however long its own would, and whose connections end with the budget. What comes too
 * late is closed.
 */
final class BoundedSource implements DataSource {
    private final DataSource source;
    private final Deadline deadline;
    private final Watchdog watchdog;

    BoundedSource(DataSource source, Deadline deadline, Watchdog watchdog) {
        this.source = source;
        this.deadline = deadline;
        this.watchdog = watchdog;
    }

    /** The class of the DataSource that was given, for a reader. */
    String name() {
        return source.getClass().getName();
    }

    /** Whether each connection is a new one of the driver's own, so that no pool can be too small. */
    boolean isUnpooled() {
        return source instanceof BaseDataSource;
    }

    @Override
    public Connection getConnection() throws SQLException {
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        Watchdog.onThread(() -> open(opened));
        try {
            return watchdog.watched(opened.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            closeWhenItComes(opened);
            throw new SQLTransientConnectionException(
                    "no connection was given within the budget", SqlStates.UNABLE_TO_CONNECT, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeWhenItComes(opened);
            throw new TidemarkException(
                    Problem.of("TDM-305", null, "interrupted while connecting", null, null, List.of("sync again")),
                    true,
                    e);
        }
    }

    private void open(CompletableFuture<Connection> opened) {
        try {
            Connection connection = source.getConnection();
            if (!opened.complete(connection)) {
                connection.close();
            }
        } catch (SQLException | RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    private static void closeWhenItComes(CompletableFuture<Connection> late) {
        if (late.cancel(false)) {
            return;
        }
        var unused = late.thenAccept(Connections::close);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the login is the DataSource's own");
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
