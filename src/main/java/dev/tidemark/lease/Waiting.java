package dev.tidemark.lease;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Waits until a peer is done, holding no connection between polls. */
public final class Waiting {
    private static final double JITTER = 0.2;

    /** A last poll that the end of the time cuts short says nothing of a database that answered so recently. */
    private static final Duration CUT_SHORT = Duration.ofSeconds(3);

    /** Each poll is so much later than the one before. */
    private static final double GROWTH = 1.5;

    /** A wait between two polls is at most so many times the first one: 4 s by default. */
    private static final int MAX_INTERVALS = 8;

    /** A waiter spends at most this part of its time asking: a busy server, on which each poll takes longer, is asked less. */
    private static final int POLL_SHARE = 10;

    private final DataSource source;
    private final ControlTables tables;
    private final Identity identity;
    private final Function<HotState, Verdict> order;

    private record Look(LeaseStatus lease, HotState state) {}

    private Waiting(DataSource source, ControlTables tables, Identity identity, Function<HotState, Verdict> order) {
        this.source = source;
        this.tables = tables;
        this.identity = identity;
        this.order = order;
    }

    /**
     * Polls at once, then after {@code interval} ± 20 %, each further time half as long again, up to eight times as long, for {@code timeout} at most;
     * {@code onWait} hears the lease before each sleep. A herd of n thus asks at most n / (8 × interval) times a second once it has waited for a while, and the last of it
     * learns of a record within one such interval. Where a poll takes long or finds no free slot, the next one is later still: ten times what it took, and
     * the longest interval.
     *
     * <p>A server that is starting, failing over or out of connections is asked again. An interrupt ends the wait as its time would.
     *
     * @param order what there is still to do, going by what is recorded; anything but {@code SYNC} ends the wait
     * @throws TidemarkException TDM-402, TDM-403 or TDM-407 (retriable) where the database could not be reached, or was full, at the end
     */
    public static WaitResult poll(
            DataSource source,
            ControlTables tables,
            Identity identity,
            Function<HotState, Verdict> order,
            Duration interval,
            Duration timeout,
            Consumer<LeaseStatus> onWait)
            throws SQLException {
        return new Waiting(source, tables, identity, order)
                .until(System.nanoTime() + timeout.toNanos(), interval, onWait);
    }

    private WaitResult until(long deadline, Duration interval, Consumer<LeaseStatus> onWait) throws SQLException {
        Duration longest = interval.multipliedBy(MAX_INTERVALS);
        Duration pause = interval;
        @Nullable Look seen = null;
        long seenAt = System.nanoTime();
        while (true) {
            long start = System.nanoTime();
            SQLException unreachable = null;
            Look look = null;
            try {
                look = look();
            } catch (SQLException e) {
                unreachable = transientOnly(e);
            }
            WaitResult result = look == null ? null : settled(look);
            if (result != null) {
                return result;
            }
            if (look != null) {
                seen = look;
                seenAt = System.nanoTime();
                onWait.accept(look.lease());
            }
            Duration asked = Duration.ofNanos(System.nanoTime() - start).multipliedBy(POLL_SHARE);
            pause = unreachable == null ? pause : longest;
            if (!slept(longer(pause, shorter(asked, longest)), deadline)) {
                boolean recent = System.nanoTime() - seenAt < CUT_SHORT.toNanos();
                return late(look == null && recent ? seen : look, unreachable);
            }
            pause = shorter(longest, Duration.ofNanos((long) (pause.toNanos() * GROWTH)));
        }
    }

    /** The lease first: a peer records before it gives back, so that a free lease never hides a record. */
    private Look look() throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean autocommit = connection.getAutoCommit();
            if (!autocommit) {
                connection.setAutoCommit(true);
            }
            LeaseStatus lease = Lease.peek(tables, connection, identity.app());
            HotState state = tables.hotRead(connection, identity.app(), identity.hash());
            if (!autocommit) {
                connection.setAutoCommit(false);
            }
            return new Look(lease, state);
        }
    }

    private @Nullable WaitResult settled(Look look) {
        Verdict verdict = order.apply(look.state());
        if (verdict.kind() != Verdict.Kind.SYNC) {
            return new WaitResult.Settled(verdict, look.state());
        }
        return look.lease().held() ? null : new WaitResult.LeaseFree();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static boolean slept(Duration interval, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        double spread = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
        try {
            Thread.sleep(Duration.ofNanos(Math.min(left, (long) (interval.toNanos() * spread))));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private WaitResult late(@Nullable Look look, @Nullable SQLException unreachable) {
        if (look != null) {
            return new WaitResult.TimedOut(look.lease());
        }
        if (unreachable == null) {
            throw new IllegalStateException("a poll has a look or a reason for having none");
        }
        TidemarkException fault = ConnectionFaults.of(unreachable, ConnectionFaults.where(source));
        Problem first = fault.problems().get(0);
        Problem problem = Problem.of(
                first.code(),
                null,
                identity.app() + ": while waiting for the lease: " + first.message(),
                null,
                first.sqlState(),
                List.of("sync again; longer: TIDEMARK_WAIT_TIMEOUT"));
        throw new TidemarkException(problem, true, unreachable);
    }

    /** Rethrows what another try does not help. */
    private static SQLException transientOnly(SQLException e) throws SQLException {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean connection =
                state.startsWith(SqlStates.CONNECTION_EXCEPTIONS) || e instanceof SQLTransientConnectionException;
        boolean noSlots = state.startsWith("53");
        boolean startingOrFailingOver = state.startsWith("57P0");
        if (connection || noSlots || startingOrFailingOver) {
            return e;
        }
        throw e;
    }
}
