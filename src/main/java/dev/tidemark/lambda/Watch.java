package dev.tidemark.lambda;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what works with a database does not outlast an invocation, whatever the database does.
 *
 * <p>The engine keeps its budget by itself as long as the server answers. Where it does not, the work is ended from outside: its connections are cut, none is given out any
 * more, and the invocation answers. Cut connections leave nothing behind: a transaction is rolled back, the lease ends with its TTL, as after a kill.
 */
final class Watch {
    /** How long work whose connections were cut may take to come to its end; nobody waits longer. */
    private static final Duration UNWINDING = Duration.ofMillis(100);

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /** The same DataSource, every connection of which is known here. */
    DataSource over(DataSource source) {
        return new Database(source);
    }

    /**
     * Does the work on a thread of its own, for so long at most.
     *
     * @throws TidemarkException what the work throws; TDM-307 (retriable) where it had to be ended
     */
    <T> T run(Duration limit, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "tidemark-work");
        thread.setDaemon(true);
        thread.start();
        try {
            return await(task, limit);
        } catch (TimeoutException e) {
            end();
            return lateOrEnded(task, limit);
        }
    }

    /** Whether the work had to be ended. */
    boolean isOver() {
        return over;
    }

    private static <T> T lateOrEnded(FutureTask<T> task, Duration limit) {
        try {
            return await(task, UNWINDING);
        } catch (TimeoutException | RuntimeException ended) {
            throw new TidemarkException(
                    new Problem(
                            "TDM-307",
                            null,
                            "the time of this invocation was over after " + limit.toMillis() + " ms, and the database"
                                    + " had not answered; its connections were cut",
                            null,
                            null,
                            List.of("ask again: what was committed stands", "a longer Timeout for the function")),
                    true,
                    ended);
        }
    }

    private static <T> T await(FutureTask<T> task, Duration limit) throws TimeoutException {
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidemarkException(
                    new Problem("TDM-305", null, "interrupted", null, null, List.of("ask again")), true, e);
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private void end() {
        over = true;
        open.forEach(Watch::cut);
    }

    private static void cut(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already: that is what was wanted.
            return;
        }
    }

    /** Its name stands in messages where the engine knows no other one. */
    private final class Database implements DataSource {
        private final DataSource source;

        Database(DataSource source) {
            this.source = source;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return kept(source.getConnection());
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return kept(source.getConnection(user, password));
        }

        private Connection kept(Connection connection) throws SQLException {
            open.removeIf(Database::isClosed);
            open.add(connection);
            if (over) {
                cut(connection);
                throw new SQLException("the time of this invocation is over", "57014");
            }
            return connection;
        }

        private static boolean isClosed(Connection connection) {
            try {
                return connection.isClosed();
            } catch (SQLException e) {
                return false;
            }
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
            return type.isInstance(source) ? type.cast(source) : source.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return type.isInstance(source) || source.isWrapperFor(type);
        }
    }
}
