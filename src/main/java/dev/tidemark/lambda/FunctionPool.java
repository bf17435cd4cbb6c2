package dev.tidemark.lambda;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.fault.ConnectionFaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * A pool that does not wait for a server which refuses connections: nothing listens there, and the next moment will hardly change that. A full or slow server is
 * waited for. HikariCP alone goes on trying until its own timeout, and tells nobody why before.
 */
final class FunctionPool extends HikariDataSource {
    /** How long refusals are tried again, once; a server that restarts is back within it, or is away for longer than anybody waits. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

    /** The pool is asked in turns as long as this, so that it can be given up between two of them. */
    static final Duration TURN = Duration.ofMillis(500);

    private final Duration borrow;
    private volatile boolean outage;

    /** {@code borrow}: the longest that a caller waits; the configuration's own timeout is {@link #TURN}. */
    FunctionPool(HikariConfig config, Duration borrow) {
        super(config);
        this.borrow = borrow;
    }

    /** The longest that {@link #getConnection()} waits. */
    Duration patience() {
        return borrow;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(borrow);
    }

    /** One within this limit. */
    Connection getConnection(Duration limit) throws SQLException {
        long start = System.nanoTime();
        Duration patience = limit.compareTo(borrow) < 0 ? limit : borrow;
        SQLException known = null;
        while (true) {
            try {
                Connection connection = super.getConnection();
                outage = false;
                return connection;
            } catch (SQLTransientConnectionException e) {
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                known = e.getCause() == null ? known : e;
                if (ConnectionFaults.isRefused(e) && (outage || waited.compareTo(REFUSED_FOR) >= 0)) {
                    outage = true;
                    throw e;
                }
                // An attempt of its own ends a moment before the pool's time does; one more turn, and its reason is
                // known.
                if (waited.compareTo(known == null ? patience.plus(TURN) : patience) >= 0) {
                    throw known == null ? late(waited, e) : known;
                }
            }
        }
    }

    private static SQLException late(Duration waited, SQLException e) {
        SQLException late =
                new SQLTransientConnectionException("the pool gave no connection within " + waited.toMillis() + " ms");
        late.addSuppressed(e);
        return late;
    }
}
