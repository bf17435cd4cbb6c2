package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each path into a lock, a stall and a silent server: the answer comes with the budget, has a code, and names who holds what. */
final class WatchdogTest {
    private static final Duration BUDGET = Duration.ofSeconds(2);

    /** What the answer may come after the budget is a second; what a starved machine adds to it is not known. Without an end all of these wait for ever. */
    private static final Duration ANSWER = BUDGET.plusSeconds(1).plusSeconds(15);

    private static final String V1 = "create table a (id bigint primary key); create table b (id bigint primary key);";
    private static final String V2 = """
        create table a (id bigint primary key, n int);
        create table b (id bigint primary key);
        create index b_id_idx on b (id, (id + 1));
        """;

    private final TestDatabase database = TestPostgres.fresh();
    private final List<Connection> squatters = new ArrayList<>();

    @AfterEach
    void drop() throws SQLException {
        for (Connection squatter : squatters) {
            squatter.close();
        }
        database.close();
    }

    private static SyncOptions limited(String schema) {
        return Syncs.full(schema).withBudget(BUDGET).withLeaseTtl(Duration.ofSeconds(30));
    }

    /** Holds what these statements take until the test ends. */
    private void squat(String... statements) {
        try {
            Connection squatter = DriverManager.getConnection(database.url() + "&ApplicationName=squatter");
            squatters.add(squatter);
            squatter.setAutoCommit(false);
            try (Statement statement = squatter.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SyncOptions at(SyncOptions options, Predicate<SyncEvent> when, Runnable then) {
        AtomicBoolean done = new AtomicBoolean();
        return options.withListener(event -> {
            if (when.test(event) && done.compareAndSet(false, true)) {
                then.run();
            }
        });
    }

    private interface Call {
        Object on(DataSource source);
    }

    /** The codes and the text of how the call ended. */
    private static String ended(DataSource source, Call call) {
        long start = System.nanoTime();
        String end;
        try {
            Object answer = call.on(source);
            end = answer instanceof SyncResult result
                    ? result.status() + " " + result.problems() + " " + result.reason()
                    : String.valueOf(answer);
        } catch (TidemarkException e) {
            end = e.code() + " " + e.getMessage();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("watchdog: " + took.toMillis() + " ms: "
                + end.lines().findFirst().orElse(""));
        assertTrue(took.compareTo(ANSWER) < 0, took + " " + end);
        return end;
    }

    private record Path(String name, Call call, Runnable before) {}

    /** Who is in the way is asked within a bound, which a starved machine may miss: the time of the answer is held every time, the name once in a few. */
    private String onceNamed(Path path) throws SQLException {
        String end = "";
        for (int i = 0; i < 5 && !end.contains("squatter"); i++) {
            fresh();
            path.before().run();
            end = ended(database.dataSource(), path.call());
        }
        return end;
    }

    private void assertNamed(String end) {
        assertTrue(end.contains("TDM-307") || end.contains("TDM-308") || end.contains("TDM-302"), end);
        assertTrue(end.contains("squatter"), "names who holds it: " + end);
    }

    private static boolean isFirstStatement(SyncEvent event) {
        return event instanceof SyncEvent.StatementStarted at && at.number() == 1;
    }

    private static boolean isConcurrent(SyncEvent event) {
        return event instanceof SyncEvent.StatementStarted at
                && at.statement().sql().contains("CONCURRENTLY");
    }

    @TestFactory
    Stream<DynamicTest> aLockEndsWithTheBudgetAndItsHolderIsNamed() {
        String lease = "select 1 from tidemark.lease for update";
        return Stream.of(
                        locked(
                                "status: schema_version",
                                source -> open(source, limited(V2)).status(),
                                "schema_version"),
                        locked(
                                "sync: schema_version",
                                source -> open(source, limited(V2)).sync(),
                                "schema_version"),
                        locked(
                                "finish: schema_version",
                                source -> open(source, limited(V2)).finish(),
                                "schema_version"),
                        locked(
                                "drift: schema_text",
                                source -> open(source, limited(V2)).drift(),
                                "schema_text"),
                        locked(
                                "plan: object",
                                source -> open(source, limited(V2)).plan(),
                                "object"),
                        locked(
                                "sync: meta, asked by the bootstrap",
                                source -> open(source, limited(V2)).sync(),
                                "meta"),
                        locked(
                                "sync: object, read under the lease",
                                source -> open(source, limited(V2)).sync(),
                                "object"),
                        locked(
                                "sync: the text that is kept",
                                source -> open(source, limited(V2)).sync(),
                                "schema_text"),
                        locked(
                                "sync: the journal, when it records",
                                source -> open(source, limited(V2)).sync(),
                                "journal"),
                        new Path(
                                "acquire: the lease row",
                                source -> open(source, limited(V2).withWaitTimeout(BUDGET))
                                        .sync(),
                                () -> squat(lease)),
                        new Path(
                                "fence: the lease row, locked while the holder works",
                                source -> open(
                                                source,
                                                at(limited(V2), WatchdogTest::isFirstStatement, () -> squat(lease)))
                                        .sync(),
                                () -> {}),
                        new Path(
                                "a table that somebody reads",
                                source -> open(source, limited(V2).withLockTimeout(Duration.ofSeconds(60)))
                                        .sync(),
                                () -> squat("select * from a")),
                        new Path(
                                "a concurrent index behind an open transaction",
                                source -> open(
                                                source,
                                                at(
                                                        limited(V2),
                                                        WatchdogTest::isConcurrent,
                                                        () -> squat("insert into b values (-1)")))
                                        .sync(),
                                () -> {}))
                .map(path -> DynamicTest.dynamicTest(path.name(), () -> {
                    assertNamed(onceNamed(path));
                    letGo();
                    SyncResult after = Syncs.sync(database, Syncs.full(V2).withLeaseTtl(Duration.ofSeconds(30)));
                    assertTrue(
                            after.status() == SyncStatus.SYNCED || after.status() == SyncStatus.UP_TO_DATE,
                            after.toString());
                }));
    }

    private Path locked(String name, Call call, String table) {
        return new Path(name, call, () -> squat("lock table tidemark." + table));
    }

    private static Tidemark open(DataSource source, SyncOptions options) {
        return Tidemark.open(source, options);
    }

    private void letGo() throws SQLException {
        for (Connection squatter : squatters) {
            squatter.close();
        }
        squatters.clear();
    }

    private void fresh() throws SQLException {
        letGo();
        database.run(
                "drop schema if exists tidemark cascade", "drop table if exists a, b", "drop index if exists b_id_idx");
        Syncs.sync(database, Syncs.full(V1));
        database.run(
                "insert into a select g from generate_series(1, 10) g",
                "insert into b select g from" + " generate_series(1, 10) g");
    }

    @Test
    void aBootstrapBehindAnotherOnesOpenTransactionEndsWithTheBudget() {
        squat("create schema tidemark");
        String end = "";
        for (int i = 0; i < 5 && !end.contains("squatter"); i++) {
            end = ended(
                    database.dataSource(), source -> open(source, limited(V1)).sync());
        }
        assertNamed(end);
    }

    @Test
    void noAdvisoryLockThatAnyRoleCanTakeIsInTheWay() {
        squat("select pg_advisory_lock(" + 0x746964656d61726bL + ")");
        assertEquals(SyncStatus.SYNCED, Syncs.sync(database, Syncs.full(V1)).status());
    }

    @TestFactory
    Stream<DynamicTest> aNetworkThatGoesBlackEndsWithTheBudget() {
        return Stream.of(
                        new Path(
                                "from the start",
                                source -> open(source, limited(V2)).sync(),
                                () -> {}),
                        new Path("status", source -> open(source, limited(V2)).status(), () -> {}),
                        new Path("plan", source -> open(source, limited(V2)).plan(), () -> {}),
                        new Path("drift", source -> open(source, limited(V2)).drift(), () -> {}))
                .map(path -> DynamicTest.dynamicTest(path.name(), () -> {
                    fresh();
                    try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
                        proxy.stall();
                        String end = ended(proxy.dataSource(), path.call());
                        assertTrue(end.contains("TDM-403") || end.contains("TDM-307"), end);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aNetworkThatGoesBlackInTheMiddleEndsWithTheBudget() {
        return Stream.<Predicate<SyncEvent>>of(
                        SyncEvent.LeaseAcquired.class::isInstance,
                        SyncEvent.Planned.class::isInstance,
                        WatchdogTest::isFirstStatement,
                        WatchdogTest::isConcurrent,
                        SyncEvent.StatementDone.class::isInstance)
                .map(when -> DynamicTest.dynamicTest("at an event", () -> {
                    fresh();
                    try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
                        SyncOptions options = at(limited(V2), when, proxy::stall);
                        String end = ended(
                                proxy.dataSource(),
                                source -> open(source, options).sync());
                        assertTrue(end.startsWith("TIMED_OUT") && end.contains("TDM-307"), end);
                    }
                }));
    }
}
