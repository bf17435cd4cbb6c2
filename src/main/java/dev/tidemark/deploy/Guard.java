package dev.tidemark.deploy;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncListener;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.State;
import dev.tidemark.control.Version;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.identity.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks once more at the order of versions when the plan is made and the lease is held, the last moment to say no: an explicit sync makes itself
 * current whatever is recorded, but a deployment that waited for a newer one must not undo it, and a return to an earlier version must not bring back
 * empty what was dropped. Says how far the work is.
 */
final class Guard implements SyncListener {
    private final DataSource source;
    private final SyncOptions options;
    private final Identity identity;
    private volatile String phase = "the connection or its credential";
    private volatile boolean started;

    Guard(DataSource source, SyncOptions options, Identity identity) {
        this.source = source;
        this.options = options;
        this.identity = identity;
    }

    /** A newer version was recorded while this one waited; ends the sync before anything ran. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient HotState state;

        Overtaken(HotState state) {
            super("a newer version is recorded");
            this.state = state;
        }

        HotState state() {
            return state;
        }
    }

    /** What the work is at, or was when it hung. */
    String phase() {
        return phase;
    }

    /** Whether a statement of the plan was sent. */
    boolean started() {
        return started;
    }

    void enter(String next) {
        phase = next;
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.Waiting waiting -> phase = "the lease, which " + waiting.holder() + " has";
            case SyncEvent.LeaseAcquired acquired -> phase = "planning";
            case SyncEvent.Planned planned -> check(planned.plan());
            case SyncEvent.StatementStarted at -> {
                started = true;
                phase = "statement " + at.number() + " of " + at.total();
            }
            case SyncEvent.StatementDone done -> phase = "the end of statement " + done.number();
            case SyncEvent.Retrying retrying ->
                phase = "a lock on " + retrying.statement().object().display();
            case SyncEvent.Finished finished -> phase = "the end";
        }
    }

    private void check(Plan plan) {
        phase = "the order of versions";
        HotState state = read();
        if (isOlder(identity, state)) {
            throw new Overtaken(state);
        }
        Version own = state.own();
        if (own != null && wasCurrentBefore(own) && !plan.blocked() && !mayLose()) {
            refuseEmpty(plan, state.current());
        }
        phase = "the first statement";
    }

    private HotState read() {
        try (Connection connection = source.getConnection()) {
            return new ControlTables(options.controlSchema()).hotRead(connection, identity.app(), identity.hash());
        } catch (SQLException e) {
            throw Database.fault(e, source);
        }
    }

    /** Whether a higher generation of the same lineage is recorded. */
    static boolean isOlder(Identity identity, HotState state) {
        Version current = state.current();
        return current != null
                && !current.hash().equals(identity.hash())
                && identity.generation().known()
                && current.lineage() != null
                && current.lineage().equals(identity.generation().lineage())
                && identity.generation().number() < current.generation();
    }

    /** Why it is older, in the words of the order of versions. */
    static String olderReason(Identity identity, HotState state) {
        return VersionOrder.decide(identity, state, false).reason();
    }

    /** Also where an attempt to return to it was blocked meanwhile. */
    private static boolean wasCurrentBefore(Version own) {
        return own.recordedAt() != null && own.state() != State.CURRENT;
    }

    private boolean mayLose() {
        return options.mode() == Mode.AUTO && options.allowed().contains(Hazard.DATA_LOSS);
    }

    /** This version was current once, so whatever holds data and would be created was dropped since. */
    private static void refuseEmpty(Plan plan, @Nullable Version current) {
        List<Problem> lost = plan.changes(Plan.Fate.APPLY).stream()
                .filter(c -> c.action() == Plan.Action.CREATE)
                .filter(c -> c.object().kind() == ObjectKind.TABLE || c.object().kind() == ObjectKind.COLUMN)
                .map(c -> Problem.of(
                        "TDM-626",
                        c.object(),
                        "this version was current before and needs it; "
                                + (current == null ? "it" : "since then version " + Identity.brief(current.hash()))
                                + " dropped it, and it would come back empty. Nothing was changed",
                        "bring its data back from a backup, or make a new version that goes without it",
                        "Mode auto with AllowHazards DATA_LOSS creates it empty"))
                .toList();
        if (!lost.isEmpty()) {
            throw new TidemarkException(lost, false, null);
        }
    }
}
