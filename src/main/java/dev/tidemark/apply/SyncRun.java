package dev.tidemark.apply;

import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.OlderStarts;
import dev.tidemark.control.Verdict;
import dev.tidemark.control.Version;
import dev.tidemark.lease.Lease;
import dev.tidemark.lease.LeaseAttempt;
import dev.tidemark.lease.LeaseStatus;
import dev.tidemark.lease.WaitResult;
import dev.tidemark.lease.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sync: hot read, the order of versions, the lease or waiting for it, and what the holder does. Where the connection is lost or the server is read-only, it
 * starts again within its time, which is always safe.
 */
final class SyncRun {
    /** After so many lost connections it is not the network: an end to statements that bring down their server. */
    private static final int MAX_RESTARTS = 3;

    private static final String READ_ONLY = "TDM-408";
    /** Giving back may take a moment longer than the budget, or the next one waits for the TTL. */
    private static final Duration RELEASE_PAST_THE_BUDGET = Duration.ofMillis(300);

    private static final Set<String> LOST = Set.of("TDM-402", "TDM-403", "TDM-407");

    private final BoundedSource source;
    private final @Nullable BoundedSource direct;
    private final SyncOptions options;
    private final Task task;
    private final ControlTables control;
    private final ControlFaults faults;
    private final Deadline deadline;
    private final Looks looks;
    private final Deadline patience;
    private final Connections connections;
    private final Results results;
    private @Nullable Problem obstacle;
    /** What was in the way of the lease the last time that the server said so: an answer that the end of the time cuts short hides it. */
    private @Nullable Problem lastObstacle;

    private boolean hasHeldLease;

    /** Whether a control table was missing and made again, empty: what it held is rewritten by a comparison. */
    private boolean compareAnyway;

    SyncRun(
            BoundedSource source,
            @Nullable BoundedSource direct,
            SyncOptions options,
            Task task,
            ControlTables control,
            Deadline deadline,
            Looks looks) {
        this.source = source;
        this.direct = direct;
        this.options = options;
        this.task = task;
        this.control = control;
        this.faults = new ControlFaults(control, source);
        this.deadline = deadline;
        this.looks = looks;
        this.patience = Deadline.in(deadline.atMost(options.waitTimeout()));
        this.connections = new Connections(source, deadline);
        this.results = new Results(task.identity(), deadline);
    }

    static SyncResult off(Results results) {
        return results.of(SyncStatus.UP_TO_DATE, null, "mode off: nothing was looked at");
    }

    static SyncStatus status(Verdict verdict) {
        return switch (verdict.kind()) {
            case UP_TO_DATE -> SyncStatus.UP_TO_DATE;
            case SUPERSEDED -> SyncStatus.SUPERSEDED;
            case BLOCKED_BY_PEER -> SyncStatus.BLOCKED_BY_PEER;
            case SYNC -> SyncStatus.OUT_OF_DATE;
        };
    }

    SyncResult sync() {
        if (options.mode() == Mode.OFF) {
            return off(results);
        }
        for (int restarts = 0; ; restarts++) {
            try {
                return once();
            } catch (TidemarkException e) {
                Problem known = lastObstacle;
                if (known != null && deadline.passed() && LOST.contains(e.code())) {
                    return results.late(known);
                }
                if (!worthAnother(e, restarts)) {
                    throw e;
                }
                connections.pauseForASlot();
            }
        }
    }

    /**
     * A failover takes a while and ends; within the time that there is for waiting. Not an explicit sync that has held the lease: whoever took over meanwhile may have
     * recorded another version, and it would take that back without being asked again.
     */
    private boolean worthAnother(TidemarkException e, int restarts) {
        boolean lost = LOST.contains(e.code()) && restarts < MAX_RESTARTS && !(hasHeldLease && options.explicit());
        return e.retriable() && (lost || e.code().equals(READ_ONLY)) && !patience.passed();
    }

    private SyncResult once() {
        Connection first = connections.open();
        boolean held;
        try {
            HotState state = control.hotRead(first, app(), task.identity().hash());
            @Nullable SyncResult settled = settled(state);
            if (OlderStarts.counts(state, task.order().apply(state)) && !task.finishes()) {
                new OlderStarts(control).count(first, task.identity(), deadline.left());
            }
            if (settled != null && !(isUpToDate(settled) && options.explicit())) {
                return settled;
            }
            if (options.mode() == Mode.VERIFY) {
                return settled != null
                        ? settled
                        : results.of(SyncStatus.OUT_OF_DATE, state, "this code's schema is not the recorded one");
            }
            boolean repaired = control.bootstrap(first, options.runtimeRoles(), state.neverSynced(), deadline.left());
            if (settled != null && !repaired) {
                control.announce(first, task.identity());
                return settled;
            }
            compareAnyway = repaired && !state.neverSynced();
            held = Lease.peek(control, first, app(), control.script().announce(task.identity()))
                    .held();
        } catch (SQLException e) {
            throw faults.of(e);
        } finally {
            Connections.close(first);
        }
        return contend(held);
    }

    private static boolean isUpToDate(SyncResult result) {
        return result.status() == SyncStatus.UP_TO_DATE;
    }

    /** The result where there is nothing to do, else null. */
    private @Nullable SyncResult settled(HotState state) {
        Verdict verdict = task.order().apply(state);
        return switch (verdict.kind()) {
            case UP_TO_DATE -> wantsMore(state) ? null : results.of(SyncStatus.UP_TO_DATE, state, "");
            case SUPERSEDED, BLOCKED_BY_PEER -> results.of(status(verdict), state, verdict.reason());
            case SYNC -> null;
        };
    }

