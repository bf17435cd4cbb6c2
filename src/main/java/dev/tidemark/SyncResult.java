package dev.tidemark;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a sync ended and what it did.
 *
 * @param status how
 * @param app the app
 * @param hash this code's hash
 * @param currentHash the hash that the database records as current afterwards, if any
 * @param plan what was planned, if a plan was made
 * @param statements how many statements were committed
 * @param withheld how many changes safe mode left out, also by an earlier run of this hash
 * @param deferred how many changes are left to a later run
 * @param reason one sentence fit for a log line; empty where the status says all
 * @param problems why it is blocked or failed
 * @param took the whole call, by this process's clock
 * @param waited how much of it went by waiting for leases that others held
 */
public record SyncResult(
        SyncStatus status,
        String app,
        String hash,
        @Nullable String currentHash,
        @Nullable Plan plan,
        int statements,
        int withheld,
        int deferred,
        String reason,
        List<Problem> problems,
        Duration took,
        Duration waited) {
    /** The result of a call that waited for nobody. */
    public SyncResult(
            SyncStatus status,
            String app,
            String hash,
            @Nullable String currentHash,
            @Nullable Plan plan,
            int statements,
            int withheld,
            int deferred,
            String reason,
            List<Problem> problems,
            Duration took) {
        this(
                status,
                app,
                hash,
                currentHash,
                plan,
                statements,
                withheld,
                deferred,
                reason,
                problems,
                took,
                Duration.ZERO);
    }

    public SyncResult {
        problems = List.copyOf(problems);
    }

    /** The same result with its problems told otherwise. */
    SyncResult with(@Nullable Plan toldPlan, List<Problem> told) {
        return new SyncResult(
                status, app, hash, currentHash, toldPlan, statements, withheld, deferred, reason, told, took, waited);
    }
}
