package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.LambdaRoutes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the SDK asks of Lambda, and what its answers mean. */
final class LambdaRoutingTest {
    private final LambdaRoutes lambda = new LambdaRoutes();

    @AfterEach
    void stop() {
        lambda.close();
    }

    private static Map<String, Instant> serving() {
        return new LambdaRouting().serving("orders", "live", Duration.ofSeconds(30));
    }

    @Test
    void anAliasThatRoutesToOneVersion() {
        assertEquals(Map.of("7", Instant.parse("2026-11-30T08:00:00.125Z")), serving());
    }

    @Test
    void anAliasThatShiftsRoutesToTwo() {
        lambda.alias(
                "{\"Name\":\"live\",\"FunctionVersion\":\"6\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"7\":0.1}}}");
        assertEquals(2, serving().size());
    }

    @Test
    void provisionedConcurrencyKeepsAVersionWarm() {
        lambda.warm("6", "live");
        assertEquals(Instant.parse("2026-11-30T07:00:00Z"), serving().get("6"));
        assertEquals(2, serving().size());
    }

    @Test
    void whatCannotBeAskedIsTold() {
        lambda.alias("");
        IllegalStateException refused = assertThrows(IllegalStateException.class, LambdaRoutingTest::serving);
        assertTrue(String.valueOf(refused.getMessage()).startsWith("ResourceNotFoundException"), refused.getMessage());
    }
}
