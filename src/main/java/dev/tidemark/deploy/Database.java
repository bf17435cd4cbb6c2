package dev.tidemark.deploy;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Connecting, and what it means when that fails. */
final class Database {
    /**
     * An Aurora Serverless that sleeps is awake after about 15 s; a stack is not kept waiting for longer than this for a database that is not there.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private Database() {}

    /** A connection in autocommit; what helps to try again is tried again, for a minute or for what is left. */
    static Connection open(DataSource source, Duration left) {
        long end = System.nanoTime() + Times.shorter(PATIENCE, left).toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                Connection connection = source.getConnection();
                connection.setAutoCommit(true);
                return connection;
            } catch (SQLException e) {
                TidemarkException fault = fault(e, source);
                if (!fault.retriable() || System.nanoTime() + pause.toNanos() > end || !Times.slept(pause)) {
                    throw fault;
                }
                pause = Times.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    static TidemarkException fault(SQLException e, DataSource source) {
        return ConnectionFaults.of(e, ConnectionFaults.where(source));
    }
}
