package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** That the answer comes, once, in time, within its limits, and that its URL is told to nobody. */
final class DeliveryTest {
    private static final String V1 = "create schema shop; create table shop.item (id bigint primary key);";

    private final Stack stack = new Stack(TestPostgres.fresh());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @BeforeEach
    void listen() {
        PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void theUrlIsInNoOutput() {
        System.setOut(out);
        System.setErr(err);
        stack.close();
        assertFalse(output().isEmpty());
        assertSecret(output());
    }

    @Test
    void aPutThatFailsIsTriedAgainUntilItIsTaken() {
        stack.inbox.answering(503, Inbox.HANG_UP);
        stack.send(V1, stack.create());
        List<Inbox.Received> all = stack.inbox.received();
        assertEquals(
                List.of(503, Inbox.HANG_UP, 200),
                all.stream().map(Inbox.Received::status).toList());
        assertTrue(
                all.stream().allMatch(r -> r.body().equals(all.get(0).body())),
                "one answer, whatever its number of tries");
    }

    @Test
    void aPutThatIsForbiddenIsNotTriedAgainAndTheErrorMetricSeesIt() {
        stack.inbox.answering(403);
        TidemarkException fault = assertThrows(TidemarkException.class, () -> stack.send(V1, stack.create()));
        assertEquals("TDM-623", fault.code());
        assertTrue(String.valueOf(fault.getMessage()).contains("HTTP 403 (attempt 1)"), fault.getMessage());
        assertEquals(1, stack.inbox.received().size());
        assertSecret(trace(fault));
        assertTrue(output().contains("\"code\":\"TDM-623\""), output());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 408, 409, 429})
    void whatS3RefusesForTheMomentIsTriedAgainButNotForEver(int status) {
        stack.inbox.answering(status, status);
        stack.send(V1, stack.delete());
        assertEquals(3, stack.inbox.received().size());
        stack.inbox.answering(status, status, status, status, status, 200);
        TidemarkException fault = assertThrows(TidemarkException.class, () -> stack.send(V1, stack.delete()));
        assertTrue(String.valueOf(fault.getMessage()).contains("HTTP " + status + " (attempt 5)"), fault.getMessage());
        assertEquals(8, stack.inbox.received().size());
    }

