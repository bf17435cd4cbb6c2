package dev.tidemark.plan;

/** The parts of a plan, in the order in which they run. */
enum Phase {
    /** New labels of enums, each committed by itself: one cannot be used in the transaction that adds it. */
    ENUM_VALUES,
    /** New objects that need nothing of what changes. */
    CREATE,
    /** One transaction for each existing table that holds rows; those that something ties, together. */
    TABLES,
    /** Views, the tables whose changes views stand in the way of, and new objects that need changed ones. */
    LATE,
    /** Long work that blocks nobody, step by step. */
    ONLINE,
    /** What needs a key that was built online. */
    FINISH,
    /** Checks and foreign keys that new rows already obey are proved for the old ones, each by itself. */
    VALIDATE,
    /** What loses data. */
    DROPS
}
