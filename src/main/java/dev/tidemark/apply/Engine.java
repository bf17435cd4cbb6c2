package dev.tidemark.apply;

import dev.tidemark.ConnectionFaults;
import dev.tidemark.DriftReport;
import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;
import dev.tidemark.control.Version;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.identity.Identity;
import dev.tidemark.lease.Lease;
import dev.tidemark.lease.LeaseAttempt;
import dev.tidemark.lease.LeaseStatus;
import dev.tidemark.lease.WaitResult;
import dev.tidemark.lease.Waiting;
import dev.tidemark.schema.CompiledSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The slow path: hot read, order of versions, lease, look, plan, apply, verify, record (DESIGN §2). Stateless: a run that died half-way is finished by the
 * next one planning again.
 */
public final class Engine {
    private final DataSource source;
    private final SyncOptions options;
    private final Task task;
    private final ControlTables control;

    /** The text is read only where it is needed. */
    public Engine(DataSource source, SyncOptions options, Identity identity, Supplier<CompiledSchema> schema) {
        this(source, options, Task.own(identity, schema, options));
    }

    private Engine(DataSource source, SyncOptions options, Task task) {
        this.source = source;
        this.options = options;
        this.task = task;
        this.control = new ControlTables(options.controlSchema());
    }

    /** What a sync would do now. */
    public Plan plan() {
        Deadline deadline = Deadline.in(options.budget());
        Connection work = new Connections(source, deadline).open();
        try {
            return new Surveyor(work, task.schema().get(), options, control, deadline)
                    .take()
                    .plan();
        } catch (SQLException e) {
            throw fault(e);
        } finally {
            Connections.close(work);
        }
    }

    /** What the control tables say. */
    public StatusReport status() {
        Deadline deadline = Deadline.in(options.budget());
        Connection work = new Connections(source, deadline).open();
        try {
            HotState state = hotRead(work);
            @Nullable LeaseStatus lease = state.neverSynced() ? null : Lease.peek(control, work, app());
            return report(state, lease != null && lease.held() ? lease : null);
        } catch (SQLException e) {
            throw fault(e);
        } finally {
            Connections.close(work);
        }
    }

    /** What somebody changed in the database since the current version was recorded. */
    public DriftReport drift() {
        Deadline deadline = Deadline.in(options.budget());
        Connection work = new Connections(source, deadline).open();
        try {
            return new DriftCheck(work, task, options, control, deadline).report();
        } catch (SQLException e) {
            throw fault(e);
        } finally {
            Connections.close(work);
        }
    }

    /** Brings the database in step, or says why not. */
    public SyncResult sync() {
        refuseReview();
        return heard(sync(Deadline.in(options.budget())));
    }

    /** Does what an earlier run left undone: this code's announced version, else what is deferred of the recorded one; else nothing. */
    public SyncResult finish() {
        refuseReview();
        Deadline deadline = Deadline.in(options.budget());
        Results results = new Results(task.identity(), deadline);
        if (options.mode() == Mode.OFF) {
            return heard(off(results));
        }
        Connection first = new Connections(source, deadline).open();
        Task rest;
        try {
            HotState state = hotRead(first);
            @Nullable SyncResult settled = nothingLeft(state, results);
            if (settled != null) {
                return heard(settled);
            }
            rest = rest(first, state);
        } catch (SQLException e) {
            throw fault(e);
        } finally {
            Connections.close(first);
        }
        SyncOptions safe = options.withMode(Mode.SAFE).withExplicit(false).withForce(false);
        return heard(Results.as(task.identity(), new Engine(source, safe, rest).sync(deadline)));
    }

    /** The result where there is nothing to finish, or this run may not, else null. */
    private @Nullable SyncResult nothingLeft(HotState state, Results results) {
        Version current = state.current();
        boolean deferred = current != null && current.deferred() > 0 && current.inProgress() == null;
        if (begun(state) || deferred) {
            return options.mode() == Mode.VERIFY
                    ? results.of(SyncStatus.OUT_OF_DATE, state, "verify: what an earlier run left is not finished")
                    : null;
        }
        Verdict verdict = VersionOrder.decide(task.identity(), state, false);
        boolean unheardOf = verdict.kind() == Verdict.Kind.SYNC;
        return results.of(
                status(verdict),
                state,
                unheardOf
                        ? "this code's schema is not the recorded one, and no run of it has begun"
                        : verdict.reason());
    }

