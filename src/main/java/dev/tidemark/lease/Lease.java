package dev.tidemark.lease;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.RoundTrip;
import dev.tidemark.control.Script;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.Identity;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A held lease; the package's page is its protocol. Thread-safe. */
public final class Lease implements AutoCloseable {
    /** The shortest TTL: below it a slow network alone would lose the lease. */
    public static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

    /** Where nobody says how long an attempt may take. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(1);

    private final LeaseRow row;
    private final String app;
    private final long term;
    private final Heartbeat heartbeat;
    private final boolean direct;
    private volatile List<Unnamed> unnamed = List.of();

    Lease(LeaseRow row, String app, long term, Heartbeat heartbeat, boolean direct) {
        this.direct = direct;
        this.row = row;
        this.app = app;
        this.term = term;
        this.heartbeat = heartbeat;
    }

    /**
     * One attempt, which waits 250 ms at most, or up to 10 s where it has won and ends what a former holder still runs.
     *
     * <p>Both connections: autocommit, no open transaction, outside any pool of the function; they stay the caller's to close, after {@link #release()}.
     * Until then the driver names no prepared statement on them, so that both work behind a transaction pooler.
     *
     * @param by who, for a reader
     * @param ttl at least {@link #SHORTEST_TTL}
     * @throws TidemarkException TDM-304 (retriable): a former holder's backend still runs and cannot be ended
     */
    public static LeaseAttempt tryAcquire(
            ControlTables tables, Identity identity, String by, Duration ttl, Connection work, Connection heartbeat)
            throws SQLException {
        return tryAcquire(tables, identity, by, ttl, LONGEST_ATTEMPT, work, heartbeat);
    }

    /** The same within {@code left}, what there is still to wait; what the server does for it ends then too. */
    public static LeaseAttempt tryAcquire(
            ControlTables tables,
            Identity identity,
            String by,
            Duration ttl,
            Duration left,
            Connection work,
            Connection heartbeat)
            throws SQLException {
        if (ttl.compareTo(SHORTEST_TTL) < 0) {
            throw TidemarkException.of("TDM-603", "leaseTtl is " + ttl + ", at least " + SHORTEST_TTL + " is needed");
        }
        List<Unnamed> unnamed = List.of(Unnamed.on(work), Unnamed.on(heartbeat));
        Lease lease = null;
        try {
            lease = new Acquisition(tables, identity, by, ttl, left).attempt(work, heartbeat);
            if (lease == null) {
                return new LeaseAttempt.NotWon(peek(tables, work, identity.app()));
            }
            lease.unnamed = unnamed;
            return new LeaseAttempt.Won(lease);
        } finally {
            if (lease == null) {
                unnamed.forEach(Unnamed::restore);
            }
        }
    }

