package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetTest {
    private static final Map<String, String> NO_RESERVE = Map.of("TIDEMARK_INIT_RESERVE", "100ms");

    @ParameterizedTest
    @CsvSource({
        "on-demand, , 10",
        "on-demand, 900s, 10",
        "something-new, 900s, 10",
        "provisioned-concurrency, , 130",
        "provisioned-concurrency, 20s, 130",
        "provisioned-concurrency, 300s, 300",
        "snap-start, 2000s, 900",
        "lambda-managed-instances, 300s, 300",
    })
    void theLimitOfTheInitPhase(String type, String timeout, long seconds) {
        Map<String, String> environment = timeout == null ? Map.of() : Map.of("TIDEMARK_FUNCTION_TIMEOUT", timeout);
        assertEquals(Duration.ofSeconds(seconds), Budget.initLimit(type, environment));
    }

    @Test
    void theInitPhaseIsCountedFromTheStartOfTheProcess() {
        Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
        Duration limit = Duration.ofSeconds(899);
        Duration most = limit.minus(Duration.between(start, Instant.now()));
        Duration left = Budget.init(Map.of(
                        "AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency",
                        "TIDEMARK_FUNCTION_TIMEOUT", "900s"))
                .remaining();
        Duration least = limit.minus(Duration.between(start, Instant.now()));
        Duration between =
                Duration.ofMillis(1100); // ProcessHandle counts from the start of the kernel, in whole seconds
        assertTrue(left.compareTo(least.minus(between)) >= 0, left + ", at least " + least);
        assertTrue(left.compareTo(most.plus(between)) <= 0, left + ", at most " + most);
    }

    @Test
    void outsideLambdaTheLimitCountsFromNow() {
        long start = System.nanoTime();
        Budget budget = Budget.init(NO_RESERVE);
        Duration left = budget.remaining();
        Duration spent = Duration.ofNanos(System.nanoTime() - start);
        Duration limit = Duration.ofMillis(9900);
        assertTrue(left.compareTo(limit.minus(spent)) >= 0 && left.compareTo(limit) <= 0, left + " after " + spent);
        assertFalse(budget.has(limit.plusMillis(1)));
    }

    @Test
    void anInvocationKeepsAReserveToAnswer() {
        Budget budget = Budget.invocation(TimedContext.of(Duration.ofSeconds(60)), Map.of());
        assertTrue(budget.has(Duration.ofSeconds(30)));
        assertFalse(budget.has(Duration.ofMillis(59_001)));
        assertEquals(
                Duration.ZERO,
                Budget.invocation(TimedContext.of(Duration.ofMillis(300)), Map.of())
                        .remaining());
    }

    @Test
    void aWrongSettingIsRefused() {
        assertThrows(
                TidemarkException.class,
                () -> Budget.init(Map.of(
                        "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", "TIDEMARK_FUNCTION_TIMEOUT", "20 seconds")));
    }
}
