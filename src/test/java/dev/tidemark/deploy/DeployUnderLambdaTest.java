package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.report.Json;
import dev.tidemark.testkit.LocalHandlers;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler in real JVMs under AWS's runtime interface client: its deadline, its death, its next invocation. */
final class DeployUnderLambdaTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String V2 = "create schema shop; create table shop.item (id bigint primary key, note text);"
            + " create table shop.more (id bigint primary key);";

    private final Stack stack = new Stack(TestPostgres.fresh());
    private final RuntimeApi lambda = new RuntimeApi();
    private RuntimeApi.Launch function =
            LocalHandlers.answeringHere(RuntimeApi.launch("dev.tidemark.lambda.TidemarkHandler::handleRequest"));

    @BeforeEach
    void carryACompiledSchema(@TempDir Path classes) throws IOException {
        Path folder = Files.createDirectories(classes.resolve("META-INF/tidemark/shop"));
        Files.writeString(folder.resolve("schema.sql"), V2);
        List<Path> classPath = new ArrayList<>(function.classPath());
        classPath.add(classes);
        Map<String, String> environment = new HashMap<>();
        environment.put("TIDEMARK_APP", "shop");
        environment.put("TIDEMARK_URL", stack.database.url());
        environment.put("TIDEMARK_LEASE_TTL", "4s");
        environment.put("TIDEMARK_LOCK_TIMEOUT", "200ms");
        environment.put("TIDEMARK_LOCK_ATTEMPTS", "200");
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        function = new RuntimeApi.Launch(function.handler(), classPath, environment, List.of());
    }

    @AfterEach
    void stop() {
        lambda.close();
        stack.close();
    }

    @Test
    void aCreateIsSyncedAndAnsweredFromTheEnvironmentAlone() {
        RuntimeInstance instance = lambda.start(function);
        RuntimeInstance.Answer answer = instance.invoke(Json.line(stack.create("FunctionVersion", "1")), LIMIT);
        assertTrue(answer.ok(), answer.body());
        assertEquals("SYNCED", stack.inbox.only().data("Status"));
        assertEquals("shop", stack.inbox.only().data("App"));
        instance.awaitLine(l -> l.contains("\"tidemark\":\"deploy\"") && l.contains("\"status\":\"SYNCED\""), LIMIT);
        assertSecret(instance);
    }

    @Test
    void aSilentDatabaseIsAnsweredBeforeLambdaEndsTheInvocation() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RuntimeInstance instance = lambda.start(function.with(Map.of(
                    "TIDEMARK_URL",
                    "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?user=a&password=b",
                    "TIDEMARK_CONNECT_TIMEOUT",
                    "60s")));
            assertTrue(instance.awaitInit(LIMIT).ok());
            RuntimeInstance.Answer answer = instance.invoke(Json.line(stack.create()), Duration.ofSeconds(6));
            assertTrue(answer.ok(), answer.body());
            assertEquals("FAILED", stack.inbox.only().text("Status"));
            assertTrue(
                    stack.inbox.only().text("Reason").matches("\\[TDM-(624|40[23])\\] .*"),
                    stack.inbox.only().text("Reason"));
            assertSecret(instance);
        }
    }

    @Test
    void aKilledInvocationIsResumedByTheNextDeliveryAndAnsweredOnce() throws Exception {
        String event = Json.line(stack.create("FunctionVersion", "1"));
        stack.database.run("create schema shop", "create table shop.item (id bigint primary key)");
        RuntimeInstance first = lambda.start(function);
        RuntimeInstance second;
        try (Connection blocker = locked()) {
            var unused = first.send(event, LIMIT);
            awaitBlocked();
            first.kill();
            assertEquals(List.of(), stack.inbox.received());
            second = lambda.start(function);
            assertTrue(second.awaitInit(LIMIT).ok());
            blocker.rollback();
        }
        assertTrue(second.invoke(event, LIMIT).ok());
        assertEquals("SYNCED", stack.inbox.only().data("Status"));
        assertEquals(1, stack.inbox.received().size());
        assertEquals(
                "shop.more", stack.database.value("select to_regclass('shop.more')"), "the second one did the work");
        assertTrue(second.invoke(event, LIMIT).ok());
        assertEquals(1, stack.inbox.received().size(), "a third delivery says nothing");
        assertSecret(first);
        assertSecret(second);
    }

    @Test
    void anInvocationThatIsKilledWithItsAnswerInItsHandsIsAnsweredForByTheNextDelivery() throws Exception {
        Integer[] deaf = new Integer[200];
        Arrays.fill(deaf, Inbox.HANG_UP);
        stack.inbox.answering(deaf);
        String event = Json.line(stack.create("FunctionVersion", "1"));
        RuntimeInstance first = lambda.start(function);
        var unused = first.send(event, LIMIT);
        while (stack.inbox.received().isEmpty()) {
            Thread.sleep(10);
        }
        first.kill();
        stack.inbox.hear();
        RuntimeInstance second = lambda.start(function);
        RuntimeInstance.Answer answer = second.invoke(event, LIMIT);
        assertTrue(answer.ok() && answer.body().contains("\"REPEATED\""), answer.body());
        assertEquals("SYNCED", stack.inbox.only().data("Status"));
        assertEquals(stack.inbox.received().get(0).body(), stack.last().body());
        assertSecret(first);
        assertSecret(second);
    }

    @Test
    void workThatIsLongerThanAnInvocationGoesOnInTheNextOne() throws Exception {
        stack.database.run("create schema shop", "create table shop.item (id bigint primary key)");
        List<RuntimeInstance> instances = new ArrayList<>();
        try (FakeLambdaApi api = new FakeLambdaApi(202, payload -> {
                    var unused = instances.get(0).send(payload, LIMIT);
                });
                Connection blocker = locked()) {
            RuntimeInstance instance = lambda.start(
                    function.with(Map.of("AWS_ENDPOINT_URL", api.endpoint(), "AWS_LAMBDA_FUNCTION_VERSION", "12")));
            instances.add(instance);
            assertTrue(instance.awaitInit(LIMIT).ok());
            RuntimeInstance.Answer answer =
                    instance.invoke(Json.line(stack.create("FunctionVersion", "1")), Duration.ofSeconds(12));
            assertTrue(answer.ok(), answer.body());
            assertEquals(1, api.calls().size(), instance::output);
            FakeLambdaApi.Call call = api.calls().get(0);
            assertEquals("/2015-03-31/functions/function/invocations", call.path());
            assertEquals("Qualifier=12", call.query());
            assertEquals("Event", call.invocationType());
            assertEquals(List.of(), stack.inbox.received());
            blocker.rollback();
            assertEquals("SYNCED", stack.inbox.await(LIMIT).data("Status"));
            assertSecret(instance);
        }
        assertEquals("2|SUCCESS", stack.database.value("select attempt, answer from tidemark.deployment"));
    }

    @Test
    void aRoleThatMayNotInvokeItselfIsNamedInTheStacksEvents() throws Exception {
        stack.database.run("create schema shop", "create table shop.item (id bigint primary key)");
        try (FakeLambdaApi api = new FakeLambdaApi(403, payload -> {});
                Connection blocker = locked()) {
            RuntimeInstance instance = lambda.start(function.with(Map.of("AWS_ENDPOINT_URL", api.endpoint())));
            assertTrue(instance.awaitInit(LIMIT).ok());
            assertTrue(instance.invoke(Json.line(stack.create()), Duration.ofSeconds(12))
                    .ok());
            assertFalse(blocker.isClosed());
            String reason = stack.inbox.only().text("Reason");
            assertTrue(reason.startsWith("[TDM-625] ") && reason.contains("not authorized"), reason);
            assertSecret(instance);
        }
    }

    private Connection locked() throws SQLException {
        Connection blocker = stack.database.connect();
        blocker.setAutoCommit(false);
        try (Statement sql = blocker.createStatement()) {
            sql.execute("lock table shop.item in access share mode");
        }
        return blocker;
    }

    private void awaitBlocked() throws InterruptedException {
        while (stack.database
                .rows("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
                .isEmpty()) {
            Thread.sleep(10);
        }
    }

    private static void assertSecret(RuntimeInstance instance) {
        String output = instance.output();
        assertFalse(output.contains("Signature") || output.contains("do-not-log"), output);
    }
}
