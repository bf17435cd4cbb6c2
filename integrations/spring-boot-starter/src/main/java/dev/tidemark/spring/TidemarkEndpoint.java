package dev.tidemark.spring;

import dev.tidemark.SyncResult;
import dev.tidemark.report.Reports;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** {@code /actuator/tidemark}: the documents of the command line's {@code --json}; changes nothing. */
@Endpoint(id = "tidemark")
public final class TidemarkEndpoint {
    private final SchemaStart start;

    TidemarkEndpoint(SchemaStart start) {
        this.start = start;
    }

    /** What is recorded now, and how the start ended. */
    @ReadOperation
    public Map<String, @Nullable Object> status() {
        Map<String, @Nullable Object> report =
                new LinkedHashMap<>(Reports.of(start.tidemark().status()));
        SyncResult result = start.result();
        report.put("onStart", result == null ? null : result.status().name());
        return report;
    }

    /** {@code plan} or {@code drift}; anything else is not found. */
    @ReadOperation
    public @Nullable Map<String, @Nullable Object> report(@Selector String name) {
        return switch (name) {
            case "plan" -> Reports.of(start.tidemark().plan());
            case "drift" -> Reports.of(start.tidemark().drift());
            default -> null;
        };
    }
}
