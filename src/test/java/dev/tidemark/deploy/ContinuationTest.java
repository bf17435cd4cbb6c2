package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.connect.HeldConnections;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that one invocation does not finish, and who answers then. */
final class ContinuationTest {
    private static final String V1 = "create schema shop; create table shop.item (id bigint primary key);";
    private static final String V2 = "create schema shop; create table shop.item (id bigint primary key, note text);"
            + " create table shop.more (id bigint primary key);";
    private static final Duration SHORT = Duration.ofSeconds(6);

    private final Stack stack = new Stack(TestPostgres.fresh());
    private Connection blocker;

    @BeforeEach
    void deployAndLock() throws SQLException {
        stack.tuning = o -> o.withLeaseTtl(Duration.ofSeconds(3))
                .withLockTimeout(Duration.ofMillis(200))
                .withLockAttempts(100);
        stack.send(V1, stack.create("Generation", "1"));
        blocker = stack.database.connect();
        blocker.setAutoCommit(false);
        try (Statement sql = blocker.createStatement()) {
            sql.execute("lock table shop.item in access share mode");
        }
    }

    @AfterEach
    void close() throws SQLException {
        blocker.close();
        stack.close();
    }

    @Test
    void whatOneInvocationDoesNotFinishTheNextOneDoesAndOnlyTheLastAnswers() throws SQLException {
        Map<String, Object> event = stack.update("Generation", "2");
        Map<String, ?> line = stack.send(V2, event, SHORT);
        assertEquals("HANDED_ON", line.get("answer"));
        assertEquals(1, answers(), "only that of the Create");
        assertEquals(1, stack.handedOn.size());
        assertEquals("2|∅|∅", row(event, "attempt, holder, answered_at"));
        Map<String, Object> next = Inbox.parse(stack.handedOn.get(0));
        assertEquals(event.get("RequestId"), next.get("RequestId"));
        assertEquals(event.get("ResponseURL"), next.get("ResponseURL"));
        blocker.rollback();
        Map<String, ?> second = stack.send(V2, next, Stack.LONG);
        assertEquals(2, second.get("attempt"));
        assertEquals(2, answers());
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("2", stack.last().data("Applied"), "those of both invocations");
        assertEquals("2|SUCCESS", row(event, "attempt, answer"));
    }

    @Test
    void deliveriesThatComeTwiceAndInvocationsThatAreOverNeitherWorkNorAnswer() throws SQLException {
        Map<String, Object> event = stack.update("Generation", "2");
        stack.send(V2, event, SHORT);
        Map<String, ?> stale = stack.send(V2, event, Stack.LONG);
        assertEquals("SILENT", stale.get("answer"));
        assertEquals(1, answers());
        blocker.rollback();
        stack.sendNext(V2, Stack.LONG);
        assertEquals(2, answers());
        for (Map<String, Object> again : List.of(event, Inbox.parse(stack.handedOn.get(0)))) {
            assertEquals("SILENT", stack.send(V2, again).get("answer"));
        }
        assertEquals(2, answers());
        assertEquals(1, stack.handedOn.size());
    }

    @Test
    void aDeliveryThatComesWhileTheFirstOneWorksWaitsAndSaysNothing() throws Exception {
        Map<String, Object> event = stack.update("Generation", "2");
        Thread first = new Thread(() -> stack.send(V2, event, Stack.LONG));
        first.start();
        while (stack.database
                .rows("select 1 from tidemark.deployment where answered_at is null")
                .isEmpty()) {
            Thread.sleep(20);
        }
        Map<String, ?> line = stack.send(V2, event, Duration.ofSeconds(12));
        assertEquals("SILENT", line.get("answer"));
        assertTrue(
                Long.parseLong(String.valueOf(line.get("ms"))) >= 1000,
                "a dead one would have been waited for: " + line);
        blocker.rollback();
        first.join();
        assertEquals(2, answers());
        assertEquals("SYNCED", stack.last().data("Status"));
    }

