package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.ConnectionFaults;
import dev.tidemark.Mode;
import dev.tidemark.SyncStatus;
import dev.tidemark.connect.Databases;
import dev.tidemark.identity.Setting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The check of a function's cold start.
 *
 * <pre>{@code
 * private static final DataSource DATABASE = FunctionDataSource.fromEnvironment();
 * private static final ColdStart TIDEMARK = ColdStart.check(DATABASE);
 *
 * public Answer handleRequest(Event event, Context context) {
 *     TIDEMARK.ready(context);
 *     …
 * }
 * }</pre>
 *
 * <p>Where nothing has changed, it costs one primary-key read in one round trip on a connection of the function's own DataSource. Otherwise it does what
 * {@code TIDEMARK_MODE} says, within the limits of the init phase, and {@link #ready} does the rest in the first invocation. Between the two nothing is
 * held: no transaction, no lease, no thread. docs/lambda.md has the table of modes and statuses. Thread-safe.
 */
public final class ColdStart {
    /** After a check that went wrong, the next one happens no sooner, whatever the load; one read a second is nothing. */
    static final Duration RECHECK = Duration.ofSeconds(1);

    /** What a caller is told to wait. A blocked version is tried again by one instance, at most every 30 s. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** With less time than this a sync is not begun: two connections, the lease, the shadow and the verification want about a second. */
    static final Duration LEAST_FOR_SYNC = Duration.ofSeconds(2);

    /** Milliseconds kept back of an invocation that waits for another one's check. */
    private static final int ANSWER = 500;

    private final DataSource dataSource;
    private final Map<String, String> environment;
    private final ReentrantLock checking = new ReentrantLock();
    private volatile Outcome last;
    private volatile long lastAt;
    private volatile boolean servesAnyway;
    private volatile long connectNanos;

    /** SnapStart holds its hooks weakly: this is the strong reference. */
    @SuppressWarnings("unused")
    private @Nullable Object hook;

    private ColdStart(DataSource dataSource, Map<String, String> environment) {
        this.dataSource = Objects.requireNonNull(dataSource);
        this.environment = Map.copyOf(environment);
        this.last = Outcome.off();
    }

    /**
     * Checks now, in the init phase; for a static initialiser of the handler's class. Never throws: what went wrong is said by {@link #ready}, and by one
     * line of JSON on the standard output.
     *
     * @param dataSource the function's own, kept for {@link #ready}; never closed
     */
    public static ColdStart check(DataSource dataSource) {
        return check(dataSource, System.getenv());
    }

    static ColdStart check(DataSource dataSource, Map<String, String> environment) {
        ColdStart coldStart = new ColdStart(dataSource, environment);
        coldStart.run("init", null);
        if ("snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            coldStart.registerHook();
        }
        return coldStart;
    }

    /**
     * Returns at once where the check went well; else checks again, no more often than once a second, and goes on with what the init phase could not finish.
     *
     * @throws TidemarkUnavailable where this code cannot be served now, unless {@code TIDEMARK_ON_FAILURE=serve}
     */
    public void ready(Context context) {
        if (!last.serves()) {
            again(context);
        }
    }

    /** How the last check ended; null where it failed with an exception, or where checks are off. */
    public @Nullable SyncStatus status() {
        return last.status();
    }

    /** After a restore: the database may have moved on since the snapshot was taken. */
    void restored() {
        run("restore", null);
    }

    private void again(Context context) {
        String reason = checkedAgain(context);
        if (!last.serves() && !servesAnyway) {
            throw unavailable(reason);
        }
    }

    /** Why it cannot be served, where it cannot. */
    private String checkedAgain(Context context) {
        long left = Math.max(0, context.getRemainingTimeInMillis() - ANSWER);
        try {
            if (!checking.tryLock(servesAnyway ? Math.min(left, RECHECK.toMillis()) : left, TimeUnit.MILLISECONDS)) {
                return "another invocation is still at the check";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        try {
            if (!last.serves() && due()) {
                run("invoke", context);
            }
        } finally {
            checking.unlock();
        }
        return last.reason();
    }

    private boolean due() {
        return last.unfinished() || System.nanoTime() - lastAt >= RECHECK.toNanos();
    }

    private TidemarkUnavailable unavailable(String reason) {
        Outcome outcome = last;
        String status =
                outcome.status() == null ? "the check failed" : outcome.status().name();
        return new TidemarkUnavailable(
                outcome.app() + ": " + status + (reason.isEmpty() ? "" : ": " + reason),
                outcome.status(),
                RETRY_AFTER,
                outcome.failure());
    }

    private void run(String phase, @Nullable Context context) {
        long start = System.nanoTime();
        connectNanos = 0;
        Outcome outcome = outcome(phase, context);
        lastAt = System.nanoTime();
        last = outcome;
        JsonLine.print(outcome.line(phase, lastAt - start, connectNanos));
    }

    private Outcome outcome(String phase, @Nullable Context context) {
        try {
            servesAnyway = "serve".equals(Setting.ON_FAILURE.text(environment));
            Mode mode = LambdaMode.of(environment);
            if (mode == Mode.OFF) {
                return Outcome.off();
            }
            HotCheck hot = HotCheck.read(dataSource, environment);
            connectNanos = hot.connectNanos();
            return judge(hot, mode, budget(phase, context), phase);
        } catch (SQLException e) {
            return Outcome.failed(ConnectionFaults.of(e, "the database"), !phase.equals("invoke"));
        } catch (Exception | LinkageError e) {
            return Outcome.failed(e, !phase.equals("invoke"));
        }
    }

    private Budget budget(String phase, @Nullable Context context) {
        if (context != null) {
            return Budget.invocation(context, environment);
        }
        return phase.equals("restore") ? Budget.restore(environment) : Budget.init(environment);
    }

    private Outcome judge(HotCheck hot, Mode mode, Budget budget, String phase) {
        return switch (hot.verdict().kind()) {
            case UP_TO_DATE -> Outcome.of(hot, SyncStatus.UP_TO_DATE, "");
            case SUPERSEDED ->
                Outcome.of(hot, SyncStatus.SUPERSEDED, hot.verdict().reason());
            case BLOCKED_BY_PEER ->
                Outcome.of(hot, SyncStatus.BLOCKED_BY_PEER, hot.verdict().reason());
            case SYNC -> missed(hot, mode, budget, phase);
        };
    }

    private Outcome missed(HotCheck hot, Mode mode, Budget budget, String phase) {
        if (hot.hash().isEmpty()) {
            return SlowPath.run(dataSource, environment, mode, budget, phase);
        }
        if (mode == Mode.VERIFY) {
            return Outcome.of(
                    hot,
                    SyncStatus.OUT_OF_DATE,
                    "the database does not have this version yet, and this function may only verify");
        }
        if (!budget.has(LEAST_FOR_SYNC)) {
            return Outcome.later(hot, "too little time is left for a sync in this phase");
        }
        return SlowPath.run(dataSource, environment, mode, budget, phase);
    }

    /** The sync of the init phase may have read a deployer's secret, whosever the function's own DataSource is. */
    private void registerHook() {
        try {
            hook = SnapStartHook.around(Databases::forget, this::restored);
        } catch (NoClassDefFoundError e) {
            JsonLine.print(Map.of(
                    "tidemark", "cold-start",
                    "status", "NO_HOOK",
                    "reason", "org.crac:crac is not on the class path: nothing is checked after a restore"));
        }
    }
}
