package dev.tidemark.plan.model;

/** The parts of a plan, in the order in which they run where nothing that a statement needs asks for another. */
public enum Stage {
    /** What the author of the declaration wants to be done to rows before anything changes, each step by itself. */
    MIGRATE_BEFORE,
    /** New labels of enums, each committed by itself: one cannot be used in the transaction that adds it. */
    ENUM_VALUES,
    /** New objects that need nothing of what changes. */
    CREATE,
    /** One transaction for each existing table that holds rows; those that something ties, together. */
    TABLES,
    /** Views, the tables whose changes views stand in the way of, and new objects that need changed ones. */
    LATE,
    /** Lookup rows of tables that exist already. */
    ROWS,
    /** Long work that blocks nobody, step by step. */
    ONLINE,
    /** What needs a key that was built online. */
    FINISH,
    /** Checks and foreign keys that new rows already obey are proved for the old ones, each by itself. */
    VALIDATE,
    /** What the author wants to be done to rows while the old and the new columns are there, each step by itself. */
    MIGRATE_AFTER,
    /** What loses data. */
    DROPS
}
