package dev.tidemark;

/** How a check or a sync ended; a value, never an exception. */
public enum SyncStatus {
    /** The recorded schema is this code's. */
    UP_TO_DATE,
    /** This run applied, verified and recorded. */
    SYNCED,
    /** Another instance did while this one waited. */
    SYNCED_BY_PEER,
    /** A newer version is recorded; nothing was changed. */
    SUPERSEDED,
    /** Verify only: the database is not in step, and this run was not allowed to change it. */
    OUT_OF_DATE,
    /** Needs a human; nothing of the plan ran. */
    BLOCKED,
    /** Another instance found it blocked; not tried again before its retry time. */
    BLOCKED_BY_PEER,
    /** Part of it is left to a later run, for lack of time or rights; the rest is recorded. */
    DEFERRED,
    /** The budget ended first; what was committed stands, and the next run goes on from there. */
    TIMED_OUT
}
