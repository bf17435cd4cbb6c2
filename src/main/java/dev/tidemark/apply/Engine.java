package dev.tidemark.apply;

import dev.tidemark.ConnectionFaults;
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
    private final Identity identity;
    private final Supplier<CompiledSchema> schema;
    private final ControlTables control;

    /** The text is read only where it is needed. */
    public Engine(DataSource source, SyncOptions options, Identity identity, Supplier<CompiledSchema> schema) {
        this.source = source;
        this.options = options;
        this.identity = identity;
        this.schema = schema;
        this.control = new ControlTables(options.controlSchema());
    }

    /** What a sync would do now. */
    public Plan plan() {
        Deadline deadline = Deadline.in(options.budget());
        Connection work = new Connections(source, deadline).open();
        try {
            return new Surveyor(work, schema.get(), options, control, deadline)
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
            HotState state = control.hotRead(work, identity.app(), identity.hash());
            @Nullable String holder = state.neverSynced() ? null : holder(Lease.peek(control, work, identity.app()));
            return report(state, holder);
        } catch (SQLException e) {
            throw fault(e);
        } finally {
            Connections.close(work);
        }
    }

    /** Brings the database in step, or says why not. */
    public SyncResult sync() {
        if (options.review()) {
            throw new IllegalStateException("a review plans only");
        }
        Deadline deadline = Deadline.in(options.budget());
        SyncResult result = sync(deadline);
        options.listener().on(new SyncEvent.Finished(result));
        return result;
    }

    private SyncResult sync(Deadline deadline) {
        Connections connections = new Connections(source, deadline);
        Results results = new Results(identity, deadline);
        if (options.mode() == Mode.OFF) {
            return results.of(SyncStatus.UP_TO_DATE, null, "mode off: nothing was looked at");
        }
        Connection first = connections.open();
        boolean held;
        try {
            HotState state = control.hotRead(first, identity.app(), identity.hash());
            @Nullable SyncResult settled = settled(state, results);
            if (settled != null) {
                if (settled.status() == SyncStatus.UP_TO_DATE && options.explicit()) {
                    control.announce(first, identity);
                }
                return settled;
            }
            if (options.mode() == Mode.VERIFY) {
                return results.of(SyncStatus.OUT_OF_DATE, state, "this code's schema is not the recorded one");
            }
            control.bootstrap(first, options.runtimeRoles());
            control.announce(first, identity);
            held = Lease.peek(control, first, identity.app()).held();
        } catch (SQLException e) {
            throw fault(e);
        } finally {
            Connections.close(first);
        }
        return contend(held, connections, deadline, results);
    }

    /** The result where there is nothing to do, else null. */
    private @Nullable SyncResult settled(HotState state, Results results) {
        Verdict verdict = VersionOrder.decide(identity, state, options.explicit());
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
        while (true) {
            try {
                SyncResult result =
                        wait ? waitForPeer(patience, deadline, results) : attempt(connections, deadline, results);
                if (result != null) {
                    return result;
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
                    Lease.tryAcquire(control, identity, Instance.name(), options.leaseTtl(), work, heartbeat);
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
                identity,
                options.explicit(),
                options.pollInterval(),
                patience.left(),
                lease -> options.listener()
                        .on(new SyncEvent.Waiting(identity.app(), String.valueOf(lease.holder()), deadline.elapsed())));
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
        options.listener().on(new SyncEvent.LeaseAcquired(identity.app(), lease.term()));
        HotState state = control.hotRead(work, identity.app(), identity.hash());
        Verdict verdict = VersionOrder.decide(identity, state, options.explicit());
        if (verdict.kind() != Verdict.Kind.SYNC && !(verdict.kind() == Verdict.Kind.UP_TO_DATE && wantsMore(state))) {
            return byPeer(state, verdict, results);
        }
        return new Holder(work, lease, options, identity, schema, control, deadline, results).run();
    }

    private static @Nullable String holder(LeaseStatus lease) {
        return lease.held() ? lease.holder() : null;
    }

    private StatusReport report(HotState state, @Nullable String leaseHolder) {
        Verdict verdict = VersionOrder.decide(identity, state, false);
        SyncStatus status = switch (verdict.kind()) {
            case UP_TO_DATE -> SyncStatus.UP_TO_DATE;
            case SUPERSEDED -> SyncStatus.SUPERSEDED;
            case BLOCKED_BY_PEER -> SyncStatus.BLOCKED_BY_PEER;
            case SYNC -> SyncStatus.OUT_OF_DATE;
        };
        Version current = state.current();
        return new StatusReport(
                status,
                identity.app(),
                identity.hash(),
                current == null ? null : current.hash(),
                current == null ? null : current.recordedAt(),
                current == null ? null : current.recordedBy(),
                current == null ? 0 : current.withheld(),
                current == null ? 0 : current.deferred(),
                verdict.reason().isEmpty() ? null : verdict.reason(),
                leaseHolder);
    }

    private TidemarkException fault(SQLException e) {
        return ConnectionFaults.of(e, source.getClass().getSimpleName());
    }
}
