package dev.tidemark.control;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One statement that ran.
 *
 * @param startedAt null: when the transaction that writes this row began
 * @param finishedAt null: when this row is written
 * @param statement its SQL; what is beyond 8 KB is cut off when it is written
 * @param outcome {@code ok}, or SQLSTATE and message
 */
public record JournalRow(
        String statement,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        String outcome) {
    public JournalRow {
        Objects.requireNonNull(statement);
        Objects.requireNonNull(outcome);
    }

    /** A statement of the transaction that writes this row. */
    public static JournalRow here(String statement) {
        return new JournalRow(statement, null, null, "ok");
    }
}
