package dev.tidemark.lease;

import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A held lease. */
public final class Lease implements AutoCloseable {
    private Lease() {}

    /**
     * Both connections: autocommit, no open transaction, outside any pool of the function; stay the caller's to close, after {@link #release()}.
     *
     * @throws dev.tidemark.TidemarkException TDM-304 (retriable): a predecessor's backend still runs and cannot be ended
     */
    public static LeaseAttempt tryAcquire(
            ControlTables tables, Identity identity, String by, Duration ttl, Connection work, Connection heartbeat)
            throws SQLException {
        throw new UnsupportedOperationException(tables + by + identity + ttl + work + heartbeat);
    }

    public static LeaseStatus peek(ControlTables tables, Connection connection, String app) throws SQLException {
        throw new UnsupportedOperationException(tables + app + connection);
    }

    public long term() {
        throw new UnsupportedOperationException();
    }

    /** {@code tidemark:<app>:<term>}, at most 63 bytes: every transaction of the holder says {@code set local application_name} to it. */
    public String applicationName() {
        throw new UnsupportedOperationException();
    }

    /** Whether it is certainly still held: no round trip, errs on the side of no. */
    public boolean trusted() {
        throw new UnsupportedOperationException();
    }

    /** The last act before COMMIT, in the caller's READ COMMITTED transaction; TDM-303 (retriable) where the lease is lost: roll back. */
    public void fence(Connection transaction) throws SQLException {
        throw new UnsupportedOperationException(transaction.toString());
    }

    /** Before a statement that has no commit to fence, on the very connection that then sends it (autocommit); TDM-303 where the lease is lost. */
    public void confirm(Connection connection) throws SQLException {
        throw new UnsupportedOperationException(connection.toString());
    }

    /** Names the backend of a further connection (a direct one) in the lease row, so that whoever takes over ends it too. */
    public void alsoUses(Connection connection) throws SQLException {
        throw new UnsupportedOperationException(connection.toString());
    }

    /** Stops the heartbeat and gives the lease back if it is still this holder's; never throws; may be called twice. */
    public void release() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        release();
    }
}