    /** Whether this code is newer than what is recorded, and a run, or a cold start that wanted one, has announced it. */
    private boolean begun(HotState state) {
        return state.own() != null
                && VersionOrder.decide(task.identity(), state, false).kind() == Verdict.Kind.SYNC;
    }

    private Task rest(Connection work, HotState state) throws SQLException {
        Version current = state.current();
        if (current == null || begun(state)) {
            return Task.own(task.identity(), task.schema(), options.withExplicit(false));
        }
        CompiledSchema text = Task.recorded(app(), current.hash(), control.loadText(work, app(), current.hash()));
        return Task.deferred(app(), current, () -> text);
    }

    private void refuseReview() {
        if (options.review()) {
            throw new IllegalStateException("a review plans only");
        }
    }

    private SyncResult heard(SyncResult result) {
        options.listener().on(new SyncEvent.Finished(result));
        return result;
    }

    private HotState hotRead(Connection connection) throws SQLException {
        return control.hotRead(connection, app(), task.identity().hash());
    }

    private String app() {
        return task.identity().app();
    }

    private static SyncResult off(Results results) {
        return results.of(SyncStatus.UP_TO_DATE, null, "mode off: nothing was looked at");
    }

    private SyncResult sync(Deadline deadline) {
        Connections connections = new Connections(source, deadline);
        Results results = new Results(task.identity(), deadline);
        if (options.mode() == Mode.OFF) {
            return off(results);
        }
        Connection first = connections.open();
        boolean held;
        try {
            HotState state = hotRead(first);
            @Nullable SyncResult settled = settled(state, results);
            if (settled != null) {
                if (settled.status() == SyncStatus.UP_TO_DATE && options.explicit()) {
                    control.announce(first, task.identity());
                }
                return settled;
            }
            if (options.mode() == Mode.VERIFY) {
                return results.of(SyncStatus.OUT_OF_DATE, state, "this code's schema is not the recorded one");
            }
            control.bootstrap(first, options.runtimeRoles(), state.neverSynced());
            held = Lease.peek(control, first, app(), control.script().announce(task.identity()))
                    .held();
        } catch (SQLException e) {
            throw fault(e);
        } finally {
            Connections.close(first);
        }
        return contend(held, connections, deadline, results);
    }

    /** The result where there is nothing to do, else null. */
    private @Nullable SyncResult settled(HotState state, Results results) {
        Verdict verdict = task.order().apply(state);
        return switch (verdict.kind()) {
            case UP_TO_DATE -> wantsMore(state) ? null : results.of(SyncStatus.UP_TO_DATE, state, "");
            case SUPERSEDED -> results.of(SyncStatus.SUPERSEDED, state, verdict.reason());
            case BLOCKED_BY_PEER -> results.of(SyncStatus.BLOCKED_BY_PEER, state, verdict.reason());
            case SYNC -> null;
        };
    }

    /** A recorded version is looked at again when forced, or when an explicit sync may finish what was withheld or deferred. */
    private boolean wantsMore(HotState state) {
        Version own = state.own();
        if (options.force() || own == null) {
            return true;
        }
        boolean withheld = own.withheld() > 0 && options.mode() == Mode.AUTO;
        return options.explicit() && (withheld || own.deferred() > 0);
    }

