package dev.tidemark.lease;

/** How an attempt to take the lease ended; not winning is a value. */
public sealed interface LeaseAttempt {
    /** Held, with the heartbeat running; {@link Lease#release()} it. */
    record Won(Lease lease) implements LeaseAttempt {}

    /** Somebody else has it, or was just taking it. */
    record NotWon(LeaseStatus status) implements LeaseAttempt {}
}
