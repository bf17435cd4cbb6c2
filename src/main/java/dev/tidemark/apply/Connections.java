package dev.tidemark.apply;

import dev.tidemark.ConnectionFaults;
import dev.tidemark.TidemarkException;
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
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Opens connections within a deadline, and knows whether one of them leads straight to a server. */
final class Connections {
    /** DESIGN §5: a DataSource that yields no second connection within this is refused by name. */
    private static final Duration SECOND_WITHIN = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final DataSource source;
    private final Deadline deadline;

    Connections(DataSource source, Deadline deadline) {
        this.source = source;
        this.deadline = deadline;
    }

    /** A connection in autocommit; no server, no slot, or a server that is starting is tried again with jittered backoff until the deadline. */
    Connection open() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                Connection connection = source.getConnection();
                connection.setAutoCommit(true);
                return connection;
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
     * One more connection while another is held.
     *
     * @throws TidemarkException TDM-412 where the DataSource yields none in time: a pool of one
     */
    Connection openSecond() {
        CompletableFuture<Connection> second = CompletableFuture.supplyAsync(this::open, Connections::runOnThread);
        try {
            Duration patience = deadline.atMost(SECOND_WITHIN);
            return second.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            closeWhenItComes(second);
            throw TidemarkException.of(
                    "TDM-412",
                    "the DataSource " + source.getClass().getName() + " yields no second connection within "
                            + SECOND_WITHIN.toSeconds() + " s; the work and the lease's heartbeat need one each",
                    "Give Tidemark an unpooled DataSource (PGSimpleDataSource), or a pool of at least two.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TidemarkException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeWhenItComes(second);
            throw TidemarkException.of("TDM-305", "interrupted while connecting");
        }
    }

    private static void closeWhenItComes(CompletableFuture<Connection> late) {
        var unused = late.thenAccept(Connections::close);
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

    private static void runOnThread(Runnable task) {
        Thread thread = new Thread(task, "tidemark-connect");
        thread.setDaemon(true);
        thread.start();
    }
}
