package dev.tidemark.lease;

import dev.tidemark.control.ControlTables;
import dev.tidemark.control.RoundTrip;
import dev.tidemark.control.TimeLimit;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.Identity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One attempt to take the lease, under a holder's name of its own. */
final class Acquisition {
    /** Longer than a healthy peer is at the row, shorter than a poll. */
    private static final Duration AT_THE_ROW = Duration.ofMillis(250);

    /** Of one attempt, at most: it is one statement on one row. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);

    /** A terminated backend goes at its next interrupt check: at once, unless the server is very busy. */
    private static final Duration PREDECESSORS_GO_WITHIN = Duration.ofSeconds(10);

    private final Identity identity;
    private final Duration ttl;
    private final Duration patience;
    private final Duration left;
    private final ControlTables tables;
    private final String by;

    /** {@code own}: the work connection's backend. */
    private record Grant(
            long term, List<Backend> backends, @Nullable Backend own) {}

    /** {@code left}: what the caller may still wait. */
    Acquisition(ControlTables tables, Identity identity, String by, Duration ttl, Duration left) {
        this(tables, identity, by, ttl, left, shorter(PREDECESSORS_GO_WITHIN, left));
    }

    Acquisition(ControlTables tables, Identity identity, String by, Duration ttl, Duration left, Duration patience) {
        this.patience = patience;
        this.left = left;
        this.tables = tables;
        this.identity = identity;
        this.by = by;
        this.ttl = ttl;
    }

    /** Null: not won. */
    @Nullable
    Lease attempt(Connection work, Connection heartbeat) throws SQLException {
        LeaseRow row = new LeaseRow(tables, identity.app(), UUID.randomUUID());
        long startNanos = System.nanoTime();
        long startMillis = System.currentTimeMillis();
        Grant grant = acquire(work, row);
        if (grant == null) {
            return null;
        }
        Heartbeat beating = new Heartbeat(
                heartbeat,
                ttl,
                row.renew(grant.term(), ttl),
                LeaseRow.applicationName(identity.app(), grant.term()),
                startNanos,
                startMillis);
        Backend direct = grant.own();
        List<Backend> own = new ArrayList<>(List.of(Backend.named(grant.term())));
        if (direct != null) {
            own.add(direct);
        }
        Lease lease = new Lease(row, identity.app(), grant.term(), beating, direct != null);
        beating.start();
        boolean complete = false;
        try {
            complete = lease.takeOver(grant.backends(), own, work, heartbeat, patience);
        } finally {
            if (!complete) {
                lease.abandon();
            }
        }
        return complete ? lease : null;
    }

    /** One round trip, from BEGIN to COMMIT. */
    private @Nullable Grant acquire(Connection work, LeaseRow row) throws SQLException {
        int pid = Backend.pid(work);
        try (Statement statement = work.createStatement()) {
            ResultSet won = RoundTrip.alone(statement, settings(), row.acquire(identity, by, ttl, pid));
            if (!won.next()) {
                return null;
            }
            long term = won.getLong(1);
            return new Grant(term, Backend.parse(won.getString(2)), Backend.of(term, pid, won, 3));
        } catch (SQLException e) {
            if (isContention(e)) {
                return null;
            }
            throw e;
        }
    }

    /** The role's own settings must not decide. */
    private String settings() {
        return "set transaction isolation level read committed read write;"
                + TimeLimit.of(shorter(LONGEST_ATTEMPT, left))
                        .withLock(AT_THE_ROW)
                        .settings();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Somebody else is at the row: lock timeout, deadlock, serialization failure. */
    private static boolean isContention(SQLException e) {
        String state = e.getSQLState();
        return SqlStates.LOCK_NOT_AVAILABLE.equals(state)
                || SqlStates.DEADLOCK.equals(state)
                || SqlStates.SERIALIZATION_FAILURE.equals(state);
    }
}