    @Test
    void aHostThatDripsItsReplyIsGivenUpBeforeTheFunctionsDeadline() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> drip(slow));
            server.setDaemon(true);
            server.start();
            Map<String, Object> event = stack.delete();
            event.put("ResponseURL", "http://127.0.0.1:" + slow.getLocalPort() + "/answer?" + Inbox.SECRET);
            long start = System.nanoTime();
            TidemarkException fault =
                    assertThrows(TidemarkException.class, () -> stack.send(V1, event, Duration.ofSeconds(3)));
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3000);
            assertEquals("TDM-623", fault.code());
            assertTrue(String.valueOf(fault.getMessage()).contains("no reply in time"), fault.getMessage());
            assertSecret(trace(fault));
        }
    }

    private static void drip(ServerSocket server) {
        String line = "HTTP/1.1 200 OK\r\nX-Drip: ";
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                for (int i = 0; i < 100; i++) {
                    out.write(i < line.length() ? line.charAt(i) : 'x');
                    out.flush();
                    Thread.sleep(100);
                }
            } catch (IOException | InterruptedException e) {
                // The next one.
            }
        }
    }

    @Test
    void whatNobodyForesawIsAnsweredToo() {
        stack.tuning = o -> {
            throw new LinkageError("jdbc:postgresql://u:hunter2@host/db");
        };
        stack.send(V1, stack.create());
        String reason = stack.inbox.only().text("Reason");
        assertTrue(reason.startsWith("[TDM-629] unexpected: java.lang.LinkageError at "), reason);
        assertFalse(output().contains("hunter2"), output());
    }

    @Test
    void whatTheReasonHasNoRoomForIsInTheLog() {
        stack.tuning = o -> {
            throw TidemarkException.of(
                    "TDM-110", "long " + "word ".repeat(300) + "end", "way " + "out ".repeat(300) + "end");
        };
        stack.send(V1, stack.create());
        String reason = stack.inbox.only().text("Reason");
        assertTrue(reason.contains("…") && !reason.contains("end"), reason);
        assertTrue(output().contains("word end. Way out: way out out") && output().contains("out end\"]"), output());
    }

    @Test
    void aPutIsGivenUpWhenTheTimeIsOver() {
        stack.inbox.answering(500, 500, 500, 500, 500, 500, 500, 500, 500, 500);
        long start = System.nanoTime();
        TidemarkException fault =
                assertThrows(TidemarkException.class, () -> stack.send(V1, stack.delete(), Duration.ofSeconds(3)));
        assertEquals("TDM-623", fault.code());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3000);
        assertTrue(stack.inbox.received().size() > 2);
    }

    @Test
    void whereNobodyCouldBeAnsweredNothingIsChanged() throws IOException {
        Map<String, Object> event = stack.create();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        event.put("ResponseURL", "http://127.0.0.1:" + port + "/answer?" + Inbox.SECRET);
        TidemarkException fault = assertThrows(TidemarkException.class, () -> stack.send(V1, event));
        assertEquals("TDM-622", fault.code());
        assertTrue(String.valueOf(fault.getMessage()).contains("S3 gateway endpoint"), fault.getMessage());
        assertTrue(output().contains("S3 gateway endpoint"), output());
        assertEquals("∅", stack.database.value("select to_regnamespace('tidemark')"));
        assertSecret(trace(fault));
    }

    @Test
    void aHostThatSaysNothingIsWaitedForTwoSeconds() {
        Map<String, Object> event = stack.create();
        event.put("ResponseURL", "http://" + Inbox.SILENT_HOST + "/answer?" + Inbox.SECRET);
        long start = System.nanoTime();
        assertEquals(
                "TDM-622",
                assertThrows(TidemarkException.class, () -> stack.send(V1, event))
                        .code());
        assertTrue(
                Duration.ofNanos(System.nanoTime() - start).toMillis() < 20_000,
                "the operating system's own patience is minutes");
    }

    @Test
    void anEventWithoutAUsableUrlIsRefusedWithoutRepeatingIt() {
        System.out.println("(nothing is logged)");
        Map<String, Object> event = stack.create();
        event.put("ResponseURL", "ftp://x/ y?" + Inbox.SECRET);
        TidemarkException fault = assertThrows(TidemarkException.class, () -> stack.send(V1, event));
        assertEquals("TDM-620", fault.code());
        assertSecret(trace(fault));
    }

    @Test
    void aDatabaseThatAcceptsAndNeverAnswersFailsTheStackBeforeTheFunctionsDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?user=a&password=b");
            stack.source = source;
            long start = System.nanoTime();
            stack.send(V1, stack.create(), Duration.ofSeconds(3));
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3000);
        }
        assertEquals("FAILED", stack.inbox.only().text("Status"));
        String reason = stack.inbox.only().text("Reason");
        assertTrue(reason.startsWith("[TDM-624] ") && reason.contains("it was at the connection"), reason);
        Thread.sleep(500);
        assertEquals(1, stack.inbox.received().size());
    }

    @Test
    void aDatabaseThatIsNotThereFailsTheStackWithItsCode() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:1/x?user=a&password=b");
        stack.source = source;
        stack.send(V1, stack.create(), Duration.ofSeconds(4));
        assertEquals("FAILED", stack.inbox.only().text("Status"));
        String reason = stack.inbox.only().text("Reason");
        assertTrue(reason.startsWith("[TDM-402] nothing answers at 127.0.0.1:1: connection refused"), reason);
    }

    @Test
    void aReasonIsOneLineOfAtMostOneKilobyteAndTheAnswerOfAtMostFour() {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            columns.append(", \"表の列😀").append(i).append("\" int");
        }
        stack.send("create schema shop; create table shop.t (id int primary key" + columns + ");", stack.create());
        stack.database.run("insert into shop.t (id) values (1)");
        String changed = columns.toString().replace(" int", " int not null");
        Map<String, Object> event = stack.update("Generation", "2", "AllowBreaking", "true");
        event.put("StackId", "s".repeat(2000));
        event.put("PhysicalResourceId", "p".repeat(1020));
        stack.send("create schema shop; create table shop.t (id int primary key" + changed + ");", event);
        Inbox.Received answer = stack.last();
        assertEquals("FAILED", answer.text("Status"));
        assertTrue(answer.length() <= 4096 && answer.length() > 3900, answer.length() + " bytes");
        String reason = answer.text("Reason");
        assertTrue(
                reason.startsWith("[TDM-214] shop.t.表の列😀0: ")
                        && reason.contains(" Also: shop.t.表の列😀1: ")
                        && reason.endsWith("…"),
                reason);
        assertTrue(reason.getBytes(StandardCharsets.UTF_8).length <= 1024, reason);
        assertTrue(output().contains("shop.t.表の列😀29"), "the log has them all");
        assertFalse(reason.contains("\n") || reason.contains("�"), reason);
    }

    @Test
    void aTextIsCutByWholeCharacters() {
        System.out.println("(nothing is logged)");
        String text = "a\n\tb " + "😀é".repeat(400);
        for (int most = 3; most < 64; most++) {
            String cut = Reason.cut(text, most);
            assertTrue(Reason.bytes(cut) <= most, cut);
            assertTrue(Reason.bytes(cut) > most - 7 && cut.endsWith("…"), cut);
            assertFalse(cut.contains("\n") || cut.contains("�"), cut);
            assertEquals(cut, new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
        assertEquals("a b", Reason.cut("a\r\n b\n", 3));
    }

    @Test
    void absurdNamesLeaveRoomForTheStatusAtLeast() {
        Map<String, Object> event = stack.delete();
        event.put("StackId", "s".repeat(3700));
        stack.send(V1, event);
        assertTrue(stack.last().length() <= 4096, stack.last().length() + " bytes");
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals("{}", String.valueOf(stack.last().json().get("Data")));
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void assertSecret(String text) {
        assertFalse(text.contains("Signature") || text.contains("do-not-log"), text);
    }
}
