package dev.tidemark.spring;

import dev.tidemark.StatusReport;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up where the recorded schema suits this code; one read of one row. */
final class TidemarkHealthIndicator extends AbstractHealthIndicator {
    private final SchemaStart start;

    TidemarkHealthIndicator(SchemaStart start) {
        super("the schema could not be checked");
        this.start = start;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        StatusReport report = start.tidemark().status();
        (SchemaStart.serves(report.status()) ? builder.up() : builder.down())
                .withDetail("app", report.app())
                .withDetail("status", report.status().name())
                .withDetail("version", report.hash())
                .withDetail("withheld", report.withheld())
                .withDetail("deferred", report.deferred());
    }
}