    @Test
    void afterThreeMoreInvocationsTheStackFailsWithWhatStands() {
        Map<String, Object> event = stack.update("Generation", "2");
        stack.send(V2, event, SHORT);
        for (int attempt = 2; attempt <= 4; attempt++) {
            assertEquals(attempt, stack.sendNext(V2, SHORT).get("attempt"));
        }
        assertEquals(3, stack.handedOn.size());
        assertEquals(2, answers());
        assertEquals("FAILED", stack.last().text("Status"));
        String reason = stack.last().text("Reason");
        assertTrue(reason.startsWith("[TDM-628] after 4 invocations and "), reason);
        assertTrue(reason.contains("deploy again to go on"), reason);
        assertEquals("4|FAILED", row(event, "attempt, answer"));
    }

    @Test
    void aBudgetIsOfAllInvocationsTogether() {
        stack.send(V2, stack.update("Generation", "2", "Budget", "3s"), Duration.ofSeconds(30));
        assertEquals(List.of(), stack.handedOn);
        String reason = stack.last().text("Reason");
        assertTrue(reason.matches("\\[TDM-628\\] after 1 invocation and [0-9]+ s it is not done: .*"), reason);
    }

    @Test
    void aFunctionThatMayNotInvokeItselfFailsTheStackWithTheReason() {
        stack.successor = (payload, left) -> {
            throw new IllegalStateException(
                    "LambdaException: User is not authorized to perform: lambda:InvokeFunction");
        };
        Map<String, Object> event = stack.update("Generation", "2");
        stack.send(V2, event, SHORT);
        assertEquals(2, answers());
        String reason = stack.last().text("Reason");
        assertTrue(reason.startsWith("[TDM-625] ") && reason.contains("not authorized"), reason);
        assertEquals("FAILED", row(event, "answer"));
    }