    /** What the row says now; one round trip in autocommit. Without control tables, or the right to look: not held. */
    public static LeaseStatus peek(ControlTables tables, Connection connection, String app) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LeaseRow.peek(tables, app))) {
            return status(rows);
        } catch (SQLException e) {
            if (ControlTables.isMissing(e) || SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return new LeaseStatus(false, null, null, 0, null, null, null, Instant.EPOCH);
            }
            throw e;
        }
    }

    /** The same behind these statements, in one round trip; the row is there and may be read. */
    public static LeaseStatus peek(ControlTables tables, Connection connection, String app, Script before)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return status(RoundTrip.rows(statement, before.sql() + ";\n" + LeaseRow.peek(tables, app)));
        }
    }

    private static LeaseStatus status(ResultSet rows) throws SQLException {
        rows.next();
        return new LeaseStatus(
                rows.getBoolean(2),
                rows.getString(3),
                rows.getString(4),
                rows.getLong(5),
                instant(rows, 8),
                instant(rows, 6),
                instant(rows, 7),
                Sql.instant(rows.getLong(1)));
    }

    /** The fencing term; only ever grows. */
    public long term() {
        return term;
    }

    /** {@code tidemark:<app>:<term>}, at most 63 bytes; every transaction of the holder sets it by {@code set local application_name}. */
    public String applicationName() {
        return LeaseRow.applicationName(app, term);
    }

    /** Whether the work connection leads straight to a server; a pooler in between shows another backend than the driver was told at login. */
    public boolean direct() {
        return direct;
    }

    /** Whether it may be taken as held: no round trip; errs on the side of no. The fence decides. */
    public boolean trusted() {
        return heartbeat.trusted();
    }

    /** How long {@link #trusted()} will stay true without a further renewal; zero where it is not. */
    public Duration trustedFor() {
        long left = heartbeat.trustedUntilNanos() - System.nanoTime();
        return trusted() && left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /**
     * The last act before COMMIT, in the caller's READ COMMITTED transaction.
     *
     * @throws TidemarkException TDM-303 (retriable): the lease is lost; roll back
     */
    public void fence(Connection transaction) throws SQLException {
        require(transaction, row.fence(term));
    }

    /**
     * The same, in one round trip with what comes before it.
     *
     * @param statements SQL without a last semicolon
     * @return the first value that the first query among them answers; empty where none is a query
     */
    public String fence(Connection transaction, String statements) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.setEscapeProcessing(false);
            AtomicReference<@Nullable String> answer = new AtomicReference<>();
            ResultSet fence = RoundTrip.rows(statement, statements + ";\n" + row.fence(term), answer);
            if (!fence.next()) {
                throw lost();
            }
            return Objects.requireNonNullElse(answer.get(), "");
        }
    }

    /**
     * Before a statement that has no commit to fence, on the very connection that then sends it (autocommit).
     *
     * @throws TidemarkException TDM-303 (retriable): the lease is lost; do not send it
     */
    public void confirm(Connection connection) throws SQLException {
        require(connection, row.confirm(term));
    }

    /**
     * Names the backend of a further connection (a direct one, autocommit) on the lease row, so that whoever takes over ends it too.
     *
     * @throws TidemarkException TDM-303 (retriable): the lease is lost; do not use it
     */
    public void alsoUses(Connection connection) throws SQLException {
        Backend backend = Backend.of(connection, term);
        if (backend == null) {
            confirm(connection);
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (statement.executeUpdate(row.addBackend(term, backend.word())) != 1) {
                throw lost();
            }
        }
    }

    /** Stops the heartbeat and gives the lease back if it is still this holder's; never throws, waits 3 s at most; may be called twice. */
    public void release() {
        release(Heartbeat.RELEASE_WITHIN);
    }

    /** The same, waiting so long at most, and no longer than {@link #release()}. */
    public void release(Duration limit) {
        heartbeat.stop(row.release(term), limit);
        unnamed.forEach(Unnamed::restore);
        unnamed = List.of();
    }

    @Override
    public void close() {
        release();
    }

    /**
     * Ends what former holders still run, then puts this one's backends on the row; false where the lease was lost meanwhile.
     *
     * @param own those that are known already; the heartbeat's is found out where it is used
     */
    boolean takeOver(List<Backend> onRow, List<Backend> own, Connection work, Connection beating, Duration patience)
            throws SQLException {
        List<Backend> former =
                onRow.stream().filter(backend -> backend.term() != term).toList();
        if (!former.isEmpty()) {
            end(former, own, work, beating, patience);
        }
        try (Statement statement = beating.createStatement()) {
            return statement.executeUpdate(row.setBackends(term, Backend.column(own), Backend.ofThis(beating, term)))
                    == 1;
        }
    }

    private void end(List<Backend> former, List<Backend> known, Connection work, Connection beating, Duration patience)
            throws SQLException {
        List<Backend> own = new ArrayList<>(known);
        Backend heart = Backend.of(beating, term);
        if (heart != null) {
            own.add(heart);
        }
        List<Backend> others = former.stream()
                .filter(backend -> backend.pid() == 0 || own.stream().noneMatch(backend::sameProcess))
                .toList();
        new Predecessors(app, others).end(work, patience);
    }

    /** Gives back without taking anything off the row. */
    void abandon() {
        heartbeat.stop(row.abandon(term), Heartbeat.RELEASE_WITHIN);
    }

    private void require(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw lost();
            }
        }
    }

    private TidemarkException lost() {
        Problem problem = Problem.of(
                "TDM-303",
                null,
                app + ": the lease of term " + term
                        + " is lost (it expired, or another instance took over); nothing of this transaction was kept",
                null,
                null,
                List.of("sync again: a new plan starts from what is committed"));
        return new TidemarkException(problem, true, null);
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        long micros = rows.getLong(column);
        return rows.wasNull() ? null : Sql.instant(micros);
    }
}
