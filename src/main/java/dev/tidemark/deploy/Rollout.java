package dev.tidemark.deploy;

import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.connect.HeldConnections;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.Deployments;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Look;
import dev.tidemark.control.Version;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Setting;
import dev.tidemark.report.Figures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The work of one invocation on a Create or Update: one round trip where the recorded schema is this one; else the claim, then an explicit sync. Runs
 * on a thread of its own, and can be given up from another one.
 */
final class Rollout implements Callable<Ending> {
    private static final Duration LEAST_BUDGET = Duration.ofMillis(100);

    /** With the pauses in between, what a failover takes; and an end to statements that bring down their server. */
    private static final int MOST_RUNS = 3;

    private static final Duration BEFORE_THE_NEXT = Duration.ofSeconds(1);

    private final Envelope request;
    private final Wishes wishes;
    private final Access access;
    private final Map<String, String> environment;
    private final Times times;
    private final Duration full;
    private final HeldConnections held = new HeldConnections("the deployment was given up");
    private volatile @Nullable Guard guard;
    private volatile @Nullable Holding holding;
    private volatile @Nullable Identity identity;

    Rollout(Envelope request, Wishes wishes, Access access, Map<String, String> environment, Times times) {
        this.request = request;
        this.wishes = wishes;
        this.access = access;
        this.environment = environment;
        this.times = times;
        this.full = times.forSync();
    }

    @Override
    public Ending call() {
        DataSource source = held.over(access.dataSource(times.forSync()));
        try {
            return run(source);
        } catch (TidemarkException e) {
            return failed(e);
        } catch (SQLException e) {
            return failed(Database.fault(e, source));
        }
    }

    private Ending run(DataSource source) throws SQLException {
        SyncOptions options = holding(wishes.apply(access.options(times.forSync()), environment));
        Tidemark unopened = Tidemark.open(source, options);
        Identity own = new Identity(unopened.app(), unopened.hash(), generation(options));
        identity = own;
        Guard listener = new Guard(source, options, own);
        guard = listener;
        Deployments deployments = new Deployments(new ControlTables(options.controlSchema()));
        Deployments.Claim claim = new Deployments.Claim(request.requestId(), request.attempt(), UUID.randomUUID());
        boolean verify = options.mode() == Mode.VERIFY;
        Look look;
        try (Connection connection = Database.open(source, times.forSync())) {
            listener.enter("the hot read");
            look = deployments.look(connection, own, claim, !verify);
        }
        if (look.request() == Look.Request.TAKEN) {
            return silent(own);
        }
        @Nullable Ending settled = settled(own, look.state(), options.mode());
        if (settled == null && verify) {
            return outOfDate(own, look.state());
        }
        if (settled != null && (verify || look.request() == Look.Request.UNKNOWN)) {
            return settled;
        }
        listener.enter("the claim on this request");
        Holding taken = Holding.take(
                deployments, claim, own, source, options.leaseTtl(), options.runtimeRoles(), times.forSync());
        holding = taken;
        if (taken == null) {
            return silent(own);
        }
        Deployments.@Nullable Reply undelivered = taken.undelivered();
        if (undelivered != null) {
            return repeated(own, undelivered);
        }
        if (settled != null) {
            return settled;
        }
        @Nullable Version recorded = look.state().current();
        String waited = finishWaiting(source, options, own, recorded);
        return synced(source, options.withListener(listener), own, recorded).adding(waited);
    }

    /** What of the recorded version waited for older ones to end is done first, where they have; what is said of it. */
    private String finishWaiting(DataSource source, SyncOptions options, Identity own, @Nullable Version recorded) {
        if (recorded == null || recorded.deferred() == 0 || options.breakingAllowed()) {
            return "";
        }
        try (Connection connection = Database.open(source, left())) {
            OlderVersions.Answer answer = new OlderVersions(
                            new ControlTables(options.controlSchema()), environment, access.routing())
                    .look(connection, own.app(), left());
            if (!answer.may()) {
                return answer.why();
            }
        } catch (SQLException e) {
            return "whether older versions serve cannot be found out: " + e.getMessage();
        }
        try {
            SyncResult result = Tidemark.open(source, options.withBudget(Times.longer(left(), LEAST_BUDGET)))
                    .finishDeferred();
            return result.statements() == 0 && result.problems().isEmpty()
                    ? ""
                    : "what had waited for older versions to end: "
                            + (result.problems().isEmpty()
                                    ? Figures.count(result.statements(), "statement") + " ran"
                                    : result.problems().get(0).headline());
        } catch (TidemarkException e) {
            return "what had waited for older versions to end failed: " + e.getMessage();
        }
    }

    /** The connections past a pooler are cut with the others. */
    private SyncOptions holding(SyncOptions options) {
        @Nullable DataSource direct = options.direct();
        return direct == null ? options : options.withDirect(held.over(direct));
    }

    private static Generation generation(SyncOptions options) {
        @Nullable Long number = options.generation();
        @Nullable String lineage = options.lineage();
        return number == null || lineage == null ? Generation.none() : new Generation(lineage, number);
    }

