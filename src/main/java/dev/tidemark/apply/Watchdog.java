package dev.tidemark.apply;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.LockHolders;
import dev.tidemark.fault.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Ends every wait of one call when its budget is over, whatever the server, a lock or the network does.
 *
 * <p>At the deadline it asks on a connection of its own who is in the way, cancels what runs, and gives out no connection any more. What has not come back
 * shortly after is cut: the sockets are closed, which ends any read. The server's own timeouts are set besides, for clients that are gone.
 */
final class Watchdog implements AutoCloseable {
    /** What asking who is in the way may take. */
    private static final Duration ASKING = Duration.ofMillis(300);

    /** How long cancelled work may take to come to its end before its connections are cut. */
    private static final Duration UNWINDING = Duration.ofMillis(300);

    private final DataSource source;
    private final Deadline deadline;
    private final Set<Connection> open = new HashSet<>();
    private final Thread thread;
    private boolean closed;
    private volatile boolean over;
    private volatile boolean acted;
    private volatile String obstacles = "";

    Watchdog(DataSource source, Deadline deadline) {
        this.source = source;
        this.deadline = deadline;
        this.thread = new Thread(this::watch, "tidemark-watchdog");
        thread.setDaemon(true);
    }

    static Watchdog start(DataSource source, Deadline deadline) {
        Watchdog watchdog = new Watchdog(source, deadline);
        watchdog.thread.start();
        return watchdog;
    }

    /** Whether the budget was over while something was still to do. */
    boolean isOver() {
        return over;
    }

    /** From now on this connection ends with the budget. */
    Connection watched(Connection connection) throws SQLException {
        synchronized (this) {
            if (!over) {
                open.removeIf(Watchdog::isClosed);
                open.add(connection);
                return connection;
            }
        }
        acted = true;
        cut(connection);
        throw new SQLException("the budget is over", SqlStates.CANCELLED);
    }

    /** What is told where the budget ended a wait: TDM-307, with who was in the way. */
    Problem problem() {
        return Problem.of(
                "TDM-307",
                null,
                "the time of this call was over after " + deadline.elapsed().toMillis() + " ms"
                        + (obstacles.isEmpty()
                                ? ", and the database had not answered"
                                : ", and it still waited for " + obstacles)
                        + ". What was committed stands",
                null,
                SqlStates.CANCELLED,
                List.of(
                        obstacles.isEmpty()
                                ? "look whether the database answers"
                                : "end that session, or let it finish",
                        "sync again: it is always safe",
                        "more time: --budget, TIDEMARK_BUDGET, a longer Timeout of the function"));
    }

    /** Whether this is what became of a wait that was ended here. */
    boolean ended(TidemarkException e) {
        boolean broken = e.code().startsWith("TDM-5")
                || e.code().equals("TDM-402")
                || e.code().equals("TDM-403");
        return acted
                && (broken
                        || SqlStates.CANCELLED.equals(e.sqlState())
                        || e.code().equals(ControlFaults.LOCKED));
    }

    /** The exception to throw instead of what a wait that was ended made of it. */
    TidemarkException explained(TidemarkException e) {
        return new TidemarkException(problem(), true, e);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }

    private void watch() {
        if (closedWithin(deadline.left())) {
            return;
        }
        List<Connection> running;
        synchronized (this) {
            over = true;
            open.removeIf(Watchdog::isClosed);
            running = List.copyOf(open);
            acted = !running.isEmpty();
        }
        obstacles = ask(running);
        running.forEach(connection -> onThread(() -> cancel(connection)));
        if (!closedWithin(UNWINDING)) {
            synchronized (this) {
                running = List.copyOf(open);
            }
            running.forEach(Watchdog::cut);
        }
    }

    private synchronized boolean closedWithin(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!closed) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            return true;
        }
        return true;
    }

    /** On a connection of its own, bounded: the server may be full, or gone. */
    private String ask(List<Connection> running) {
        List<Integer> pids = new ArrayList<>();
        for (Connection connection : running) {
            addPid(connection, pids);
        }
        if (pids.isEmpty()) {
            return "";
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        onThread(() -> answer.complete(holders(pids)));
        try {
            return answer.get(ASKING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private String holders(List<Integer> pids) {
        try (Connection own = source.getConnection()) {
            return LockHolders.ofWaiting(own, pids);
        } catch (SQLException | RuntimeException e) {
            return "";
        }
    }

    private static void addPid(Connection connection, List<Integer> pids) {
        try {
            if (!connection.isClosed() && connection.isWrapperFor(PGConnection.class)) {
                pids.add(connection.unwrap(PGConnection.class).getBackendPID());
            }
        } catch (SQLException e) {
            // It is gone: nothing waits on it.
            return;
        }
    }

    private static void cancel(Connection connection) {
        try {
            if (!connection.isClosed() && connection.isWrapperFor(PGConnection.class)) {
                connection.unwrap(PGConnection.class).cancelQuery();
            }
        } catch (SQLException e) {
            // It is cut a moment later.
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

    private static void cut(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already: that is what was wanted.
            return;
        }
    }

    static void onThread(Runnable work) {
        Thread thread = new Thread(work, "tidemark-connect");
        thread.setDaemon(true);
        thread.start();
    }
}
