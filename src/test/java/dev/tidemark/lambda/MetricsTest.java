package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.report.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line is what the specification of the embedded metric format asks for. */
final class MetricsTest {
    @Test
    void theLineNamesItsMetricsAndHoldsTheirValues() {
        Metrics metrics = new Metrics();
        metrics.put(Metrics.Metric.HOT_PATH_SECONDS, 0.012);
        metrics.put(Metrics.Metric.DRIFT_OBJECTS, 3);
        String line = Json.line(metrics.document("Tidemark", "shop", Instant.ofEpochMilli(1_700_000_000_123L)));
        assertEquals(
                "{\"_aws\":{\"Timestamp\":1700000000123,\"CloudWatchMetrics\":[{\"Namespace\":\"Tidemark\","
                        + "\"Dimensions\":[[\"App\"]],\"Metrics\":[{\"Name\":\"DriftObjects\",\"Unit\":\"Count\"},"
                        + "{\"Name\":\"HotPathSeconds\",\"Unit\":\"Seconds\"}]}]},\"App\":\"shop\",\"DriftObjects\":3,"
                        + "\"HotPathSeconds\":0.012}",
                line);
        assertEquals(List.of(), Schemas.faults("metrics.json", line));
    }
}
