package dev.tidemark;

/** How long a statement takes and whom it blocks meanwhile. */
public enum CostClass {
    /** Catalog only: milliseconds whatever the table's size. */
    INSTANT,
    /** Long, but blocks nobody: {@code CREATE INDEX CONCURRENTLY}, {@code VALIDATE CONSTRAINT}. */
    ONLINE,
    /** Rewrites or scans a table under a strong lock. */
    BLOCKING
}
