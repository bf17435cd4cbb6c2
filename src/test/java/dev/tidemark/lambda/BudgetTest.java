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
        Duration spent = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElseThrow();
        Duration left = Budget.init(Map.of(
                        "AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency",
                        "TIDEMARK_FUNCTION_TIMEOUT", "900s"))
                .remaining();
        Duration expected = Duration.ofSeconds(899).minus(spent);
        assertTrue(left.minus(expected).abs().compareTo(Duration.ofSeconds(1)) < 0, left + " instead of " + expected);
    }

    @Test
    void outsideLambdaTheLimitCountsFromNow() {
        assertTrue(Budget.init(NO_RESERVE).has(Duration.ofMillis(9500)));
        assertFalse(Budget.init(NO_RESERVE).has(Duration.ofMillis(9901)));
    }

    @Test
    void anInvocationKeepsAReserveToAnswer() {
        Budget budget = Budget.invocation(TimedContext.of(Duration.ofSeconds(5)), Map.of());
        assertTrue(budget.has(Duration.ofMillis(3500)));
        assertFalse(budget.has(Duration.ofMillis(4001)));
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