    /** Takes the lease, or waits for whoever has it; a herd goes straight to waiting, without connections. */
    private SyncResult contend(boolean held, Connections connections, Deadline deadline, Results results) {
        Deadline patience = Deadline.in(deadline.atMost(options.waitTimeout()));
        boolean wait = held;
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                Duration before = deadline.elapsed();
                SyncResult result =
                        wait ? waitForPeer(patience, deadline, results) : attempt(connections, deadline, results);
                waited = wait ? waited.plus(deadline.elapsed().minus(before)) : waited;
                if (result != null) {
                    return Results.waited(result, waited);
                }
            } catch (SQLException e) {
                throw fault(e);
            }
            wait = !wait;
        }
    }

    /** The result of a run under the lease; null where another instance has it. */
    private @Nullable SyncResult attempt(Connections connections, Deadline deadline, Results results)
            throws SQLException {
        Connection work = connections.open();
        @Nullable Connection heartbeat = null;
        try {
            heartbeat = connections.openSecond();
            LeaseAttempt attempt =
                    Lease.tryAcquire(control, task.identity(), Instance.name(), options.leaseTtl(), work, heartbeat);
            if (attempt instanceof LeaseAttempt.Won won) {
                try (Lease lease = won.lease()) {
                    return holding(work, lease, deadline, results);
                }
            }
            return null;
        } finally {
            if (heartbeat != null) {
                Connections.close(heartbeat);
            }
            Connections.close(work);
        }
    }

    /** The result where a peer's work settles it or the patience is over; null when the lease is free again. */
    private @Nullable SyncResult waitForPeer(Deadline patience, Deadline deadline, Results results)
            throws SQLException {
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
            case WaitResult.Settled settled -> byPeer(settled.state(), settled.verdict(), results);
            case WaitResult.TimedOut late -> late(late.status(), deadline, results);
        };
    }

    private static SyncResult late(LeaseStatus lease, Deadline deadline, Results results) {
        return results.late(Problem.of(
                "TDM-301",
                ObjectName.of(ObjectKind.OTHER, "public", results.identity().app()),
                lease.holder() + " is applying " + lease.hash() + " (lease term " + lease.term() + "); waited "
                        + deadline.elapsed().toSeconds() + " s, nothing was run by this instance",
                "sync again: it is always safe"));
    }

    private SyncResult byPeer(HotState state, Verdict verdict, Results results) {
        return switch (verdict.kind()) {
            case UP_TO_DATE -> results.of(SyncStatus.SYNCED_BY_PEER, state, "");
            case SUPERSEDED -> results.of(SyncStatus.SUPERSEDED, state, verdict.reason());
            case BLOCKED_BY_PEER -> results.of(SyncStatus.BLOCKED_BY_PEER, state, verdict.reason());
            case SYNC -> throw new IllegalStateException("a settled wait that wants a sync");
        };
    }

    private SyncResult holding(Connection work, Lease lease, Deadline deadline, Results results) throws SQLException {
        options.listener().on(new SyncEvent.LeaseAcquired(app(), lease.term()));
        ControlTables.Recorded recorded = control.recorded(work, task.identity());
        HotState state = recorded.state();
        Verdict verdict = task.order().apply(state);
        if (verdict.kind() != Verdict.Kind.SYNC && !(verdict.kind() == Verdict.Kind.UP_TO_DATE && wantsMore(state))) {
            return byPeer(state, verdict, results);
        }
        return new Holder(work, lease, options, task, control, deadline, results).run(recorded.inventory());
    }

    private StatusReport report(HotState state, @Nullable LeaseStatus lease) {
        Verdict verdict = VersionOrder.decide(task.identity(), state, false);
        Version current = state.current();
        return new StatusReport(
                status(verdict),
                app(),
                task.identity().hash(),
                current == null ? null : current.hash(),
                current == null ? null : current.recordedAt(),
                current == null ? null : current.recordedBy(),
                current == null ? 0 : current.withheld(),
                current == null ? 0 : current.deferred(),
                reason(verdict, current),
                lease == null ? null : lease.holder(),
                lease == null || lease.acquiredAt() == null ? null : Duration.between(lease.acquiredAt(), lease.now()));
    }

    private static @Nullable String reason(Verdict verdict, @Nullable Version current) {
        if (verdict.kind() == Verdict.Kind.UP_TO_DATE && current != null) {
            return current.reason();
        }
        if (verdict.kind() == Verdict.Kind.SYNC && current != null && current.inProgress() != null) {
            return "a run of version " + Identity.brief(current.inProgress().hash())
                    + " has applied a part of it and is not recorded; a sync goes on from what is there";
        }
        return verdict.reason().isEmpty() ? null : verdict.reason();
    }

    private static SyncStatus status(Verdict verdict) {
        return switch (verdict.kind()) {
            case UP_TO_DATE -> SyncStatus.UP_TO_DATE;
            case SUPERSEDED -> SyncStatus.SUPERSEDED;
            case BLOCKED_BY_PEER -> SyncStatus.BLOCKED_BY_PEER;
            case SYNC -> SyncStatus.OUT_OF_DATE;
        };
    }

    private TidemarkException fault(SQLException e) {
        return ConnectionFaults.of(e, ConnectionFaults.where(source));
    }
}