    @Test
    void aCallOfTheNextInvocationThatDoesNotReturnFailsTheStackAndSilencesIt() throws SQLException {
        stack.successor = (payload, left) -> {
            stack.handedOn.add(payload);
            try {
                Thread.sleep(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        stack.send(V2, stack.update("Generation", "2"), SHORT);
        assertEquals("FAILED", stack.last().text("Status"));
        blocker.rollback();
        assertEquals("SILENT", stack.sendNext(V2, Stack.LONG).get("answer"));
        assertEquals(2, answers());
        assertEquals(
                "∅", stack.database.value("select to_regclass('shop.more')").replace("shop.more", "∅"));
    }

    @Test
    void whatWasDeferredForLackOfTimeIsDoneByTheNextInvocation() throws Exception {
        blocker.rollback();
        String wide = "create schema shop; create unlogged table shop.item (id bigint primary key, wide text);";
        String indexed = wide + " create index item_id on shop.item ((id + 1));";
        stack.send(wide, stack.update("Generation", "2", "Mode", "auto", "AllowHazards", "TABLE_REWRITE"));
        stack.database.run(
                "alter table shop.item alter wide set storage external",
                "insert into shop.item select n, repeat('x', 8 << 20) from generate_series(1, 32) n",
                "alter table shop.item alter wide set storage default",
                "update tidemark.lease set holder = gen_random_uuid(), holder_name = 'somebody', backends = '',"
                        + " renewed_at = clock_timestamp(), expires_at = clock_timestamp() + interval '5 s' where app ="
                        + " 'shop'");
        Map<String, Object> event = stack.update("Generation", "3");
        Map<String, ?> line = stack.send(indexed, event, Duration.ofSeconds(12));
        assertEquals("DEFERRED", line.get("status"), line::toString);
        assertEquals("HANDED_ON", line.get("answer"), line::toString);
        stack.sendNext(indexed, Duration.ofSeconds(12));
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("0", stack.last().data("Deferred"));
        assertEquals("SUCCESS", row(event, "answer"));
        assertEquals(
                "t",
                stack.database.value("select indisvalid from pg_index where indexrelid = 'shop.item_id'::regclass"));
    }

    @Test
    void whatFitsNoInvocationIsLeftToTheScheduleAtOnce() throws Exception {
        blocker.rollback();
        String wide = "create schema shop; create unlogged table shop.item (id bigint primary key, wide text);";
        stack.send(wide, stack.update("Generation", "2", "Mode", "auto", "AllowHazards", "TABLE_REWRITE"));
        stack.database.run(
                "alter table shop.item alter wide set storage external",
                "insert into shop.item select n, repeat('x', 8 << 20) from generate_series(1, 32) n");
        stack.send(wide + " create index item_id on shop.item ((id + 1));", stack.update("Generation", "3"), SHORT);
        assertEquals(List.of(), stack.handedOn);
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals(
                "DEFERRED",
                stack.last().data("Status"),
                () -> stack.last().json().toString());
        assertEquals("1", stack.last().data("Deferred"));
        assertTrue(stack.last().text("Reason").contains("1 change deferred to the schedule"));
    }

    @Test
    void whereTheDatabaseSaysNothingAboutWhoAnswersThisInvocationDoes() throws SQLException {
        blocker.rollback();
        stack.laterSource = () -> {
            HeldConnections gone = new HeldConnections("gone");
            gone.cut();
            return gone.over(stack.database.dataSource());
        };
        stack.send(V2, stack.update("Generation", "2"));
        assertEquals(2, answers());
        assertEquals("SYNCED", stack.last().data("Status"));
    }

    @Test
    void aConnectionThatIsLostHalfWayIsNoReasonToFailTheStack() throws Exception {
        Map<String, Object> event = stack.update("Generation", "2");
        Thread deploy = new Thread(() -> stack.send(V2, event));
        deploy.start();
        String waiting = "wait_event_type = 'Lock' and datname = current_database()";
        while (stack.database
                .rows("select pg_terminate_backend(pid) from pg_stat_activity where " + waiting)
                .isEmpty()) {
            Thread.sleep(10);
        }
        blocker.rollback();
        deploy.join();
        assertEquals("SUCCESS", stack.last().text("Status"), () -> stack.last().text("Reason"));
        assertEquals("SYNCED", stack.last().data("Status"));
    }

    @Test
    void whatWasGivenUpHoldsNothing() throws Exception {
        // Nothing but being cut ends this wait while the test runs.
        stack.tuning = o -> o.withLockTimeout(Duration.ofHours(1));
        Map<String, Object> event = stack.update("Generation", "2");
        Rollout rollout = new Rollout(
                Envelope.parse(event, stack.inbox.hosts()),
                Wishes.parse(Stack.properties("Generation", "2")),
                access(),
                Map.of(),
                Times.of(Duration.ofHours(2)));
        Thread worker = new Thread(() -> rollout.call());
        worker.start();
        while (stack.database
                .rows("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
                .isEmpty()) {
            Thread.sleep(10);
        }
        Ending ending = rollout.giveUp();
        assertEquals(Ending.Kind.UNFINISHED, ending.kind());
        assertTrue(ending.reason().contains("it was at statement "), ending.reason());
        worker.join(Stack.LONG.multipliedBy(5).toMillis());
        assertTrue(!worker.isAlive(), "it goes on after it was given up");
        blocker.rollback();
        String left = "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                + " and application_name like 'tidemark%'";
        long end = System.nanoTime() + Stack.LONG.toNanos();
        while (!stack.database.rows(left).isEmpty()) {
            assertTrue(System.nanoTime() < end, "its sessions are left");
            Thread.sleep(10);
        }
        assertEquals("∅", stack.database.value("select to_regclass('shop.more')"), "it committed nothing more");
    }

    private Access access() {
        return new Access() {
            @Override
            public dev.tidemark.SyncOptions options(Duration left) {
                return stack.tuning.apply(dev.tidemark.SyncOptions.defaults()
                        .withApp("shop")
                        .withSource(new dev.tidemark.SyncOptions.SchemaSource(V2, "schema.sql")));
            }

            @Override
            public javax.sql.DataSource dataSource(Duration left) {
                return stack.source;
            }
        };
    }

    private int answers() {
        return stack.inbox.received().size();
    }

    private String row(Map<String, Object> event, String columns) {
        return stack.database.value(
                "select " + columns + " from tidemark.deployment where request_id = '" + event.get("RequestId") + "'");
    }
}
