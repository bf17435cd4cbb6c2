package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One call that meets a fault, in a database of its own; the answer comes within the budget and a second. */
final class WatchedRun implements AutoCloseable {
    static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Duration LONGEST_BUDGET = Duration.ofSeconds(32);

    /** The answer may come a second after the budget; what a starved machine adds to that is not known. Without an end all of these wait for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(1).plusSeconds(15);

    private static final String V1 = "create table a (id bigint primary key); create table b (id bigint primary key);";
    private static final String V2 = """
        create table a (id bigint primary key, n int);
        create table b (id bigint primary key);
        create index b_id_idx on b (id, (id + 1));
        """;

    /** How a call ended: status, codes and text in one line, and how long after the end of its budget. */
    record Answer(String text, Duration late) {
        /** The codes in its text, in order. */
        String codes() {
            return String.join(
                    ", ",
                    Pattern.compile("TDM-\\d+")
                            .matcher(text)
                            .results()
                            .map(MatchResult::group)
                            .distinct()
                            .toList());
        }
    }

    private final TestDatabase database = TestPostgres.fresh();
    private final List<Connection> squatters = new ArrayList<>();
    private final Duration budget;
    private volatile Runnable then = () -> {};
    private volatile Predicate<SyncEvent> when = event -> false;

    private WatchedRun(Duration budget) {
        this.budget = budget;
    }

    /** Runs a call with a budget of 2 s; one that a starved machine did not take to its wait by then is run again with twice as much. */
    static Answer until(Function<WatchedRun, @Nullable Answer> call) {
        for (Duration budget = BUDGET; ; budget = budget.multipliedBy(2)) {
            try (WatchedRun run = new WatchedRun(budget)) {
                Answer answer = call.apply(run);
                if (answer != null) {
                    return answer;
                }
            }
            assertTrue(budget.compareTo(LONGEST_BUDGET) < 0, "it never comes to where it should wait");
        }
    }

    /** What runs: V2, or V1 where there is nothing yet. */
    SyncOptions options() {
        AtomicBoolean done = new AtomicBoolean();
        return Syncs.full(V2)
                .withBudget(budget)
                .withWaitTimeout(budget)
                .withLeaseTtl(Duration.ofSeconds(6))
                .withLockTimeout(Duration.ofSeconds(60))
                .withListener(event -> {
                    if (when.test(event) && done.compareAndSet(false, true)) {
                        then.run();
                    }
                });
    }

    /** Does something when the run comes to this event for the first time. */
    void at(Predicate<SyncEvent> event, Runnable action) {
        when = event;
        then = action;
    }

    /** A database in step with V1, with rows. */
    void inStepWithTheFirstVersion() {
        Syncs.sync(database, Syncs.full(V1));
        database.run(
                "insert into a select g from generate_series(1, 10) g",
                "insert into b select g from generate_series(1, 10) g");
    }

    /** Holds what this statement takes, as a session of its own, until the end. */
    void squat(String sql) {
        try {
            Connection squatter = DriverManager.getConnection(database.url() + "&ApplicationName=squatter");
            synchronized (squatters) {
                squatters.add(squatter);
            }
            squatter.setAutoCommit(false);
            try (Statement statement = squatter.createStatement()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a call that makes no changes ends without an error now. */
    void nextCallSucceeds(Function<Tidemark, Object> call) {
        letGo();
        when = event -> false;
        var unused = call.apply(Tidemark.open(database.dataSource(), options().withBudget(Duration.ofMinutes(2))));
    }

    MessageProxy proxy() {
        return MessageProxy.inFrontOf(database);
    }

    /** The answer of a call over direct connections. */
    Answer answer(Function<Tidemark, Object> call) {
        return answer(database.dataSource(), call);
    }

    Answer answer(DataSource source, Function<Tidemark, Object> call) {
        long start = System.nanoTime();
        String end;
        try {
            Object answer = call.apply(Tidemark.open(source, options()));
            end = answer instanceof SyncResult result
                    ? result.status() + " " + result.problems() + " " + result.reason()
                    : String.valueOf(answer);
        } catch (TidemarkException e) {
            end = e.code() + " " + e.getMessage();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(budget.plus(PATIENCE)) < 0, took + " " + end);
        return new Answer(end, took.minus(budget));
    }

    /** Once nobody is in the way any more, the next start does what is left. */
    void nextStartSucceeds() {
        letGo();
        when = event -> false;
        SyncResult after = Syncs.sync(
                database, options().withBudget(Duration.ofMinutes(2)).withWaitTimeout(Duration.ofMinutes(2)));
        assertTrue(after.status() == SyncStatus.SYNCED || after.status() == SyncStatus.UP_TO_DATE, after.toString());
    }

    private void letGo() {
        synchronized (squatters) {
            for (Connection squatter : squatters) {
                try {
                    squatter.close();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
            squatters.clear();
        }
    }

    @Override
    public void close() {
        letGo();
        database.close();
    }
}
