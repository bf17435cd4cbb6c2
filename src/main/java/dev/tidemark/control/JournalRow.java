package dev.tidemark.control;

import java.time.Instant;
import java.util.Objects;

/**
 * One statement that ran.
 *
 * @param statement its SQL; what is beyond 8 KB is cut off when it is written
 * @param outcome {@code ok}, or SQLSTATE and message
 */
public record JournalRow(String statement, Instant startedAt, Instant finishedAt, String outcome) {
    public JournalRow {
        Objects.requireNonNull(statement);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(finishedAt);
        Objects.requireNonNull(outcome);
    }
}
