package dev.tidemark;

/** What a sync may do. */
public enum Mode {
    /** Compare only; {@link SyncStatus#OUT_OF_DATE} where the database is not in step. */
    VERIFY,
    /** Apply what loses no data and breaks no running code; withhold data loss. The default everywhere but in an explicit, confirmed sync. */
    SAFE,
    /** Apply everything whose hazards are allowed. */
    AUTO,
    /** Do nothing at all. */
    OFF
}
