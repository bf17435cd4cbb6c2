package dev.tidemark;

/** PostgreSQL's table lock modes that a statement takes on an existing table, weakest first (documentation, "Explicit Locking"). */
public enum LockMode {
    /** No lock on a table that existed before. */
    NONE,
    ACCESS_SHARE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    ACCESS_EXCLUSIVE
}
