package dev.tidemark.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.Mode;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.connect.Databases;
import dev.tidemark.control.Verdict;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.identity.Setting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** So long after a sync of this function was refused, its rights included, it only reads; a peer's success is seen by that. */
    static final Duration REFUSED_FOR = Duration.ofSeconds(30);

    /** How long a snapshot waits for a check that was begun. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    /** The phase of a check on a thread of its own. */
    private static final String BEGIN = "begin";

    /** Milliseconds kept back of an invocation that waits for another one's check. */
    private static final int ANSWER = 500;

    private final DataSource dataSource;
    private final Map<String, String> environment;
    private final ConnectPatience patience = new ConnectPatience();
    private @Nullable CompletableFuture<Outcome> running;
    private volatile @Nullable Outcome refused;
    private volatile long refusedAt;
    private volatile Outcome last;
    private volatile long lastAt;
    private volatile boolean servesAnyway;
    private volatile long connectNanos;

    /** A check that runs on a thread of its own; null where none does. Whoever takes it away has the last word. */
    private volatile @Nullable CompletableFuture<Outcome> begun;

    private @Nullable Thread beginner;

    /** SnapStart holds its hooks weakly: this is the strong reference. */
    @SuppressWarnings("unused")
    private @Nullable Object hook;

    /** @param environment never changed; a copy of it costs a cold start five more classes */
    private ColdStart(DataSource dataSource, Map<String, String> environment) {
        this.dataSource = Objects.requireNonNull(dataSource);
        this.environment = environment;
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
        coldStart.beReadyForSnapshots();
        return coldStart;
    }

    /**
     * Begins to connect and to check on another thread, while the init phase goes on: for a static initialiser that then builds its other clients. {@link
     * #ready} waits for what is left of it. Never throws.
     *
     * <p>It only reads, so that nothing is held when the environment is frozen at the end of the init phase: what the database lacks is brought about by the
     * first invocation. Where a cold start is to do that itself, take {@link #check(DataSource)}. No snapshot of SnapStart is taken while it runs; after 10 s
     * it is given up, and the check after the restore counts.
     *
     * @param dataSource the function's own, kept for {@link #ready}; never closed
     */
    public static ColdStart begin(DataSource dataSource) {
        return begin(dataSource, System.getenv());
    }

    static ColdStart begin(DataSource dataSource, Map<String, String> environment) {
        ColdStart coldStart = new ColdStart(dataSource, environment);
        coldStart.begin();
        coldStart.beReadyForSnapshots();
        return coldStart;
    }

    private void begin() {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        begun = mine;
        Thread thread = new Thread(() -> begun(mine), "tidemark-begin");
        thread.setDaemon(true);
        beginner = thread;
        thread.start();
    }

    private void begun(CompletableFuture<Outcome> mine) {
        long start = System.nanoTime();
        Outcome outcome = outcome(BEGIN, null);
        long now = System.nanoTime();
        synchronized (this) {
            if (begun != null) {
                lastAt = now;
                last = outcome;
                begun = null;
            }
        }
        mine.complete(outcome);
        JsonLine.print(outcome.line(BEGIN, now - start, connectNanos, environment));
    }

    /** Before a snapshot is taken: waits for a check that was begun, or gives it up, so that its end after the restore counts for nothing. */
    void settle(Duration patience) {
        Thread thread = beginner;
        if (thread == null) {
            return;
        }
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (begun != null) {
                begun = null;
                last = Outcome.failed(new IllegalStateException("the check that was begun did not end in time"), true);
                thread.interrupt();
            }
        }
    }

    /**
     * Returns at once where the check went well; else checks again, no more often than once a second, and goes on with what the init phase could not finish.
     *
     * @throws TidemarkUnavailable where this code cannot be served now, unless {@code TIDEMARK_ON_FAILURE=serve}
     */
    public void ready(Context context) {
        CompletableFuture<Outcome> running = begun;
        if (running != null) {
            afterBegun(running, context);
        } else if (!last.serves()) {
            again(context);
        }
    }

    /** How the last check ended; null where it failed with an exception, where one that was begun has not ended, or where checks are off. */
    public @Nullable SyncStatus status() {
        return last.status();
    }

    /** After a restore: the database may have moved on since the snapshot was taken. */
    void restored() {
        run("restore", null);
    }

    private void afterBegun(CompletableFuture<Outcome> running, Context context) {
        String reason = await(running, patience(context), "the check that was begun is not done");
        if (begun != null) {
            if (!servesAnyway) {
                throw unavailable(reason);
            }
        } else if (!last.serves()) {
            again(context);
        }
    }

    /** How many milliseconds an invocation waits for a check that runs elsewhere; not long where it serves anyway. */
    private long patience(Context context) {
        long left = Math.max(0, context.getRemainingTimeInMillis() - ANSWER);
        return servesAnyway ? Math.min(left, RECHECK.toMillis()) : left;
    }

    private void again(Context context) {
        String reason = checkedAgain(context);
        if (!last.serves() && !servesAnyway) {
            throw unavailable(reason);
        }
    }

    /** Why it cannot be served, where it cannot. Of any number of invocations at a time one checks, and all others wait for that one check. */
    private String checkedAgain(Context context) {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        CompletableFuture<Outcome> others;
        synchronized (this) {
            if (last.serves()) {
                return "";
            }
            others = running;
            if (others == null) {
                if (!due()) {
                    return last.reason();
                }
                running = mine;
            }
        }
        return others == null
                ? check(mine, context)
                : await(others, patience(context), "another invocation is still at the check");
    }

    private String check(CompletableFuture<Outcome> mine, Context context) {
        try {
            run("invoke", context);
            return last.reason();
        } finally {
            synchronized (this) {
                running = null;
            }
            mine.complete(last);
        }
    }

    private static String await(CompletableFuture<Outcome> others, long millis, String late) {
        try {
            return others.get(millis, TimeUnit.MILLISECONDS).reason();
        } catch (TimeoutException e) {
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check ends with an outcome", e);
        }
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
        JsonLine.print(outcome.line(phase, lastAt - start, connectNanos, environment));
    }

    private Outcome outcome(String phase, @Nullable Context context) {
        try {
            servesAnyway = "serve".equals(Setting.ON_FAILURE.text(environment));
            Mode mode = LambdaMode.of(environment);
            if (mode == Mode.OFF) {
                return Outcome.off();
            }
            Budget budget = budget(phase, context);
            // A snapshot, or a provisioned environment, is not held up for minutes by a database that does not answer:
            // invocations try again.
            HotCheck hot = hotCheck(context == null ? budget.atMost(Budget.INIT_LIMIT) : budget);
            connectNanos = hot.connectNanos();
            return judge(hot, mode, budget, phase);
        } catch (SQLException e) {
            return Outcome.failed(ConnectionFaults.of(e, "the database"), !phase.equals("invoke"));
        } catch (Exception | LinkageError e) {
            return Outcome.failed(e, !phase.equals("invoke"));
        }
    }

    /** A full server, a broken connection, a failover: tried again within the budget; refused connections for a moment only. */
    private HotCheck hotCheck(Budget budget) throws SQLException {
        while (true) {
            try {
                HotCheck hot = HotCheck.read(dataSource, environment, budget.remaining());
                patience.succeeded();
                return hot;
            } catch (SQLException e) {
                if (!patience.pausedFor(e, budget)) {
                    throw e;
                }
            }
        }
    }

    private Budget budget(String phase, @Nullable Context context) {
        if (context != null) {
            return Budget.invocation(context, environment);
        }
        return phase.equals("restore") ? Budget.restore(environment) : Budget.init(environment);
    }

    /** Without a switch, which loads two classes more. */
    private Outcome judge(HotCheck hot, Mode mode, Budget budget, String phase) {
        Verdict verdict = hot.verdict();
        if (verdict.kind() == Verdict.Kind.UP_TO_DATE) {
            return Outcome.of(hot, SyncStatus.UP_TO_DATE, "");
        }
        if (verdict.kind() == Verdict.Kind.SUPERSEDED) {
            return Outcome.of(hot, SyncStatus.SUPERSEDED, verdict.reason());
        }
        if (verdict.kind() == Verdict.Kind.BLOCKED_BY_PEER) {
            return Outcome.of(hot, SyncStatus.BLOCKED_BY_PEER, verdict.reason());
        }
        return missed(hot, mode, budget, phase);
    }

    private Outcome missed(HotCheck hot, Mode mode, Budget budget, String phase) {
        Outcome known = refused;
        if (known != null && !hot.hash().isEmpty() && System.nanoTime() - refusedAt < REFUSED_FOR.toNanos()) {
            return known;
        }
        if (phase.equals(BEGIN) && (mode != Mode.VERIFY || hot.hash().isEmpty())) {
            return Outcome.later(hot, "the first invocation brings it about");
        }
        if (hot.hash().isEmpty()) {
            return slowPath(mode, budget, phase);
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
        return slowPath(mode, budget, phase);
    }

    /** What only a human can mend for this function, such as its rights, is not tried again by it for a while: nothing is recorded of it that peers would see. */
    private Outcome slowPath(Mode mode, Budget budget, String phase) {
        refused = null;
        Outcome outcome;
        try {
            outcome = SlowPath.run(dataSource, environment, mode, budget, phase);
        } catch (TidemarkException e) {
            outcome = Outcome.failed(e, !phase.equals("invoke") && e.retriable());
            if (e.retriable()) {
                return outcome;
            }
        }
        if (outcome.status() == SyncStatus.BLOCKED || outcome.failure() != null) {
            refusedAt = System.nanoTime();
            refused = outcome;
        }
        return outcome;
    }

    private void beforeSnapshot() {
        settle(SETTLE);
        // The sync of the init phase may have read a deployer's secret, whosever the function's own DataSource is.
        Databases.forget();
    }

    private void beReadyForSnapshots() {
        if (!"snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            return;
        }
        try {
            hook = SnapStartHook.around(this::beforeSnapshot, this::restored);
        } catch (NoClassDefFoundError e) {
            JsonLine.print(Map.of(
                    "tidemark", "cold-start",
                    "status", "NO_HOOK",
                    "reason", "org.crac:crac is not on the class path: nothing is checked after a restore"));
        }
    }
}