    /** A recorded version is looked at again when forced, or when an explicit sync may finish what was withheld or deferred. */
    private boolean wantsMore(HotState state) {
        Version own = state.own();
        if (options.force() || own == null || compareAnyway) {
            return true;
        }
        boolean withheld = own.withheld() > 0 && options.mode() == Mode.AUTO;
        return options.explicit() && (withheld || own.deferred() > 0);
    }

    /** Takes the lease, or waits for whoever has it; a herd goes straight to waiting, without connections. */
    private SyncResult contend(boolean held) {
        boolean wait = held;
        Duration waited = Duration.ZERO;
        while (true) {
            Duration before = deadline.elapsed();
            SyncResult result = wait ? waitForPeer() : attempt();
            waited = wait ? waited.plus(deadline.elapsed().minus(before)) : waited;
            if (result != null) {
                return Results.waited(result, waited);
            }
            wait = !wait;
        }
    }

    /** The result of a run under the lease, or where there was no way to take it in time; null where another instance has it, or there is time to try again. */
    private @Nullable SyncResult attempt() {
        obstacle = null;
        SyncResult result;
        try {
            result = tryOnce();
        } catch (SQLException e) {
            throw faults.of(e);
        }
        Problem inTheWay = obstacle;
        if (result == null && inTheWay != null) {
            if (deadline.passed() || (inTheWay.code().equals(ControlFaults.LOCKED) && patience.passed())) {
                return results.late(inTheWay);
            }
            connections.pauseForASlot();
        }
        return result;
    }

    private @Nullable SyncResult tryOnce() throws SQLException {
        Connection work = connections.open();
        @Nullable Connection heartbeat = null;
        try {
            if (lastObstacle != null && Lease.peek(control, work, app()).held()) {
                return null;
            }
            heartbeat = connections.openSecond(work);
            if (heartbeat == null) {
                Problem known = connections.lastRefusal() == null ? lastObstacle : null;
                obstacle = known == null ? noSlot() : known;
                lastObstacle = obstacle;
                return null;
            }
            LeaseAttempt attempt = Lease.tryAcquire(
                    control, task.identity(), Instance.name(), options.leaseTtl(), deadline.left(), work, heartbeat);
            return switch (attempt) {
                case LeaseAttempt.Won won -> holding(work, won.lease());
                case LeaseAttempt.NotWon lost -> {
                    obstacle = lost.status().held() ? null : faults.locked(work, "lease");
                    lastObstacle = obstacle == null ? lastObstacle : obstacle;
                    yield null;
                }
            };
        } finally {
            if (heartbeat != null) {
                Connections.close(heartbeat);
            }
            Connections.close(work);
        }
    }

    private Problem noSlot() {
        TidemarkException refused = connections.lastRefusal();
        String why = refused == null
                ? "no answer within the time"
                : refused.problems().get(0).message();
        return Problem.of(
                refused == null ? "TDM-403" : refused.code(),
                null,
                app() + ": no second connection for the lease's heartbeat: " + why + ". Nothing was run",
                null,
                refused == null ? null : refused.sqlState(),
                List.of("sync again", "fewer or pooled connections, or a higher max_connections"));
    }

    /** The result where a peer's work settles it or the patience is over; null when the lease is free again. */
    private @Nullable SyncResult waitForPeer() {
        try {
            WaitResult outcome = Waiting.poll(
                    source,
                    control,
                    task.identity(),
                    task.order(),
                    options.pollInterval(),
                    patience.left(),
                    lease -> options.listener()
                            .on(new SyncEvent.Waiting(app(), String.valueOf(lease.holder()), deadline.elapsed())));
            return switch (outcome) {
                case WaitResult.LeaseFree free -> null;
                case WaitResult.Settled settled -> byPeer(settled.state(), settled.verdict());
                case WaitResult.TimedOut late -> late(late.status());
            };
        } catch (SQLException e) {
            throw faults.of(e);
        }
    }

    private SyncResult late(LeaseStatus lease) {
        return results.late(Problem.of(
                "TDM-301",
                ObjectName.of(ObjectKind.OTHER, "public", app()),
                lease.holder() + " is applying " + lease.hash() + " (lease term " + lease.term() + "); waited "
                        + deadline.elapsed().toSeconds() + " s, nothing was run by this instance",
                "sync again: it is always safe"));
    }

    private SyncResult byPeer(HotState state, Verdict verdict) {
        return switch (verdict.kind()) {
            case UP_TO_DATE -> results.of(SyncStatus.SYNCED_BY_PEER, state, "");
            case SUPERSEDED, BLOCKED_BY_PEER -> results.of(status(verdict), state, verdict.reason());
            case SYNC -> throw new IllegalStateException("a settled wait that wants a sync");
        };
    }

    private SyncResult holding(Connection work, Lease lease) throws SQLException {
        hasHeldLease = true;
        try {
            options.listener().on(new SyncEvent.LeaseAcquired(app(), lease.term()));
            ControlTables.Recorded recorded =
                    control.recorded(work, task.identity(), CatalogReader.rowsFormat(), CatalogReader.digestQuery());
            HotState state = recorded.state();
            Verdict verdict = task.order().apply(state);
            boolean more = verdict.kind() == Verdict.Kind.UP_TO_DATE && wantsMore(state);
            if (verdict.kind() != Verdict.Kind.SYNC && !more) {
                return byPeer(state, verdict);
            }
            return new Holder(work, direct, lease, options, task, control, deadline, results, looks).run(recorded);
        } finally {
            lease.release(deadline.left().plus(RELEASE_PAST_THE_BUDGET));
        }
    }

    private String app() {
        return task.identity().app();
    }
}
