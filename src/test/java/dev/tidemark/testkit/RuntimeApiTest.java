package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Runtime API that the other tests and the demo stand on does what AWS's runtime interface client expects of it. */
final class RuntimeApiTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final RuntimeApi.Launch ECHO = RuntimeApi.launch(EchoFunction.class.getName());

    private static final Path ECHO_HOOK = Path.of("dev/tidemark/testkit", "EchoFunction$1.class");

    /** What is quick enough is not limited in these tests; what is limited takes a minute. */
    private static final Duration SOON = Duration.ofMillis(500);

    private final RuntimeApi lambda = new RuntimeApi();

    @AfterEach
    void stop() {
        lambda.close();
    }

    @Test
    void severalEnvironmentsAnswerEventsWithTheirDeadline() {
        List<RuntimeInstance> both = lambda.start(ECHO, 2);
        assertNotEquals(both.get(0).pid(), both.get(1).pid());
        for (RuntimeInstance instance : both) {
            RuntimeInstance.Init init = instance.awaitInit(LIMIT);
            assertTrue(init.ok(), () -> String.valueOf(init.error()));
            RuntimeInstance.Answer answer = instance.invoke("{\"a\":1}", Duration.ofSeconds(20));
            assertTrue(answer.ok(), answer::body);
            assertTrue(answer.body().startsWith("{\"a\":1,\"remainingMs\":1"), answer.body());
            assertTrue(instance.output().startsWith("init"), instance.output());
        }
    }

    @Test
    void errorsOfTheHandlerAndOfInitAreReported() {
        RuntimeInstance failing = lambda.start(ECHO.with(Map.of("ECHO_FAIL", "1")));
        RuntimeInstance instance = lambda.start(ECHO);
        RuntimeInstance.Answer answer = instance.invoke("{\"fail\":1}", LIMIT);
        assertEquals("Runtime.UserException", answer.error(), answer::body);
        assertTrue(answer.body().contains("java.lang.IllegalArgumentException"), answer.body());
        assertTrue(instance.invoke("{}", LIMIT).ok(), "lives on after an error");
        RuntimeInstance.Init init = failing.awaitInit(LIMIT);
        assertTrue(String.valueOf(init.error()).contains("ExceptionInInitializerError"), String.valueOf(init.error()));
    }

    @Test
    void pastItsTimeLimitAFunctionIsKilled() {
        RuntimeInstance instance = lambda.start(ECHO);
        assertTrue(instance.awaitInit(LIMIT).ok());
        RuntimeInstance.Answer answer = instance.invoke("{\"sleepMs\":60000}", Duration.ofMillis(200));
        assertEquals("Sandbox.Timedout", answer.error());
        assertFalse(instance.alive());
        assertEquals(
                "Runtime.ExitError",
                instance.invoke("{}", Duration.ofSeconds(20)).error());
    }

    @Test
    void aFrozenEnvironmentAnswersOnlyWhenItIsThawed() throws Exception {
        RuntimeInstance instance = lambda.start(ECHO);
        assertTrue(instance.awaitInit(LIMIT).ok());
        instance.freeze();
        var answer = instance.send("{}", LIMIT);
        Thread.sleep(200);
        assertFalse(answer.isDone());
        instance.thaw();
        assertTrue(answer.get(60, TimeUnit.SECONDS).ok());
    }

    @Test
    void snapStartRunsItsHooksAroundTheRestore() {
        RuntimeInstance instance = lambda.start(ECHO.withSnapStart());
        instance.awaitSnapshot(LIMIT);
        assertTrue(instance.output().contains("before checkpoint"), instance.output());
        assertFalse(instance.output().contains("after restore"), instance.output());
        instance.restore();
        assertTrue(instance.awaitInit(LIMIT).ok());
        instance.awaitLine("after restore"::equals, LIMIT);
        assertTrue(instance.invoke("{}", LIMIT).body().contains("snap-start"));
    }

    @Test
    void anInitPastItsLimitIsKilledAndDoneAgainInsideTheFirstInvocation(@TempDir Path folder) throws IOException {
        Path slow = Files.createFile(folder.resolve("slow"));
        RuntimeInstance instance = lambda.start(limited(SOON).with(Map.of("ECHO_SLOW_WHILE", slow.toString())));
        RuntimeInstance.Init init = instance.awaitInit(LIMIT);
        assertFalse(init.ok());
        assertTrue(init.took().compareTo(SOON) >= 0, init.took().toString());
        Files.delete(slow);
        instance.awaitLine(
                line -> line.matches("INIT_REPORT Init Duration: \\d+.*\tPhase: init\tStatus: timeout"), LIMIT);
        RuntimeInstance.Answer answer = instance.invoke("{}", Duration.ofSeconds(20));
        assertTrue(answer.ok(), answer::body);
        assertEquals(2, instance.starts());
        int remaining = Integer.parseInt(answer.body().replaceAll(".*\"remainingMs\":(\\d+).*", "$1"));
        assertTrue(remaining < 19_950, "the second init spends the invocation's time: " + remaining);
    }

    @Test
    void anInitThatIsDoneAgainHasTheFunctionsTimeLimitAndNoMore(@TempDir Path folder) throws IOException {
        Path slow = Files.createFile(folder.resolve("slow"));
        RuntimeInstance instance = lambda.start(limited(SOON).with(Map.of("ECHO_SLOW_WHILE", slow.toString())));
        RuntimeInstance.Answer answer = instance.invoke("{}", SOON);
        assertEquals("Sandbox.Timedout", answer.error());
        assertEquals("Task timed out after 0.50 seconds", answer.body());
        Files.delete(slow);
        assertTrue(instance.invoke("{}", Duration.ofSeconds(20)).ok(), "the third init is quick");
        assertEquals(3, instance.starts());
    }

    @Test
    void afterATimeOutTheEnvironmentIsInitialisedAgain() throws Exception {
        RuntimeInstance instance = lambda.start(limited(Duration.ofSeconds(30)));
        RuntimeInstance.Answer answer =
                instance.send("{\"sleepMs\":60000}", Duration.ofMillis(300)).get(60, TimeUnit.SECONDS);
        assertEquals("Sandbox.Timedout", answer.error());
        assertTrue(instance.invoke("{}", Duration.ofSeconds(20)).ok());
        assertEquals(2, instance.starts());
    }

    @Test
    void aRestorePastItsLimitFailsTheInvocation() {
        RuntimeInstance instance = lambda.start(limited(SOON).withSnapStart().with(Map.of("ECHO_RESTORE_MS", "60000")));
        instance.awaitSnapshot(LIMIT);
        instance.restore();
        assertEquals("SnapStartTimeoutException", instance.invoke("{}", LIMIT).error());
        assertTrue(instance.output().contains("RESTORE_REPORT"), instance.output());
        assertEquals(1, instance.starts());
    }

    @Test
    void withinItsLimitARestoreIsLeftAlone() {
        RuntimeInstance instance = lambda.start(limited(Duration.ofSeconds(20)).withSnapStart());
        instance.awaitSnapshot(LIMIT);
        instance.restore();
        assertTrue(instance.invoke("{}", Duration.ofSeconds(20)).ok());
    }

    @Test
    void anArtefactsClassesComeFromTheClientsOwnClassLoader(@TempDir Path task) throws IOException {
        Path echo = Path.of("dev/tidemark/testkit", "EchoFunction.class");
        Files.createDirectories(task.resolve(echo).getParent());
        for (Path folder : RuntimeApi.classPath()) {
            if (Files.exists(folder.resolve(echo))) {
                Files.copy(folder.resolve(echo), task.resolve(echo));
                Files.copy(folder.resolve(ECHO_HOOK), task.resolve(ECHO_HOOK));
            } else if (folder.getFileName().toString().startsWith("crac-")) {
                Files.createDirectories(task.resolve("lib"));
                Files.copy(folder, task.resolve("lib").resolve(folder.getFileName()));
            }
        }
        RuntimeInstance instance = lambda.start(RuntimeApi.launch(EchoFunction.class.getName(), task));
        RuntimeInstance.Answer answer = instance.invoke("{\"a\":2}", LIMIT);
        assertTrue(answer.body().startsWith("{\"a\":2"), answer::body);
        assertTrue(answer.body().contains("CustomerClassLoader"), answer::body);
    }

    private static RuntimeApi.Launch limited(Duration limit) {
        return ECHO.withLimits(new RuntimeApi.Limits(limit, limit));
    }
}
