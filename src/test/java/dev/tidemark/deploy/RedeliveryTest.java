package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event that Lambda delivers again, since its invocation ended before anybody was answered. */
final class RedeliveryTest {
    private static final String V1 = "create schema shop; create table shop.item (id bigint primary key);";
    private static final String V2 = "create schema shop; create table shop.item (id bigint primary key, note text);"
            + " create table shop.more (id bigint primary key);";
    private static final Duration SHORT = Duration.ofSeconds(4);

    private final Stack stack = new Stack(TestPostgres.fresh());

    @BeforeEach
    void briefClaims() {
        stack.tuning = o -> o.withLeaseTtl(Duration.ofSeconds(1))
                .withLockTimeout(Duration.ofMillis(200))
                .withLockAttempts(100);
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void anAnswerThatDidNotArriveIsSentAgainToTheLetterAndThenNoMore() {
        stack.inbox.answering(403);
        Map<String, Object> event = stack.create("Generation", "1");
        assertThrows(TidemarkException.class, () -> stack.send(V1, event));
        assertEquals("SUCCESS|t", row(event, "answer, body is not null"));
        Map<String, ?> line = stack.send(V1, event);
        assertEquals("REPEATED", line.get("status"), line::toString);
        assertEquals("SUCCESS", line.get("answer"), line::toString);
        assertEquals(2, stack.inbox.received().size());
        assertEquals(stack.inbox.received().get(0).body(), stack.last().body());
        assertEquals("SYNCED", stack.last().data("Status"), "what the first one did, not what the second one found");
        assertEquals("SUCCESS|f", row(event, "answer, body is not null"));
        assertEquals("SILENT", stack.send(V1, event).get("answer"));
        assertEquals(2, stack.inbox.received().size());
    }

    @Test
    void aFailureThatDidNotArriveStaysAFailureAlthoughTheWayIsFreeByNow() {
        stack.send(V1, stack.create("Generation", "1"));
        stack.database.run("insert into shop.item values (1)");
        String strict = "create schema shop; create table shop.item (id bigint primary key, note text not null);";
        stack.inbox.answering(403);
        Map<String, Object> event = stack.update("Generation", "2");
        assertThrows(TidemarkException.class, () -> stack.send(strict, event));
        stack.database.run("delete from shop.item");
        assertEquals("FAILED", stack.send(strict, event).get("answer"));
        assertEquals("FAILED", stack.last().text("Status"));
        assertTrue(
                stack.last().text("Reason").startsWith("[TDM-2"), stack.last().text("Reason"));
        assertEquals(
                "0",
                stack.database.value("select count(*) from pg_attribute where attrelid ="
                        + " 'shop.item'::regclass and attname = 'note'"));
    }

    @Test
    void workThatWasHandedOnToNobodyIsTakenUpByTheNextDeliveryOfItsOwnEvent() throws SQLException {
        stack.send(V1, stack.create("Generation", "1"));
        Map<String, Object> event = stack.update("Generation", "2");
        try (Connection blocker = stack.database.connect();
                Statement sql = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            sql.execute("lock table shop.item in access share mode");
            stack.successor = (payload, left) -> stack.handedOn.add(payload);
            assertEquals("HANDED_ON", stack.send(V2, event, SHORT).get("answer"));
            blocker.rollback();
        }
        assertEquals("SILENT", stack.send(V2, event).get("answer"), "the next one may begin yet");
        stack.database.run(
                "update tidemark.deployment set claimed_until = clock_timestamp() where answered_at is null");
        assertEquals("SUCCESS", stack.send(V2, event).get("answer"), "nobody began");
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("SILENT", stack.sendNext(V2, Stack.LONG).get("answer"), "it comes late");
        assertEquals(2, stack.inbox.received().size());
    }

    @Test
    void theNextInvocationTakesOverFromWhoeverStoodInForIt() throws Exception {
        stack.send(V1, stack.create("Generation", "1"));
        Map<String, Object> event = stack.update("Generation", "2");
        try (Connection blocker = stack.database.connect();
                Statement sql = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            sql.execute("lock table shop.item in access share mode");
            stack.send(V2, event, SHORT);
            stack.database.run(
                    "update tidemark.deployment set claimed_until = clock_timestamp() where answered_at is null");
            Thread standIn = new Thread(() -> stack.send(V2, event));
            standIn.start();
            while (!row(event, "holder is not null").equals("t")) {
                Thread.sleep(10);
            }
            Thread next = new Thread(() -> stack.sendNext(V2, Stack.LONG));
            next.start();
            while (!row(event, "attempt").equals("2")) {
                Thread.sleep(10);
            }
            blocker.rollback();
            standIn.join();
            next.join();
        }
        assertEquals(2, stack.inbox.received().size(), "the Create's, and one");
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals("2|SUCCESS|f", row(event, "attempt, answer, body is not null"));
    }

    private String row(Map<String, Object> event, String columns) {
        return stack.database.value(
                "select " + columns + " from tidemark.deployment where request_id = '" + event.get("RequestId") + "'");
    }
}
