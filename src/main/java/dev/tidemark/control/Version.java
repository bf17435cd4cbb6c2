package dev.tidemark.control;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code schema_version}; these columns are frozen for ever.
 *
 * @param hash the version's hash
 * @param state how far it got
 * @param firstSeen when it was announced, by the database's clock
 * @param lineage within what {@code generation} grows; null where there is none
 * @param generation at least 0, or -1 where whoever announced or recorded it knew none
 * @param withheld how many of its changes safe mode left out
 * @param deferred how many of its changes are left to a later run
 * @param reason why it is blocked, or what is withheld and deferred, or which version is being applied over it ({@link #inProgress})
 * @param attempts how often it was tried in vain since it was last recorded
 * @param retryAfter before this, by the database's clock, only an explicit sync tries a blocked version again
 * @param recordedAt when it was last recorded as current
 * @param recordedBy who recorded it, or tried last
 * @param toolVersion the Tidemark that did; empty where it was only announced
 */
public record Version(
        String hash,
        State state,
        Instant firstSeen,
        @Nullable String lineage,
        long generation,
        int withheld,
        int deferred,
        @Nullable String reason,
        int attempts,
        @Nullable Instant retryAfter,
        @Nullable Instant recordedAt,
        @Nullable String recordedBy,
        String toolVersion) {
    public Version {
        Objects.requireNonNull(hash);
        Objects.requireNonNull(state);
        Objects.requireNonNull(firstSeen);
        Objects.requireNonNull(toolVersion);
    }

    /** The version that is being applied over this current one; null where none is, as on every start that has nothing to do. */
    public @Nullable InProgress inProgress() {
        String mark = reason;
        // Looked at here, so that a start that has nothing to do loads no further class.
        return state == State.CURRENT && mark != null && mark.startsWith(InProgress.PREFIX)
                ? InProgress.of(mark)
                : null;
    }
}
