package dev.tidemark.lease;

import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;

/** How waiting for a peer ended. */
public sealed interface WaitResult {
    /** A peer settled it: {@code UP_TO_DATE} (synced by peer), {@code SUPERSEDED} or {@code BLOCKED_BY_PEER}; never {@code SYNC}. */
    record Settled(Verdict verdict, HotState state) implements WaitResult {}

    /** Still to be synced, and nobody holds the lease: try to take it. */
    record LeaseFree() implements WaitResult {}

    /** Somebody still holds it. */
    record TimedOut(LeaseStatus status) implements WaitResult {}
}
