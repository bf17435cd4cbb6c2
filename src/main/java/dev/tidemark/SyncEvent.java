package dev.tidemark;

import java.time.Duration;

/** What a {@link SyncListener} hears while a sync runs. */
public sealed interface SyncEvent {
    /** Waits for the lease that {@code holder} has. */
    record Waiting(String app, String holder, Duration waited) implements SyncEvent {}

    /** The lease is held; {@code term} only ever grows. */
    record LeaseAcquired(String app, long term) implements SyncEvent {}

    /** The plan that is about to run. */
    record Planned(Plan plan) implements SyncEvent {}

    /** A statement starts; {@code number} of {@code total}, from 1. */
    record StatementStarted(Plan.Statement statement, int number, int total) implements SyncEvent {}

    /** A statement is done (committed with its batch, or by itself). */
    record StatementDone(Plan.Statement statement, int number, int total, Duration took) implements SyncEvent {}

    /** A statement is tried again after a lock was not free in time. */
    record Retrying(Plan.Statement statement, int attempt, int attempts, String blockedBy) implements SyncEvent {}

    /** The end. */
    record Finished(SyncResult result) implements SyncEvent {}
}
