package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Runtime API that the other tests and the demo stand on does what AWS's runtime interface client expects of it. */
final class RuntimeApiTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final RuntimeApi.Launch ECHO = RuntimeApi.launch(EchoFunction.class.getName());

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
}
