package dev.tidemark;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the control tables say about an app; reading it changes nothing.
 *
 * @param status UP_TO_DATE, SUPERSEDED, OUT_OF_DATE (never synced, or another version is current and this one is newer) or BLOCKED_BY_PEER
 * @param app the app
 * @param hash this code's hash
 * @param currentHash the recorded one, if any
 * @param recordedAt when it was recorded, by the database's clock
 * @param recordedBy by whom
 * @param withheld how many changes of the current version are withheld
 * @param deferred how many are deferred
 * @param reason why this version is blocked, where it is; where it is recorded, what differs and is only named, or why the last attempt at it failed
 * @param leaseHolder who holds the lease now, if anyone
 * @param leaseAge how long that one has held it, by the database's clock; null where nobody holds it
 */
public record StatusReport(
        SyncStatus status,
        String app,
        String hash,
        @Nullable String currentHash,
        @Nullable Instant recordedAt,
        @Nullable String recordedBy,
        int withheld,
        int deferred,
        @Nullable String reason,
        @Nullable String leaseHolder,
        @Nullable Duration leaseAge) {
    /** A report while nobody holds the lease, or nobody asked for how long. */
    public StatusReport(
            SyncStatus status,
            String app,
            String hash,
            @Nullable String currentHash,
            @Nullable Instant recordedAt,
            @Nullable String recordedBy,
            int withheld,
            int deferred,
            @Nullable String reason,
            @Nullable String leaseHolder) {
        this(status, app, hash, currentHash, recordedAt, recordedBy, withheld, deferred, reason, leaseHolder, null);
    }
}
