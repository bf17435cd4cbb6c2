package dev.tidemark.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who recorded something, in words. */
class InstanceTest {
    @Test
    void aPersonOrAPipelineIsNamedWithItsHost() {
        assertEquals("user ci on build-7 (process 12064)", Instance.name(Map.of("HOSTNAME", "build-7"), "ci", 12064));
        assertEquals("user ci (process 12064)", Instance.name(Map.of(), "ci", 12064));
    }

    @Test
    void aFunctionIsNamedWithItsVersionAndTheEndOfItsLogStream() {
        Map<String, String> lambda = Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", "orders",
                "AWS_LAMBDA_FUNCTION_VERSION", "7",
                "AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/30/[7]0123456789abcdef");
        assertEquals("function orders:7 (log stream …89abcdef)", Instance.name(lambda, "sbx", 8));
    }
}