    /** What the hot read says where there is nothing to do; else null. */
    private @Nullable Ending settled(Identity own, HotState state, Mode mode) {
        Version current = state.current();
        if (current != null && current.hash().equals(own.hash()) && current.inProgress() == null) {
            boolean more =
                    mode != Mode.VERIFY && (current.deferred() > 0 || (current.withheld() > 0 && mode == Mode.AUTO));
            return more
                    ? null
                    : Endings.upToDate(own, current)
                            .counting(current.hash(), request.applied(), current.withheld(), current.deferred());
        }
        return current != null && Guard.isOlder(own, state) ? superseded(own, state) : null;
    }

    private static Ending superseded(Identity own, HotState state) {
        Version current = Objects.requireNonNull(state.current());
        return Ending.of(Ending.Kind.SUCCESS, "SUPERSEDED", own, Guard.olderReason(own, state))
                .counting(current.hash(), 0, 0, 0);
    }

    private Ending outOfDate(Identity own, HotState state) {
        Version current = state.current();
        String recorded = current == null ? "no version" : "version " + Identity.brief(current.hash());
        return Ending.of(Ending.Kind.FAILED, "OUT_OF_DATE", own, "")
                .counting(current == null ? null : current.hash(), 0, 0, 0)
                .failedBy(TidemarkException.of(
                        "TDM-627",
                        own.app() + ": Mode verify, and the database records " + recorded
                                + " where this code needs " + Identity.brief(own.hash())
                                + "; nothing was changed",
                        "review the plan (tidemark plan --function …), sync ({\"tidemark\": \"sync\"} or Mode"
                                + " safe), deploy again"));
    }

    /** A connection that is lost on the way costs a run, which the next one goes on from, and not the stack. */
    private Ending synced(DataSource source, SyncOptions options, Identity own, @Nullable Version recorded)
            throws SQLException {
        int run = 1;
        while (true) {
            try {
                return syncedOnce(source, options, own, recorded);
            } catch (TidemarkException e) {
                boolean lost = e.retriable() && e.code().startsWith("TDM-40");
                if (!lost || run == MOST_RUNS || isOverBudget() || !Times.slept(BEFORE_THE_NEXT)) {
                    throw e;
                }
                Database.open(source, left()).close();
                run++;
            }
        }
    }

    private Ending syncedOnce(DataSource source, SyncOptions options, Identity own, @Nullable Version recorded) {
        SyncOptions bounded = patient(options.withBudget(Times.longer(left(), LEAST_BUDGET)));
        try {
            SyncResult result = Tidemark.open(source, bounded).sync();
            return Endings.of(result, own, recorded, request, bounded.budget(), full);
        } catch (Guard.Overtaken e) {
            return superseded(own, e.state());
        }
    }

    /** What a sync may take: of this invocation, and of all the time that was wished for. */
    private Duration left() {
        @Nullable Duration budget = wishes.budget(environment);
        Duration left = times.forSync();
        return budget == null ? left : Times.shorter(left, budget.minus(request.elapsed()));
    }

    /** A minute is what a cold start waits for another instance; a deployment has the time, and invocations are few. */
    private SyncOptions patient(SyncOptions options) {
        boolean told =
                !environment.getOrDefault(Setting.WAIT_TIMEOUT.variable(), "").isBlank();
        return told ? options : options.withWaitTimeout(options.budget());
    }

    private Ending silent(Identity own) {
        return Ending.of(Ending.Kind.SILENT, "DUPLICATE", own, "another invocation answers this request, or has");
    }

    private static Ending repeated(Identity own, Deployments.Reply undelivered) {
        return Ending.of(
                Ending.Kind.valueOf(undelivered.kind()),
                "REPEATED",
                own,
                "the answer of an invocation that ended before it had arrived is sent again; no more was done");
    }

    private Ending failed(TidemarkException e) {
        @Nullable Identity own = identity;
        return Ending.failed(own == null ? "" : own.app(), own == null ? "" : own.hash(), e);
    }

    /** Ends the work from outside: cuts its connections, so that it neither holds locks nor goes on later, and says where it was. */
    Ending giveUp() {
        held.cut();
        @Nullable Holding claim = holding;
        if (claim != null) {
            claim.stop();
        }
        @Nullable Guard progress = guard;
        String phase = progress == null ? "the connection's credential" : progress.phase();
        @Nullable Identity own = identity;
        String app = own == null ? "" : own.app();
        String hash = own == null ? "" : own.hash();
        Ending ending = Ending.failed(
                app,
                hash,
                TidemarkException.of(
                        "TDM-624",
                        "the work did not come back before the function's time was over; it was at " + phase
                                + ", and nothing was heard of it since. What was committed stands",
                        "look whether the database answers; a longer Timeout of the function; deploy again, it is"
                                + " always safe"));
        boolean atWork = claim != null && progress != null && progress.started();
        return atWork ? ending.as(Ending.Kind.UNFINISHED) : ending;
    }

    /** The claim; null where there is none. */
    @Nullable
    Holding holding() {
        return holding;
    }

    /** Whether all the time that was wished for is over. */
    boolean isOverBudget() {
        @Nullable Duration budget = wishes.budget(environment);
        return budget != null && request.elapsed().plus(LEAST_BUDGET).compareTo(budget) >= 0;
    }
}
