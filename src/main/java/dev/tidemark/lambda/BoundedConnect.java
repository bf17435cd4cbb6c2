package dev.tidemark.lambda;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** A connection within a limit, whatever the DataSource's own timeouts are. */
final class BoundedConnect {
    private BoundedConnect() {}

    /** Ours keeps the limit by itself; another one is asked on a thread of its own, and what comes too late is closed. */
    static Connection open(DataSource source, Duration limit) throws SQLException {
        return source instanceof FunctionPool pool ? pool.getConnection(limit) : onThread(source, limit);
    }

    private static Connection onThread(DataSource source, Duration limit) throws SQLException {
        FutureTask<Connection> opening = new FutureTask<>(source::getConnection);
        start(opening);
        try {
            return opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            start(() -> closeWhenItComes(opening));
            throw new SQLTransientConnectionException(
                    "the DataSource gave no connection within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            start(() -> closeWhenItComes(opening));
            throw new SQLTransientConnectionException("interrupted while connecting", e);
        }
    }

    private static void closeWhenItComes(FutureTask<Connection> late) {
        try {
            late.get().close();
        } catch (SQLException | ExecutionException | InterruptedException e) {
            // There is none to close, or it is gone.
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tidemark-connect");
        thread.setDaemon(true);
        thread.start();
    }
}
