package dev.tidemark.control;

import java.util.Objects;

/**
 * What a run is to do, going by the order of versions.
 *
 * @param kind what
 * @param reason one sentence for a log line; empty for {@code UP_TO_DATE} and {@code SYNC}
 */
public record Verdict(Kind kind, String reason) {
    /** What a run is to do. */
    public enum Kind {
        /** Nothing: this code's schema is the recorded one. */
        UP_TO_DATE,
        /** Bring the database in step. */
        SYNC,
        /** Nothing: a newer version is recorded. */
        SUPERSEDED,
        /** Nothing yet: another instance found this version blocked, and its retry time has not come. */
        BLOCKED_BY_PEER
    }

    static final Verdict UP_TO_DATE = new Verdict(Kind.UP_TO_DATE, "");
    static final Verdict SYNC = new Verdict(Kind.SYNC, "");

    public Verdict {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reason);
    }
}
