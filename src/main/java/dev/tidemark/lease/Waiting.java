package dev.tidemark.lease;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;
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
     * Polls at once, then every {@code interval} ± 20 %, for {@code timeout} at most; {@code onWait} hears the lease before each sleep.
     *
     * <p>A server that is starting, failing over or out of connections is asked again. An interrupt ends the wait as its time would.
     *
     * @param order what there is still to do, going by what is recorded; anything but {@code SYNC} ends the wait
     * @throws TidemarkException TDM-402 (retriable) where the database could not be reached at the end
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
        while (true) {
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
                onWait.accept(look.lease());
            }
            if (!slept(interval, deadline)) {
                return late(look, unreachable);
            }
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
        String why = unreachable == null ? "" : ": " + unreachable.getMessage();
        String state = unreachable == null ? null : unreachable.getSQLState();
        Problem problem = new Problem(
                "TDM-402",
                null,
                identity.app() + ": the database could not be reached while waiting for the lease" + why,
                null,
                state,
                List.of("sync again; longer: TIDEMARK_WAIT_TIMEOUT"));
        throw new TidemarkException(problem, true, unreachable);
    }

    /** Rethrows what another try does not help. */
    private static SQLException transientOnly(SQLException e) throws SQLException {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean connection = state.startsWith("08") || e instanceof SQLTransientConnectionException;
        boolean noSlots = state.startsWith("53");
        boolean startingOrFailingOver = state.startsWith("57P0");
        if (connection || noSlots || startingOrFailingOver) {
            return e;
        }
        throw e;
    }
}
