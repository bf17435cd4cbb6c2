package dev.tidemark.lambda;

import dev.tidemark.connect.HeldConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Connections whose server processes end in time whatever they run: a schema that others wrote can call functions that sleep, and can undo a timeout.
 *
 * <p>Closing a connection does not stop what its server process is doing; ending the process does, and a role may end its own.
 */
final class BackendTerminator implements AutoCloseable {
    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(2);

    private final DataSource source;
    private final Connection spare;
    private final HeldConnections held = new HeldConnections("the time for this plan is over");
    private final ScheduledExecutorService clock;

    /**
     * The processes end after {@code limit}, or when this is closed.
     *
     * @param spare open already, since there may be no room for another one when it is needed: plans that sleep may hold all that the role is allowed
     */
    BackendTerminator(DataSource source, Connection spare, Duration limit) {
        this.source = source;
        this.spare = spare;
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "tidemark-backend-terminator");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.schedule(this::terminate, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same DataSource; the connections that it gives out are held by this. */
    DataSource database() {
        return held.over(source);
    }

    /** Whether the time was over. */
    boolean isDone() {
        return held.isRefused();
    }

    private void terminate() {
        held.refuse();
        endAll();
    }

    /** Also where a connection was cut: its server process learns of that only when it next reads or writes. */
    private void endAll() {
        Integer[] processes = held.processes().toArray(Integer[]::new);
        if (processes.length == 0) {
            return;
        }
        try {
            end(spare, processes);
        } catch (SQLException e) {
            endByAnother(processes);
        }
    }

    /** A candidate may have ended the spare one: it is the same role's. */
    private void endByAnother(Integer[] processes) {
        try (Connection another = source.getConnection()) {
            end(another, processes);
        } catch (SQLException e) {
            // Out of connections, or the server is gone: then at least nobody here waits for it.
            held.cut();
        }
    }

    private static void end(Connection connection, Integer[] processes) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(
                "select pg_catalog.pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where pid = any (?) and"
                        + " usename = current_user")) {
            end.setQueryTimeout(Math.toIntExact(TERMINATION_TIMEOUT.toSeconds()));
            end.setArray(1, connection.createArrayOf("int4", processes));
            end.execute();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        endAll();
    }
}
