package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncEvent;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.engine.WatchedRun.Answer;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each path into a lock, into a connection that stalls and into a network that goes black: the answer comes with the budget, has a code, and names who holds what.
 * Each in a database of its own, several at once, since all they do is wait. They print the table of {@code docs/reliability.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchdogTest {
    private static final int AT_ONCE = 4;
    private static final String LEASE = "select 1 from tidemark.lease for update";

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    @AfterAll
    void stop() {
        threads.shutdownNow();
    }

    /**
     * A path and what it waits for.
     *
     * @param name as in the table of docs/reliability.md
     * @param call what is asked
     * @param statement part of the statement that waits
     * @param lock what somebody else holds meanwhile; empty where no lock can be in the way
     * @param from the event at which that is taken; null: before the call
     */
    private record Path(
            String name,
            Function<Tidemark, Object> call,
            String statement,
            String lock,
            @Nullable Predicate<SyncEvent> from) {
        /** What was cut off is in nobody's way afterwards. */
        void next(WatchedRun run) {
            if (name.startsWith("`plan`")) {
                run.nextCallSucceeds(call);
            } else {
                run.nextStartSucceeds();
            }
        }
    }

    private static Path of(String name, Function<Tidemark, Object> call, String statement, String lock) {
        return new Path(name, call, statement, lock, null);
    }

    private static Path control(String name, Function<Tidemark, Object> call, String table, String statement) {
        return of(name, call, statement, "lock table tidemark." + table);
    }

    private static List<Path> paths() {
        return List.of(
                control("`status`: `schema_version`", Tidemark::status, "schema_version", ".schema_version"),
                control("sync: `schema_version`", Tidemark::sync, "schema_version", ".schema_version"),
                control("`finish`: `schema_version`", Tidemark::finish, "schema_version", ".schema_version"),
                control("`drift`: `schema_text`", Tidemark::drift, "schema_text", ".schema_text"),
                control("`plan`: `object`", Tidemark::plan, "object", "from \"tidemark\".object"),
                control("sync: `meta`, asked by the bootstrap", Tidemark::sync, "meta", "\"tidemark\".meta"),
                control("sync: `object`, read under the lease", Tidemark::sync, "object", "from \"tidemark\".object"),
                control(
                        "sync: `schema_text`, the text that is kept",
                        Tidemark::sync,
                        "schema_text",
                        "into \"tidemark\".schema_text"),
                control("sync: `journal`, when it records", Tidemark::sync, "journal", "into \"tidemark\".journal"),
                of("acquire: the lease row", Tidemark::sync, "with won as", LEASE),
                new Path(
                        "fence: the lease row, locked while the holder works",
                        Tidemark::sync,
                        "expires_at > clock_timestamp() for update",
                        LEASE,
                        WatchdogTest::isFirstStatement),
                of("DDL on a table that somebody reads", Tidemark::sync, "ALTER TABLE", "select * from a"),
                of(
                        "`plan`: the rows of a table that somebody rewrites",
                        Tidemark::plan,
                        "not exists (select from",
                        "lock table a"),
                new Path(
                        "concurrent index behind an open transaction",
                        Tidemark::sync,
                        "CONCURRENTLY",
                        "insert into b values (-1)",
                        WatchdogTest::isConcurrent),
                new Path(
                        "record: `schema_version`, locked while the holder works",
                        Tidemark::sync,
                        "set state = 'superseded'",
                        "lock table tidemark.schema_version",
                        WatchdogTest::isConcurrent),
                of("`plan`: the shadow", Tidemark::plan, "create table a", ""),
                of("`plan`: the catalog", Tidemark::plan, "pg_get_constraintdef", ""),
                of("sync: the shadow", Tidemark::sync, "create table a", ""));
    }

    private static boolean isFirstStatement(SyncEvent event) {
        return event instanceof SyncEvent.StatementStarted at && at.number() == 1;
    }

    private static boolean isConcurrent(SyncEvent event) {
        return event instanceof SyncEvent.StatementStarted at
                && at.statement().sql().contains("CONCURRENTLY");
    }

    /** Starts all now, several at once; each test waits for its own. */
    private Stream<DynamicTest> atOnce(List<Named> runs) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Named run : runs) {
            Future<Answer> answer = threads.submit(run.body());
            tests.add(DynamicTest.dynamicTest(run.name(), () -> {
                Answer given = answer.get();
                System.out.printf(
                        Locale.ROOT,
                        "| %s | + %.2f s | %s |%n",
                        run.name(),
                        given.late().toMillis() / 1000.0,
                        given.text().split("[ \\[]", 2)[0] + " " + given.codes());
            }));
        }
        return tests.stream();
    }

    private record Named(String name, Callable<Answer> body) {}

    @TestFactory
    Stream<DynamicTest> aLockEndsWithTheBudgetAndItsHolderIsNamed() {
        return atOnce(paths().stream()
                .filter(path -> !path.lock().isEmpty())
                .map(path -> new Named(path.name() + " | lock", () -> locked(path)))
                .toList());
    }

    /** Who is in the way is asked within a bound, which a starved machine may miss, as it may not come to the wait within the budget: then it is run again. */
    private static Answer locked(Path path) {
        Answer answer = WatchedRun.until(run -> {
            run.inStepWithTheFirstVersion();
            Predicate<SyncEvent> from = path.from();
            if (from == null) {
                run.squat(path.lock());
            } else {
                run.at(from, () -> run.squat(path.lock()));
            }
            Answer given = run.answer(path.call());
            if (!given.text().contains("squatter")) {
                return null;
            }
            path.next(run);
            return given;
        });
        assertNamed(answer);
        return answer;
    }

    private static void assertNamed(Answer answer) {
        String end = answer.text();
        assertTrue(end.contains("TDM-307") || end.contains("TDM-308") || end.contains("TDM-302"), end);
        assertTrue(end.contains("squatter"), "names who holds it: " + end);
    }

    @Test
    void aBootstrapBehindAnotherOnesOpenTransactionEndsWithTheBudget() {
        assertNamed(WatchedRun.until(run -> {
            run.squat("create schema tidemark");
            Answer answer = run.answer(Tidemark::sync);
            return answer.text().contains("squatter") ? answer : null;
        }));
    }

    @Test
    void noAdvisoryLockThatAnyRoleCanTakeIsInTheWay() throws Exception {
        try (TestDatabase database = TestPostgres.fresh();
                Connection squatter = database.dataSource().getConnection();
                Statement statement = squatter.createStatement()) {
            statement.execute("select pg_advisory_lock(" + 0x746964656d61726bL + ")");
            assertEquals(
                    SyncStatus.SYNCED,
                    Syncs.sync(database, Syncs.full("create table a (id int);")).status());
        }
    }

    /** One connection goes silent with the statement of the path; others are served. */
    @TestFactory
    Stream<DynamicTest> aConnectionThatStallsEndsWithTheBudget() {
        return atOnce(paths().stream()
                .map(path -> new Named(path.name() + " | stall", () -> silent(path, MessageProxy::freezeAt)))
                .toList());
    }

    /** All connections go silent with the statement of the path, and no new one is answered. */
    @TestFactory
    Stream<DynamicTest> aNetworkThatGoesBlackEndsWithTheBudget() {
        return atOnce(paths().stream()
                .map(path -> new Named(path.name() + " | black hole", () -> silent(path, MessageProxy::stallAt)))
                .toList());
    }

    /** All connections from the first on. */
    @TestFactory
    Stream<DynamicTest> aNetworkThatIsBlackFromTheStartEndsWithTheBudget() {
        return atOnce(Stream.<Path>of(
                        of("`status`", Tidemark::status, "", ""),
                        of("`plan`", Tidemark::plan, "", ""),
                        of("`drift`", Tidemark::drift, "", ""),
                        of("`finish`", Tidemark::finish, "", ""),
                        of("sync", Tidemark::sync, "", ""))
                .map(path -> new Named(
                        path.name() + " from the start | black hole",
                        () -> WatchedRun.until(run -> {
                            try (MessageProxy proxy = run.proxy()) {
                                proxy.stall();
                                Answer answer = run.answer(proxy.dataSource(), path.call());
                                assertTrue(answer.text().contains("TDM-403"), answer.text());
                                return answer;
                            }
                        })))
                .toList());
    }

    private interface Silence {
        void at(MessageProxy proxy, Predicate<String> statement);
    }

    private static Answer silent(Path path, Silence silence) {
        return WatchedRun.until(run -> {
            AtomicBoolean met = new AtomicBoolean();
            try (MessageProxy proxy = run.proxy()) {
                run.inStepWithTheFirstVersion();
                silence.at(proxy, statement -> {
                    boolean holds = statement.contains(path.statement());
                    met.compareAndSet(false, holds);
                    return holds;
                });
                Answer answer = run.answer(proxy.dataSource(), path.call());
                if (!met.get()) {
                    return null;
                }
                assertTrue(answer.text().contains("TDM-307") || answer.text().contains("TDM-403"), answer.text());
                path.next(run);
                return answer;
            }
        });
    }

    /** Whatever statement it is: an hour's profile goes through them all. */
    @Tag("faults")
    @TestFactory
    Stream<DynamicTest> everyRoundTripOfASyncMayBeTheLastOne() {
        List<Named> runs = new ArrayList<>();
        for (int number = 1; number <= roundTrips(); number++) {
            int last = number;
            runs.add(new Named("round trip " + number + " | stall", () -> after(last, MessageProxy::freezeAt)));
            runs.add(new Named("round trip " + number + " | black hole", () -> after(last, MessageProxy::stallAt)));
        }
        return atOnce(runs);
    }

    private static int roundTrips() {
        AtomicInteger count = new AtomicInteger();
        WatchedRun.until(run -> {
            try (MessageProxy proxy = run.proxy()) {
                run.inStepWithTheFirstVersion();
                Answer answer = run.answer(proxy.dataSource(), Tidemark::sync);
                count.set(proxy.traffic().roundTrips());
                return answer.text().startsWith("SYNCED") ? answer : null;
            }
        });
        return count.get();
    }

    private static Answer after(int roundTrips, Silence silence) {
        return WatchedRun.until(run -> {
            try (MessageProxy proxy = run.proxy()) {
                run.inStepWithTheFirstVersion();
                silence.at(proxy, statement -> proxy.traffic().roundTrips() >= roundTrips);
                Answer answer = run.answer(proxy.dataSource(), Tidemark::sync);
                run.nextStartSucceeds();
                return answer;
            }
        });
    }
}
