package dev.tidemark.control;

import dev.tidemark.identity.Generation;
import dev.tidemark.sql.Sql;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The version whose run has committed something and has not been recorded: it runs now, was killed, ran out of time, or was blocked half-way.
 *
 * <p>Kept as text in {@code reason} of the current row, so that the hot read sees it without a further column, and a Tidemark that does not know it still shows
 * it to a reader (docs/adr/0010). Written in the transaction of the first committed statement, replaced by the record.
 *
 * @param hash the version that is being applied
 * @param firstSeen when it was announced
 * @param generation how new it is, where that is known
 */
public record InProgress(String hash, Instant firstSeen, Generation generation) {
    static final String PREFIX = "in progress: ";
    private static final String SEEN = " seen ";
    private static final String GENERATION = " generation ";
    private static final String LINEAGE = " of ";

    public InProgress {
        Objects.requireNonNull(hash);
        Objects.requireNonNull(firstSeen);
        Objects.requireNonNull(generation);
    }

    /** The mark in a current row's reason; null where it is none. Without a regular expression, for the hot path. */
    static @Nullable InProgress of(@Nullable String reason) {
        if (reason == null || !reason.startsWith(PREFIX)) {
            return null;
        }
        int seen = reason.indexOf(SEEN);
        int generation = reason.indexOf(GENERATION, seen);
        int lineage = reason.indexOf(LINEAGE, generation);
        if (seen < 0 || generation < 0 || lineage < 0) {
            return null;
        }
        try {
            long micros = Long.parseLong(reason.substring(seen + SEEN.length(), generation));
            long number = Long.parseLong(reason.substring(generation + GENERATION.length(), lineage));
            String name = reason.substring(lineage + LINEAGE.length());
            return new InProgress(
                    reason.substring(PREFIX.length(), seen),
                    Sql.instant(micros),
                    number < 0 || name.isEmpty() ? Generation.none() : new Generation(name, number));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** An SQL expression of the mark for the row {@code v} of {@code schema_version}. */
    static String expression(String v) {
        return "'" + PREFIX + "' || " + v + ".hash || '" + SEEN + "' || " + Sql.micros(v + ".first_seen") + " || '"
                + GENERATION + "' || " + v + ".generation || '" + LINEAGE + "' || coalesce(" + v + ".lineage, '')";
    }
}
