package dev.tidemark;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a database for an app, newest run first, as its journal has it: 90 days, or the last 10,000 statements.
 *
 * @param app the app
 * @param runs one for each run that changed something
 */
public record HistoryReport(String app, List<Run> runs) {
    public HistoryReport {
        runs = List.copyOf(runs);
    }

    /**
     * What one holder of the lease did.
     *
     * @param hash the version that it applied
     * @param term the lease's term, one for each run
     * @param by who, for a reader; null of a run by a Tidemark that did not write it down
     * @param steps what it committed, in order
     */
    public record Run(String hash, long term, @Nullable String by, List<Step> steps) {
        public Run {
            steps = List.copyOf(steps);
        }

        /** When its first statement was sent, by that process's clock. */
        public Instant startedAt() {
            return steps.get(0).startedAt();
        }

        /** From its first statement to the end of its last one. */
        public Duration took() {
            Instant end = steps.stream()
                    .map(step -> step.startedAt().plus(step.took()))
                    .max(Comparator.naturalOrder())
                    .orElse(startedAt());
            return Duration.between(startedAt(), end);
        }
    }

    /**
     * One statement.
     *
     * @param sql what ran; cut after 8 KB
     * @param startedAt when its transaction began, by that process's clock
     * @param took how long its transaction took
     * @param outcome {@code ok}, or SQLSTATE and message
     */
    public record Step(String sql, Instant startedAt, Duration took, String outcome) {}
}
