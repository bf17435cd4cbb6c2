package dev.tidemark.apply;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Opens connections within a deadline, and knows whether one of them leads straight to a server. */
final class Connections {
    /** A DataSource that yields no second connection within this is refused by name. */
    private static final Duration SECOND_WITHIN = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final BoundedSource source;
    private final Deadline deadline;
    private Duration pause = FIRST_PAUSE;
    private Duration secondWithin;
    private @Nullable TidemarkException lastRefusal;

    Connections(BoundedSource source, Deadline deadline) {
        this(source, deadline, SECOND_WITHIN);
    }

    Connections(BoundedSource source, Deadline deadline, Duration secondWithin) {
        this.source = source;
        this.deadline = deadline;
        this.secondWithin = secondWithin;
    }

    /** A connection in autocommit; no server, no slot, or a server that is starting is tried again with jittered backoff until the deadline. */
    Connection open() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return ready(source.getConnection());
            } catch (SQLException e) {
                TidemarkException fault = ConnectionFaults.of(e, ConnectionFaults.where(source));
                if (!fault.retriable() || deadline.left().compareTo(pause) <= 0) {
                    throw fault;
                }
                pause = sleepAndDouble(pause);
            }
        }
    }

    /**
     * One more connection while another is held, which is closed where there is none. Each one that does not come in time is waited for twice as long the next
     * time: behind a pooler that a herd queues at, the same wait again would end the same way, for all of them.
     *
     * @return null where there is none just now, as on a full server: give the first one back, wait, start again
     * @throws TidemarkException TDM-412 where the DataSource is a pool of one: it gave the second at once when the first one was given back
     */
    @Nullable
    Connection openSecond(Connection first) {
        lastRefusal = null;
        CompletableFuture<Connection> second = connecting();
        Connection opened = within(second, secondWithin);
        if (opened != null) {
            return opened;
        }
        close(first);
        if (lastRefusal == null) {
            secondWithin = secondWithin.multipliedBy(2);
        }
        if (source.isUnpooled() || wasRefusedByServer()) {
            giveUp(second);
            return null;
        }
        // It may have come the moment the first one was given back: only one that was refused is asked for again.
        CompletableFuture<Connection> next = second.isCompletedExceptionally() ? connecting() : second;
        Connection late = within(next, SECOND_WITHIN);
        if (late == null) {
            giveUp(next);
            return null;
        }
        close(late);
        throw TidemarkException.of(
                "TDM-412",
                "the DataSource " + source.name() + " yields no second connection within " + SECOND_WITHIN.toSeconds()
                        + " s, and one as soon as the first is given back; the work and the lease's heartbeat need one"
                        + " each",
                "Give Tidemark an unpooled DataSource (PGSimpleDataSource), or a pool of at least two.");
    }

    /** Null where it does not come in time, or is refused for now. */
    private @Nullable Connection within(CompletableFuture<Connection> second, Duration patience) {
        try {
            return ready(second.get(deadline.atMost(patience).toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            lastRefusal = refusal(e.getCause());
            return null;
        } catch (SQLException e) {
            lastRefusal = refusal(e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(second);
            throw TidemarkException.of("TDM-305", "interrupted while connecting");
        }
    }

    /** In autocommit; one that cannot be put there is closed. */
    private static Connection ready(Connection connection) throws SQLException {
        try {
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
    }

    /** Why there was no connection, for whoever is told in the end; what another try does not help is thrown at once. */
    private TidemarkException refusal(@Nullable Throwable cause) {
        TidemarkException fault = cause instanceof SQLException e
                ? ConnectionFaults.of(e, ConnectionFaults.where(source))
                : cause instanceof TidemarkException known ? known : null;
        if (fault == null) {
            throw new IllegalStateException(cause);
        }
        if (!fault.retriable()) {
            throw fault;
        }
        return fault;
    }

    /** The last reason for which a second connection was not to be had; null where there was none. */
    @Nullable
    TidemarkException lastRefusal() {
        return lastRefusal;
    }

    /** A jittered pause, longer each time, for as long as there is time. */
    void pauseForASlot() {
        pause = sleepAndDouble(deadline.atMost(pause.plusMillis(1)));
    }

    /** A pool that waited in vain knows no SQLSTATE. */
    private boolean wasRefusedByServer() {
        TidemarkException refused = lastRefusal;
        return refused != null && refused.sqlState() != null;
    }

    private CompletableFuture<Connection> connecting() {
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        Watchdog.onThread(() -> connect(opened));
        return opened;
    }

    private void connect(CompletableFuture<Connection> second) {
        try {
            Connection connection = source.getConnection();
            if (!second.complete(connection)) {
                close(connection);
            }
        } catch (SQLException | RuntimeException | Error e) {
            second.completeExceptionally(e);
        }
    }

    private static void giveUp(CompletableFuture<Connection> second) {
        if (!second.cancel(false)) {
            var unused = second.thenAccept(Connections::close);
        }
    }

    /** Whether what the server calls its backend is what the driver was told at login; a pooler in between makes up its own. */
    static boolean isDirect(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            return false;
        }
        int told = connection.unwrap(PGConnection.class).getBackendPID();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            return result.next() && result.getInt(1) == told;
        }
    }

    /** Gives a connection back as it was found; a broken one is as good as closed. */
    static void close(Connection connection) {
        try {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            connection.close();
        } catch (SQLException e) {
            abandon(connection);
        }
    }

    private static void abandon(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already: that is what was wanted.
            return;
        }
    }

    private static Duration sleepAndDouble(Duration pause) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TidemarkException.of("TDM-305", "interrupted while connecting");
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
